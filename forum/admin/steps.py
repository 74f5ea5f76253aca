"""Buttons on the page of a row: each a small form, and a service that it calls."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from contactatonce.lib.admin import Admin, DraftForm, ReadOnly, kept, unsent
from forum.limits import NotAllowed

NO_BUTTON = "Nothing was done. Press the button of the step that you want."


class StepForm(DraftForm):
    """The form of a step for a row; without fields it is a button."""

    def __init__(self, row: Any, posted: Any = None) -> None:
        super().__init__(posted)


@dataclass(frozen=True)
class Step:
    """Something that staff do with a row; `act` returns what happened, as a sentence."""

    name: str
    title: str
    button: str
    act: Callable[..., str]
    form: Callable[..., DraftForm] = StepForm
    note: str = ""
    permission: str = ""
    is_danger: bool = False
    is_possible: bool = True


class SteppedAdmin(ReadOnly, Admin):
    """A page that shows a row, with the steps that are possible now below it.

    All steps are one form; what was typed for those that a button does not take comes back.
    """

    change_form_template = "admin/forum/steps.html"
    step_permission = ""

    def steps(self, row: Any) -> list[Step]:
        """Return all steps, including those that are not possible now."""
        raise NotImplementedError

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(require_POST(self.step))
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        return [path("<int:pk>/steps/<slug:name>/", view, name=name), *super().get_urls()]

    def change_view(self, request: Any, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return self.show(request, object_id)
        if not request.user.has_perm(self.step_permission):
            raise PermissionDenied
        self.message_user(request, NO_BUTTON)
        return self.answer(request, object_id, request.POST)

    def step(self, request: Any, pk: int, name: str) -> HttpResponse:
        """Do what the pressed button says, and show the row again."""
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404
        step = next((each for each in self.steps(row) if each.name == name), None)
        if not request.user.has_perm((step.permission if step else "") or self.step_permission):
            raise PermissionDenied
        if step is None or not step.is_possible:
            self.message_user(request, "This is not possible any more.", messages.WARNING)
            return self.answer(request, pk, request.POST, status=409)
        form = bound(step, row, request.POST)
        if not form.is_valid():
            return self.show(request, pk, request.POST, used=name, status=422)
        try:
            done = step.act(row, request.user, **form.cleaned_data)
        except NotAllowed as error:
            self.message_user(request, str(error), messages.WARNING)
            return self.answer(request, pk, request.POST, status=409)
        self.message_user(request, done)
        return self.answer(request, pk, without(request.POST, name))

    def answer(
        self, request: Any, pk: int | str, data: QueryDict, *, status: int = 200
    ) -> HttpResponse:
        """Show the row with what was typed for its steps; open it again if that is nothing."""
        row = self.get_object(request, str(pk))
        if row and any(bound(step, row, data).as_draft().is_typed for step in self.steps(row)):
            return self.show(request, pk, data, status=status)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", pk)

    def show(
        self,
        request: Any,
        pk: int | str,
        data: QueryDict | None = None,
        *,
        used: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """Render the row with its steps; `used` is a step that was refused."""
        row = self.get_object(request, str(pk))
        steps = {step.name: step for step in (self.steps(row) if row else [])}
        allowed = [
            name
            for name, step in steps.items()
            if step.is_possible and request.user.has_perm(step.permission or self.step_permission)
        ]

        def make(name: str, data: QueryDict | None) -> DraftForm:
            return bound(steps[name], row, data)

        forms = kept(allowed, make, data, used)
        gone = [bound(step, row, data) for name, step in steps.items() if name not in forms]
        context = {
            "steps": [(steps[name], form) for name, form in forms.items()],
            "unsent": [each for form in gone for each in unsent(form)] if data else [],
            "is_typed": any(form.is_bound for form in forms.values()),
        }
        shown = copy(request)
        shown.method = "GET"  # the row itself is not edited
        response = super().change_view(shown, str(pk), extra_context=context)
        response.status_code = max(status, response.status_code)
        return response


def bound(step: Step, row: Any, data: QueryDict | None) -> DraftForm:
    """Return the form of a step as one of several on a page."""
    form = step.form(row, data)
    form.prefix, form.auto_id = step.name, "%s"
    return form


def without(data: QueryDict, name: str) -> QueryDict:
    """Return what was posted without the fields of one step."""
    left = data.copy()
    for field in data:
        if field.startswith(f"{name}-"):
            del left[field]
    return left

"""Buttons on the page of a row: each a small form, and a service that it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from contactatonce.lib.admin import Admin, ReadOnly
from forum.limits import NotAllowed


class StepForm(forms.Form):
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
    form: Callable[..., forms.Form] = StepForm
    note: str = ""
    permission: str = ""
    is_danger: bool = False


class SteppedAdmin(ReadOnly, Admin):
    """A page that shows a row, with the steps that are possible now below it."""

    change_form_template = "admin/forum/steps.html"
    step_permission = ""

    def steps(self, row: Any) -> list[Step]:
        raise NotImplementedError

    def allowed(self, request: Any, row: Any) -> list[Step]:
        """Return the steps that this row offers to this person."""
        return [
            step
            for step in self.steps(row)
            if request.user.has_perm(step.permission or self.step_permission)
        ]

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(require_POST(self.step))
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        return [path("<int:pk>/steps/<slug:name>/", view, name=name), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        steps = self.allowed(request, row) if row else []
        context = {"steps": [(step, self.bound(step, row, None)) for step in steps]}
        return super().change_view(
            request, object_id, form_url, {**context, **(extra_context or {})}
        )

    def bound(self, step: Step, row: Any, posted: Any) -> forms.Form:
        """Return the form of a step; ids of its fields are unique on the page."""
        form = step.form(row, posted)
        form.auto_id = f"{step.name}_%s"
        return form

    def step(self, request: Any, pk: int, name: str) -> HttpResponse:
        """Do what the pressed button says, and show the row again."""
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404
        step = next((each for each in self.steps(row) if each.name == name), None)
        if not request.user.has_perm((step.permission if step else "") or self.step_permission):
            raise PermissionDenied
        page = redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", pk)
        if step is None:
            self.message_user(request, "This is not possible any more.", messages.WARNING)
            return page
        form = self.bound(step, row, request.POST)
        if not form.is_valid():
            for errors in form.errors.values():
                self.message_user(request, f"{step.title}: {errors[0]}", messages.WARNING)
            return page
        try:
            self.message_user(request, step.act(row, request.user, **form.cleaned_data))
        except NotAllowed as error:
            self.message_user(request, str(error), messages.WARNING)
        return page

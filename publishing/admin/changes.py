"""Changes that wait for their time, in the admin: made, read, edited again, weighed, called off."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html

from contactatonce.lib.choices import is_key
from publishing import changes, snapshots, weighing
from publishing.forms import Contested, in_words


class ChangePages:
    """The part of PublishableAdmin that is about changes at a time."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Give the form the change that is edited again."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.change = self.change_to_edit(request, obj) if obj else None
        return form

    def change_to_edit(self, request, obj):
        """Return the change that `?change=` names, unless it was written into the row."""
        number = request.GET.get("change", "")
        if not is_key(number):
            return None
        return obj.scheduled_changes.filter(pk=number, applied_at=None).first()

    def is_edited(self, request, waiting):
        """Tell whether the change that waits, if there is one, is what is edited again."""
        return waiting is not None and request.GET.get("change") == str(waiting.pk)

    def schedule(self, request, form):
        """Write down what the form says for its time; the row stays as it is."""
        row = type(form.instance)._base_manager.get(pk=form.instance.pk)
        wanted = form.to_wait()
        if form.set_aside:
            self.record(request, form, row)
        waited = changes.waiting_of(row)
        request.scheduled = changes.schedule(row, wanted, form.later, by=request.user)
        if waited and not self.is_edited(request, waited):
            self.message_user(
                request,
                format_html(
                    'It takes the place of <a href="{}">the change that waited before</a>, which '
                    "is called off.",
                    self.address("waiting_change", row.pk, waited.pk),
                ),
                messages.WARNING,
            )

    def construct_change_message(self, request, form, formsets, add=False):
        if form.later:
            return f"Scheduled for {in_words(form.later, form.zone)}."
        return super().construct_change_message(request, form, formsets, add)

    def response_change(self, request, obj):
        """Show what was written down for a time; nothing else has changed."""
        if not hasattr(request, "scheduled"):
            return super().response_change(request, obj)
        if request.scheduled is None:
            self.message_user(
                request, "That is what it says already, so nothing waits.", messages.WARNING
            )
            return redirect(self.address("change", obj.pk))
        self.message_user(request, "The change waits. Until then everything stays as it is.")
        return redirect(self.address("waiting_change", obj.pk, request.scheduled.pk))

    def warn_of_change(self, request, obj):
        """Tell who has just saved that a change waits which says something else."""
        waiting = changes.waiting_of(obj)
        contests = weighing.contests(waiting, obj) if waiting else []
        if contests:
            self.message_user(
                request,
                format_html(
                    "A change waits for {} that says something else in: {}. At its time it goes "
                    'before what you saved. <a href="{}">Choose what is to stand then</a>.',
                    in_words(waiting.takes_effect_at, obj.brand.calendar.zone),
                    ", ".join(contest.label for contest in contests),
                    self.address("waiting_change", obj.pk, waiting.pk),
                ),
                messages.WARNING,
            )

    def change_context(self, obj):
        """Return what the page of `obj` says of the change that waits for it."""
        waiting = changes.waiting_of(obj)
        if waiting is None:
            return {"waiting": None}
        return {
            "waiting": waiting,
            "waiting_words": in_words(waiting.takes_effect_at, obj.brand.calendar.zone),
            "waiting_contested": ", ".join(
                contest.label for contest in weighing.contests(waiting, obj)
            ),
            "waiting_url": self.address("waiting_change", obj.pk, waiting.pk),
        }

    def labels(self, names):
        return ", ".join(snapshots.label(self.model, name) for name in names)

    def waiting_change(self, request, pk, number):
        """What one change does to the text of now, and what was saved since it was written."""
        obj = self.get_for(request, pk, to_change=request.method == "POST")
        rows = obj.scheduled_changes.select_related("made_by")
        change = get_object_or_404(rows, pk=number)
        if request.method == "POST":
            return self.choose(request, obj, change)
        live = obj.snapshot()
        contests = weighing.contests(change, obj) if change.is_waiting else []
        said = {name: live[name] for name in change.snapshot if name in live}
        clocked = [name for name in change.snapshot if name in obj.BY_THE_CLOCK]
        context = self.page(
            request,
            obj,
            "Change at a time",
            change=change,
            words=in_words(change.takes_effect_at, obj.brand.calendar.zone),
            changes=self.compare(said, change.snapshot),
            by_the_clock=self.labels(clocked),
            by_the_worker=self.labels([n for n in change.snapshot if n not in clocked]),
            contested=[Contested.of(contest) for contest in contests],
            edit_url=f"{self.address('change', pk)}?change={change.pk}",
            cancel_url=self.address("cancel_change", pk),
            may_change=self.has_change_permission(request, obj),
            media=self.media,  # it forgets what the editor's browser kept until it was saved
        )
        return TemplateResponse(request, "admin/publishing/change.html", context)

    def choose(self, request, obj, change):
        """Keep of a change that still waits what its editor wants, against what was saved since."""
        todays = [
            name.removeprefix("choice_")
            for name, choice in request.POST.items()
            if choice == "theirs"
        ]
        seen = request.POST.get("seen_version", "")
        try:
            is_left = changes.resolve(change, todays, int(seen) if is_key(seen) else 0)
        except changes.TooLate:
            said = "Too late: it has taken effect, or was called off."
            self.message_user(request, said, messages.ERROR)
            return redirect(self.address("change", obj.pk))
        self.log_change(request, obj, f"Chose for scheduled change {change.pk}.")
        if is_left:
            self.message_user(request, "So it will stand from then on.")
        else:
            self.message_user(request, "Nothing of the change is left: it is called off.")
        return redirect(self.address("waiting_change", obj.pk, change.pk))

    def cancel_change(self, request, pk):
        obj = self.get_for(request, pk)
        if changes.cancel(obj):
            self.log_change(request, obj, "Scheduled change called off.")
            self.message_user(request, "The change is called off; its text stays in the history.")
        else:
            self.message_user(request, "There is nothing to call off any more.", messages.WARNING)
        return redirect(self.address("change", pk))

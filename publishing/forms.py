"""The form for texts that can be published."""

from collections.abc import Iterable
from copy import copy
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import construct_instance, model_to_dict
from django.utils import timezone

from contactatonce.lib.admin import VersionedModelForm
from contactatonce.lib.admin.versions import Difference
from contactatonce.lib.choices import is_key
from contactatonce.lib.form_fields import plausible_year

from . import diff, scheduling, services, snapshots
from .models import TIMES, Publishable, Revision, ScheduledRevision

LOCAL_FORMAT = "%Y-%m-%dT%H:%M"
OUTDATED = (
    "The live text was saved after this revision was scheduled. Compare the two on the page of the "
    "scheduled revision and choose there, or give it a time."
)


class MomentField(forms.DateTimeField):
    """A moment, entered and shown in the current time zone."""

    widget = forms.DateTimeInput(
        {"type": "datetime-local", "class": "vTextField moment"}, format=LOCAL_FORMAT
    )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether the widget would show another time.

        It shows no seconds, and the same for both moments of an hour that the clocks repeat.
        """
        try:
            return shown(self.to_python(initial)) != shown(self.to_python(data))
        except ValidationError:
            return True

    def to_python(self, value: Any) -> datetime | None:
        """Return the moment in UTC; the first one if the clocks repeat the hour."""
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value
        zone = timezone.get_current_timezone()
        try:
            local = datetime.fromisoformat(str(value)).replace(tzinfo=zone)
        except ValueError as error:
            raise ValidationError("Write a date and a time.", code="invalid") from error
        plausible_year(local)
        moment = local.astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            raise ValidationError(
                "The clocks skip this time on that day; choose another.", code="imaginary"
            )
        return moment


def shown(moment: datetime | None) -> str:
    """Return what the widget shows of `moment`."""
    return f"{timezone.localtime(moment):{LOCAL_FORMAT}}" if moment else ""


def in_words(moment: datetime | None) -> str:
    """Return `moment` in the current time zone and in UTC: "Mar 3, 2026, 09:00 EST (14:00 UTC)"."""
    if moment is None:
        return ""
    local, world = timezone.localtime(moment), moment.astimezone(UTC)
    day = "" if local.date() == world.date() else f"{world:%b} {world.day}, "
    return f"{local:%b} {local.day}, {local:%Y, %H:%M %Z} ({day}{world:%H:%M} UTC)"


class PublishableForm(VersionedModelForm):
    """An editor's form: times, checks before publishing, and concurrent edits.

    The history knows what the page showed, so no hidden fields carry it. What an editor typed and
    did not choose in a conflict is in `set_aside`, for the history.
    """

    # The editor's browser keeps what is typed into these until it is saved.
    KEPT: ClassVar[tuple[str, ...]] = ()
    # The scheduled revision that is edited in place of the live text.
    scheduled: ScheduledRevision | None = None
    # The revision that the page showed, if another one was stored since.
    shown: Revision | None = None

    instance: Publishable

    publish_at = MomentField(required=False, label="Publish at")
    unpublish_at = MomentField(required=False, label="Take down at")
    takes_effect_at = MomentField(
        required=False,
        label="Show this text from",
        help_text="Empty: at once. With a time the live text stays as it is until then.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_aside: services.Snapshot = {}
        for name, field in self.fields.items():
            if isinstance(field, MomentField):
                self._explain(name, field)
        if not self.instance.is_published:
            self.fields.pop("takes_effect_at", None)
        elif self.scheduled:
            self.initial["takes_effect_at"] = self.scheduled.takes_effect_at

    @cached_property
    def shared(self) -> list[str]:
        return [name for name in self.instance.REVISED if name in self.fields]

    def recall_shown(self) -> None:
        """Read what the page showed from the history, so that `changed_data` compares with it."""
        opened = str(self.data.get(self.add_prefix("opened_version"), ""))
        if not is_key(opened) or int(opened) == self.instance.version:
            return
        self.shown = services.revision_of(self.instance, int(opened))
        if self.shown:
            text = scheduling.preview(self.instance, self.shown.snapshot)
            self.initial.update(model_to_dict(text, self.shared))

    @cached_property
    def changed_data(self) -> list[str]:
        """The changed fields; line ends that only a browser changed do not count."""
        return [
            name
            for name in super().changed_data
            if name not in self.shared
            or self.differs(name, self.initial.get(name), self[name].data)
        ]

    def differs(self, name: str, value: Any, typed: Any) -> bool:
        return super().differs(name, snapshots.settled(value), snapshots.settled(typed))

    def is_changed(self, stored: models.Model, name: str) -> bool:
        now = snapshots.take(stored, name)
        return self.shown is None or snapshots.differ(self.shown.snapshot.get(name), now)

    def difference(self, stored: models.Model, name: str) -> Difference:
        """Mark in both texts what differs from the one that the page showed."""
        found = super().difference(stored, name)
        if self.shown is None or name not in self.cleaned_data:
            return found
        values = (
            self.shown.snapshot.get(name),
            snapshots.take(stored, name),
            self.typed_snapshot()[name],
        )
        was, now, typed = (snapshots.readable(type(stored), name, value) for value in values)
        return found._replace(stored=diff.marked(was, now), typed=diff.marked(was, typed))

    def keep_stored(self, stored: models.Model, names: Iterable[str]) -> None:
        if self.chosen:
            self.set_aside = self.typed_snapshot()
        super().keep_stored(stored, names)

    def _explain(self, name: str, field: MomentField) -> None:
        stored = in_words(getattr(self.instance, name, None))
        rest = f"Now: {stored}." if stored else field.help_text or "Empty: not set."
        field.help_text = f"Time in {timezone.get_current_timezone_name()}. {rest}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in TIMES:
            if name in cleaned and name not in self.changed_data:
                cleaned[name] = getattr(self.instance, name)  # exactly
        if self.scheduled and self.later and "takes_effect_at" not in self.changed_data:
            cleaned["takes_effect_at"] = self.scheduled.takes_effect_at
        begins, ends = cleaned.get("publish_at"), cleaned.get("unpublish_at")
        if ends and begins and ends <= begins:
            self.add_error("unpublish_at", "It must be taken down later than it is published.")
        if ends and not begins:
            self.add_error("publish_at", "Say when it is published before it is taken down.")
        if self.later:
            self._check_scheduled()
        elif self.scheduled and self.scheduled.base_version != self.instance.version:
            self.add_error(None, OUTDATED)
        return cleaned

    @property
    def later(self) -> datetime | None:
        """Return when the text goes live; None: at once."""
        moment: datetime | None = self.cleaned_data.get("takes_effect_at")
        return moment

    def _check_scheduled(self) -> None:
        if self.later and self.later <= timezone.now():
            self.add_error("takes_effect_at", "Choose a time in the future.")
        fixed = set(self.instance.REVISED) - set(self.instance.schedulable())
        for name in fixed.intersection(self.changed_data):
            self.add_error(name, "This cannot be scheduled: save it by itself first.")

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        if self.instance.publish_at:
            for problem in self.publish_problems():
                self.add_error(None, f"It cannot be published yet: {problem}")

    def publish_problems(self) -> list[str]:
        """Return why the text in the form cannot be published."""
        return list(self.instance.publish_problems())

    def to_schedule(self) -> services.Snapshot:
        """Return the form's text as a snapshot, and store new rows that it refers to."""
        return self.snapshot(self.instance)

    def typed_snapshot(self) -> services.Snapshot:
        return self.snapshot(construct_instance(self, copy(self.instance)))

    def snapshot(self, text: Publishable) -> services.Snapshot:
        """Return a snapshot of `text` with the form's choices of many rows."""
        snapshot = text.snapshot()
        for field in text._meta.many_to_many:
            if field.name in self.cleaned_data and field.name in snapshot:
                snapshot[field.name] = sorted(row.pk for row in self.cleaned_data[field.name])
        return snapshot

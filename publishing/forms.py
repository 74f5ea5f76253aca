"""The form for texts that can be published."""

from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import construct_instance
from django.utils import timezone

from . import diff, services, snapshots
from .models import TIMES, Publishable, ScheduledRevision

LOCAL_FORMAT = "%Y-%m-%dT%H:%M"
YEARS = range(1990, 2200)  # a date in any time zone stays valid
CONFLICT = (
    "Somebody else saved this while you were writing. Nothing is lost: below are both texts. "
    "Choose for each field, then save again."
)
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
        """Return whether it is another minute: the widget shows no seconds."""
        if isinstance(initial, datetime):
            initial = initial.replace(second=0, microsecond=0)
        return super().has_changed(initial, data)

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
        if local.year not in YEARS:
            first, last = YEARS[0], YEARS[-1]
            raise ValidationError(f"Write a year from {first} to {last}.", code="year")
        moment = local.astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            raise ValidationError(
                "The clocks skip this time on that day; choose another.", code="imaginary"
            )
        return moment


def in_words(moment: datetime | None, zone: tzinfo) -> str:
    """Return `moment` in `zone` and in UTC, such as "Mar 3, 2026, 09:00 EST (14:00 UTC)"."""
    if moment is None:
        return ""
    local, world = moment.astimezone(zone), moment.astimezone(UTC)
    day = "" if local.date() == world.date() else f"{world:%b} {world.day}, "
    return f"{local:%b} {local.day}, {local:%Y, %H:%M %Z} ({day}{world:%H:%M} UTC)"


@dataclass(frozen=True)
class Contested:
    """A field with one value in the form and another one in a concurrent edit."""

    name: str
    label: str
    original: str
    theirs: list[diff.Part]
    mine: list[diff.Part]
    takes_theirs: bool

    @classmethod
    def of(cls, model: type[Publishable], name: str, *three: services.Snapshot) -> "Contested":
        """Compare the original, their and my snapshot word by word; unchanged, theirs is chosen."""
        original, _, mine = three
        was, now, then = (snapshots.readable(model, name, snapshot.get(name)) for snapshot in three)
        return cls(
            name=name,
            label=snapshots.label(model, name),
            original=was,
            theirs=diff.words(was, now),
            mine=diff.words(was, then),
            takes_theirs=not snapshots.differ(mine[name], original.get(name)),
        )


class PublishableForm(forms.ModelForm[Publishable]):
    """An editor's form: times in a zone, checks before publishing, and conflicts.

    `contested` lists the fields to choose for after a conflict; the choice comes back as
    `choice_<field>` with the value "mine" or "theirs".
    """

    # The editor's browser keeps what is typed into these until it is saved.
    KEPT: ClassVar[tuple[str, ...]] = ()
    # The scheduled revision that is edited in place of the live text.
    scheduled: ScheduledRevision | None = None

    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    publish_at = MomentField(required=False, label="Publish at")
    unpublish_at = MomentField(required=False, label="Take down at")
    takes_effect_at = MomentField(
        required=False,
        label="Show this text from",
        help_text="Empty: at once. With a time the live text stays as it is until then.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contested: list[Contested] = []
        # Of a conflict: the fields for which theirs was chosen, and all that the editor had typed.
        self.theirs: list[str] = []
        self.set_aside: services.Snapshot = {}
        self.zone = timezone.get_current_timezone()
        self.initial["opened_version"] = self.instance.version
        for name, field in self.fields.items():
            if isinstance(field, MomentField):
                self._explain(name, field)
        if not self.instance.is_published:
            self.fields.pop("takes_effect_at", None)
        elif self.scheduled:
            self.initial["takes_effect_at"] = self.scheduled.takes_effect_at

    def _explain(self, name: str, field: MomentField) -> None:
        stored = in_words(getattr(self.instance, name, None), self.zone)
        rest = f"Now: {stored}." if stored else field.help_text or "Empty: not set."
        field.help_text = f"Time in {timezone.get_current_timezone_name()}. {rest}"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self._take_theirs(cleaned)
        for name in TIMES:
            if name in cleaned and name not in self.changed_data:
                cleaned[name] = self.initial.get(name)  # to the second
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

    def _take_theirs(self, cleaned: dict[str, Any]) -> None:
        """Replace what was typed with what is stored, where the editor chose that.

        The choice applies to the version that the editor saw: a later save is another conflict.
        """
        if not self.instance.pk or cleaned.get("opened_version") != self.instance.version:
            return
        names = [name for name in self.instance.REVISED if name in self.fields]
        self.theirs = [name for name in names if self.data.get(f"choice_{name}") == "theirs"]
        if self.theirs:
            self.set_aside = self.mine(construct_instance(self, copy(self.instance)))
        for name in self.theirs:
            stored = getattr(self.instance, name)
            cleaned[name] = stored.all() if isinstance(stored, models.Manager) else stored
            self.errors.pop(name, None)

    @property
    def later(self) -> datetime | None:
        """The time at which the text goes live; None: at once."""
        moment: datetime | None = self.cleaned_data.get("takes_effect_at")
        return moment

    def _check_scheduled(self) -> None:
        if self.later and self.later <= timezone.now():
            self.add_error("takes_effect_at", "Choose a time in the future.")
        fixed = set(self.instance.REVISED) - set(self.instance.schedulable())
        for name in fixed.intersection(self.changed_data).difference(self.theirs):
            self.add_error(name, "This cannot be scheduled: save it by itself first.")

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        if self.instance.publish_at:
            for problem in self.publish_problems():
                self.add_error(None, f"It cannot be published yet: {problem}")
        if not self.errors:
            self._look_for_conflict()

    def publish_problems(self) -> list[str]:
        """Return why the text in the form cannot be published."""
        return list(self.instance.publish_problems())

    def to_schedule(self) -> dict[str, Any]:
        """Return the form's text as a snapshot, and store new rows that it refers to."""
        return self.mine()

    def mine(self, instance: Publishable | None = None) -> dict[str, Any]:
        """Return the form's text as a snapshot, with `instance` in place of its own."""
        snapshot = (instance or self.instance).snapshot()
        for field in self.instance._meta.many_to_many:
            if field.name in self.cleaned_data and field.name in snapshot:
                snapshot[field.name] = sorted(row.pk for row in self.cleaned_data[field.name])
        return snapshot

    def _look_for_conflict(self) -> None:
        model = type(self.instance)
        opened = self.cleaned_data.get("opened_version") or 0
        row = model._base_manager.select_for_update().filter(pk=self.instance.pk).first()
        if row is None or row.version == opened:
            return
        self.instance.version = row.version
        before = services.revision_of(row, opened)
        if "_publish" in self.data and row.is_published:
            self.instance.publish_at = row.publish_at  # the second of two clicks
        original, mine, theirs = before.snapshot if before else {}, self.mine(), row.snapshot()
        self.contested = [
            Contested.of(model, name, original, theirs, mine)
            for name in mine
            if name in self.fields and snapshots.differ(mine[name], theirs[name])
        ]
        if not self.contested:
            return
        again: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        again[self.add_prefix("opened_version")] = str(row.version)
        self.data = again
        self.add_error(None, ValidationError(CONFLICT, code="conflict"))

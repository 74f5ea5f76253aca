"""Forms with which members report a post, or ask why they are silenced."""

from uuid import UUID

from django import forms
from django.http import QueryDict

from contactatonce.lib.public_forms import PublicForm, typed_in
from contactatonce.lib.text import PlainTextField

from .models import Member, Post, Report


class KeptForm(PublicForm):
    """A form whose text comes back although its page shows no form any more."""

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Return label and content of what was typed, if it was not accepted."""
        return typed_in(type(self), self.data) if self.is_returned else []


class ReportForm(KeptForm):
    """A member's report of a post."""

    noun = "report"

    reason = forms.ChoiceField(
        label="What is wrong with it?",
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wrong with it."},
    )
    text = PlainTextField(
        label="Details",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text="Optional; only moderators read it.",
    )

    def __init__(self, post: Post, by: Member, posted: QueryDict | None = None) -> None:
        super().__init__(posted)
        self.form_scope = f"forum:report:{post.pk}"
        self.post, self.by = post, by

    def is_stored(self, key: UUID) -> bool:
        return self.post.reports.filter(by=self.by.pk or 0).exists()


class AppealForm(KeptForm):
    """A silenced member's question to a moderator."""

    noun = "question"
    form_scope = "forum:appeal"

    text = PlainTextField(
        label="Your question or answer",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "5"}),
        help_text="You can send one; a moderator reads it.",
        error_messages={"required": "Write what a moderator should know."},
    )

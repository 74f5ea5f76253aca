"""The inquiry form as a visitor fills it in: composed by staff, lenient in validation."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from contactatonce.lib.public_forms import PublicForm, Refused

from . import mailboxes
from .form_fields import CONTACT_WAYS, Composition, Row, bare_field
from .models import Inquiry
from .models.answers import ASKED, QUESTIONS

CLOSED = (
    "The form that you wrote in is no longer open, so nothing has been stored. "
    "Your text is below in our contact form: please send it from here."
)


class InquiryAnswers(PublicForm):
    """The answers to the questions of one form; other posted fields are ignored."""

    noun = "message"
    or_else = ", or call us"
    rate = "INQUIRY_RATE"

    def __init__(
        self,
        composition: Composition,
        posted: QueryDict | None = None,
        *,
        page: str = "",
        is_closed: bool = False,
    ) -> None:
        """Bind the form of `composition` to `posted`; `page` is the path of the page around it.

        `is_closed` if another form was sent, which has been closed in the meantime.
        """
        self.base_fields = composition.fields  # type: ignore[misc]  # each form has its own
        super().__init__(posted, auto_id=f"{composition.form.slug}_%s")
        self.composition = composition
        self.page = page
        self.is_closed = is_closed
        self.campaign: dict[str, str] = {}  # tags of the URL that the form was sent from
        self.form_scope = composition.form.scope
        self.trap_value = posted.get(composition.trap_name, "") if posted else ""
        self.email_to_confirm = ""

    @property
    def rows(self) -> Iterator[tuple[Row, list[forms.BoundField], bool]]:
        """Yield each row with its fields, and whether any of them has a value or an error."""
        for row in self.composition.rows:
            fields = [self[name] for name in row.names]
            yield row, fields, any(field.value() or field.errors for field in fields)

    @property
    def action(self) -> str:
        return reverse("leads:form", kwargs={"slug": self.composition.form.slug}) + self.carried

    @property
    def carried(self) -> str:
        """The query string that keeps the campaign when the form comes back with errors."""
        return f"?{urlencode(self.campaign)}" if self.campaign else ""

    @property
    def kept_email(self) -> str:
        """The e-mail address that the visitor may keep by submitting again despite a suggestion."""
        return self.email_to_confirm or self.data.get("email_kept", "")

    @property
    def news_is_ticked(self) -> bool:
        return self.is_bound and self.data.get("news") == self.composition.news_value

    def check_open(self) -> None:
        if self.is_closed:
            raise Refused(404, CLOSED)

    def is_stored(self, key: UUID) -> bool:
        return Inquiry.objects.filter(key=key).exists()

    def clean_email(self) -> str:
        """Return the e-mail address; a likely typo is accepted when it is submitted again."""
        address: str = self.cleaned_data["email"]
        meant = mailboxes.suggestion(address)
        if meant and self.data.get("email_kept") != address:
            self.email_to_confirm = address
            raise ValidationError(
                "Did you mean %(meant)s? Correct it, or send the form again to keep %(typed)s.",
                params={"meant": meant, "typed": address},
            )
        return address

    def clean_news(self) -> str:
        """Return the wording that the visitor agreed to, or "" if the box is not ticked."""
        ticked: str = self.cleaned_data["news"]
        if not ticked or not self.composition.offers_news:
            return ""
        if ticked != self.composition.news_value:
            raise ValidationError(
                "The words beside this box have changed since you opened the page. "
                "Please read them again, and tick the box if you agree."
            )
        return self.composition.form.news_wording

    def clean(self) -> None:
        """Ask for a way to reply if the visitor left none."""
        asked = [way for way in CONTACT_WAYS if way in self.fields]
        if not any(self.cleaned_data.get(way) or way in self.errors for way in asked):
            self.add_error(
                asked[0],
                "Give an e-mail address or a phone number, so that our answer can reach you.",
            )

    @property
    def news_wording(self) -> str:
        """The wording beside the news checkbox, if it was ticked and there is an e-mail address."""
        given = self.cleaned_data
        return str(given.get("news", "")) if given.get("email") else ""

    def answers(self) -> dict[str, Any]:
        """Return the valid form's answers by the columns of Answers, without empty ones."""
        given = self.cleaned_data
        return {name: given[name] for name in QUESTIONS if given.get(name)}


# A form without a composition may ask everything; see PublicForm.longest.
InquiryAnswers.base_fields = {
    column: bare_field(column, QUESTIONS[column])
    for columns in ASKED.values()
    for column in columns
}

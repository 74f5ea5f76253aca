"""The page on which staff type in an inquiry that came by phone, at a fair or by letter."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from contactatonce.brands.directory import by_slug, directory
from contactatonce.lib.admin import Admin
from contactatonce.lib.choices import KeyField, key_of
from contactatonce.lib.text import PlainTextField
from leads.form_fields import MESSAGE, bare_field
from leads.models import Company, Inquiry, InquiryForm, Person
from leads.models.answers import QUESTIONS, heading
from leads.services.entry import Entry, enter
from leads.templatetags.inquiry_forms import promised
from privacy.outreach.opt_outs import Use, mailable

BY_HAND = [choice for choice in Inquiry.Source.choices if choice[0] != Inquiry.Source.FORM]
REACHED_BY = ("name", "email", "phone", "street")
OPTED_OUT = "This address opted out of news, and only its owner can change that."


class EntryForm(forms.Form):
    """An inquiry as staff type it in: all questions, of which only the message is required."""

    site = forms.ChoiceField()
    source = forms.ChoiceField(label="It came by", choices=BY_HAND)
    is_mine = forms.BooleanField(label="Assign it to me", required=False, initial=True)
    acknowledge = forms.BooleanField(
        label="Send them the acknowledgement with reference and promised time", required=False
    )
    has_consent = forms.BooleanField(label="They asked for news by e-mail", required=False)
    news_wording = PlainTextField(
        label="How they asked for news",
        max_length=300,
        required=False,
        help_text="The words they said or signed. They are stored as evidence of the consent.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    person = KeyField(required=False, widget=forms.HiddenInput)
    company = KeyField(required=False, widget=forms.HiddenInput)

    GROUPS = (
        ("Where it came from", ("site", "source")),
        ("What they said", ("subject", "message")),
        ("Who they are", tuple(name for name in QUESTIONS if name not in ("subject", "message"))),
        ("What happens next", ("is_mine", "acknowledge", "has_consent", "news_wording")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["site"].choices = [(one.slug, one.name) for one in directory.get().brands]
        for column, question in QUESTIONS.items():
            fields[column] = bare_field(column, question)
            fields[column].label, fields[column].required = heading(column), column == MESSAGE

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]

    def clean_site(self) -> InquiryForm:
        """Return the main form of the site: its receipt and its notices apply."""
        rows = InquiryForm.objects.filter(brand__slug=self.cleaned_data["site"])
        form = rows.filter(slug="contact").first() or rows.order_by("pk").first()
        if form is None:
            raise forms.ValidationError("This site has no inquiry form yet.")
        return form

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not any(data.get(name) or name in self.errors for name in REACHED_BY):
            self.add_error("name", "Write a name, or a way to reach them.")
        needs_email = data.get("acknowledge") or data.get("has_consent")
        if needs_email and not data.get("email") and "email" not in self.errors:
            self.add_error("email", "Write the e-mail address for the mail that you ticked.")
        if data.get("has_consent") and "news_wording" not in self.errors:
            self.check_consent(data)
        return data

    def check_consent(self, data: dict[str, Any]) -> None:
        """Ask for evidence of the consent; refuse one for an address that opted out."""
        if not data.get("news_wording"):
            self.add_error("news_wording", "Write how they asked: a consent needs its words.")
        site = data.get("site")
        address = data.get("email")
        if site and address and not mailable(address, use=Use.FOLLOW_UP, brand=site.brand):
            self.add_error("has_consent", OPTED_OUT)

    def entry(self) -> Entry:
        data = self.cleaned_data
        return Entry(
            key=data["key"],
            form=data["site"],
            brand=by_slug(self.data["site"]),
            source=data["source"],
            answers={name: data[name] for name in QUESTIONS if data[name]},
            person=Person.objects.filter(pk=data["person"]).first(),
            company=Company.objects.filter(pk=data["company"]).first(),
            news_wording=data["news_wording"] if data["has_consent"] else "",
            is_mine=data["is_mine"],
            is_acknowledged=data["acknowledge"],
        )


class EntryPage(Admin):
    """Mixin for LeadAdmin: the page to add an inquiry by hand."""

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = EntryForm(request.POST or None, initial=known(request))
        if request.method == "POST" and form.is_valid():
            inquiry = enter(entry=form.entry(), actor=request.user)  # type: ignore[arg-type]  # signed in
            done = f"#{inquiry.reference} is in the queue. An answer is due by {promised(inquiry)}."
            self.message_user(request, done, messages.SUCCESS)
            return redirect("admin:leads_lead_change", inquiry.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "New inquiry",
            "form": form,
        }
        status = 422 if request.method == "POST" else 200
        return TemplateResponse(request, "admin/leads/lead/entry.html", context, status=status)


def known(request: HttpRequest) -> dict[str, Any]:
    """Return what is known of the person or the company that the link names."""
    person = Person.objects.select_related("company").filter(
        pk=key_of(request.GET.get("person", ""))
    )
    if row := person.first():
        company = row.company.name if row.company else ""
        names = ("name", "email", "phone")
        return {**{name: getattr(row, name) for name in names}, "company_name": company} | {
            "person": row.pk
        }
    company_row = Company.objects.filter(pk=key_of(request.GET.get("company", ""))).first()
    if company_row is None:
        return {}
    return {
        "company": company_row.pk,
        "company_name": company_row.name,
        "company_size": company_row.size,
        "business_type": company_row.business_type,
    }

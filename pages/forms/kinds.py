"""One form for each kind of section. What it cleans is what the page stores and shows."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.core.validators import validate_slug

from contactatonce.brands.models import Brand
from contactatonce.lib import markup
from contactatonce.lib.choices import KeyField
from contactatonce.lib.text import PlainTextField
from publishing.snapshots import plain

from .fields import DrawingField, LinesField, LinkField, ParagraphsField, PictureField, TargetField
from .inquiry import FormField
from .points import (
    FigureRow,
    IconPoint,
    LogoRow,
    QuestionPoint,
    SolutionPoint,
    StepPoint,
    WalkPoint,
)
from .rows import RowForm, Rows, rows_of

LONG: Final = forms.Textarea(attrs={"rows": 4})


class SectionForm(forms.Form):
    """Fields of every section. `rows` names the repeated part, `row` its form, if there is one.

    A kind has its own form here, and a template in templates/pages/sections/. The docstring tells
    editors what the kind is.
    """

    kind: ClassVar[str]
    label: ClassVar[str]
    rows: ClassVar[str] = ""
    row: ClassVar[type[RowForm]] = RowForm
    row_name: ClassVar[str] = "row"

    title = PlainTextField(max_length=160)
    text = PlainTextField(label="Introduction", required=False, max_length=800, widget=LONG)
    anchor = PlainTextField(
        label="Short name",
        required=False,
        max_length=40,
        validators=[validate_slug],
        help_text="To link to this section, write the page’s path, # and this name.",
    )

    @classmethod
    def purpose(cls) -> str:
        """Return the description of the kind for editors."""
        return cls.__doc__ or ""

    @classmethod
    def formset(cls) -> type[Rows] | None:
        return rows_of(cls.row, at_least=1) if cls.rows else None

    def limit_to(self, brand: Brand, stored: Mapping[str, Any]) -> None:
        """Limit choices to those of the section's site; `stored` is the saved content."""

    def content(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        """Return what the page stores: the cleaned form with its cleaned rows, as JSON."""
        content = {**self.cleaned_data, self.rows: rows} if self.rows else self.cleaned_data
        stored: dict[str, Any] = plain(content)
        return stored


class HeroForm(SectionForm):
    """The opening of a page; at the top its title is the page’s heading."""

    kind, label = "hero", "Hero"
    eyebrow = PlainTextField(label="Line above the title", required=False, max_length=80)
    drawing = DrawingField()
    picture = PictureField(help_text="Shown instead of the drawing.")
    primary = LinkField(label="Button", required=False)
    secondary = LinkField(label="Second button", required=False)
    notes = LinesField(label="Ticked lines", help_text="Short, one per line.")

    field_order = [
        "eyebrow",
        "title",
        "text",
        "primary",
        "secondary",
        "notes",
        "drawing",
        "picture",
    ]


class BenefitsForm(SectionForm):
    """Benefits for the visitor, each with an icon."""

    kind, label = "benefits", "Benefits"
    rows, row, row_name = "points", IconPoint, "benefit"


class SolutionsForm(SectionForm):
    """Industries we serve, with a drawing and a link."""

    kind, label = "solutions", "Vertical solutions"
    rows, row, row_name = "points", SolutionPoint, "solution"


class WalkForm(SectionForm):
    """The product in pictures beside text, on alternating sides."""

    kind, label = "walk", "Product walk"
    rows, row, row_name = "points", WalkPoint, "station"


class StepsForm(SectionForm):
    """A process in numbered steps."""

    kind, label = "steps", "Steps"
    rows, row, row_name = "points", StepPoint, "step"


class TopicsForm(SectionForm):
    """Topics of a blog or a page, as cards."""

    kind, label = "topics", "Topics"
    rows, row, row_name = "points", IconPoint, "topic"


class StatisticsForm(SectionForm):
    """Figures with their sources; one that is older than three years is not shown."""

    kind, label = "statistics", "Statistics"
    rows, row, row_name = "figures", FigureRow, "figure"


class LogosForm(SectionForm):
    """Logos in a row; without any the section is not shown."""

    kind, label = "logos", "Logos"
    rows, row, row_name = "logos", LogoRow, "logo"


class TestimonialsForm(SectionForm):
    """Quotes from customers who agreed; without any the section is hidden."""

    kind, label = "testimonials", "Testimonials"
    count = forms.IntegerField(label="How many", min_value=1, max_value=12, initial=3)


class TestimonialForm(SectionForm):
    """One customer who agreed; while the site may not show the words the section is hidden."""

    kind, label = "testimonial", "One testimonial"
    testimonial = KeyField(label="Number", help_text="Number of the testimonial, from its URL.")


class VideoForm(SectionForm):
    """A film with captions and its words as text; nothing is loaded before the click."""

    kind, label = "video", "Video"
    url = TargetField(
        label="Film",
        help_text="A file on this site, such as /media/tour.mp4, or the film’s page elsewhere.",
    )
    captions = TargetField(
        required=False, help_text="A .vtt file on this site; a film of ours needs it."
    )
    picture = PictureField(label="Still")
    transcript = PlainTextField(
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Text of everything said and shown, for people who cannot hear or see it.",
    )

    field_order = ["title", "text", "url", "captions", "picture", "transcript"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("url", "").startswith("/") and not cleaned.get("captions"):
            self.add_error("captions", "A film on this site needs captions (WCAG 1.2.2).")
        if cleaned.get("captions") and not cleaned["captions"].startswith("/"):
            self.add_error("captions", "Captions must be a file on this site.")
        return cleaned


class QuestionsForm(SectionForm):
    """Questions and answers that open without a script."""

    kind, label = "questions", "Questions and answers"
    rows, row, row_name = "points", QuestionPoint, "question"


class InquirySectionForm(SectionForm):
    """One of the site's inquiry forms."""

    kind, label = "form", "Inquiry form"
    form = FormField(initial="contact")

    def limit_to(self, brand: Brand, stored: Mapping[str, Any]) -> None:
        self.fields["form"].offer(brand, stored.get("form", ""))  # type: ignore[attr-defined]


class LatestPostsForm(SectionForm):
    """The newest posts of the blog that belongs to the site; without any it is not shown."""

    kind, label = "posts", "Latest posts"
    count = forms.IntegerField(label="How many", min_value=1, max_value=12, initial=3)
    link = LinkField(label="Way on", required=False)


class OfficesForm(SectionForm):
    """Both offices with address, phone and fax."""

    kind, label = "offices", "Offices"


class PortalsForm(SectionForm):
    """Sign-in pages of the chat service, and the agreements that apply there."""

    kind, label = "portals", "Chat portals"


class RichTextForm(SectionForm):
    """Free text in Markdown; its headings rank below the section's title."""

    kind, label = "text", "Rich text"
    title = PlainTextField(required=False, max_length=160)
    text = PlainTextField(
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="Markdown: ## for a heading, **bold**, [words](/path/), - for a list.",
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        try:
            markup.refuse_bombs(text, len(text))
        except markup.TooComplex as error:
            raise forms.ValidationError(str(error)) from error
        return text


class AboutForm(SectionForm):
    """A few paragraphs with a list of rules beside them."""

    kind, label = "about", "Text with a list"
    paragraphs = ParagraphsField(
        required=True,
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=6000,
        help_text="An empty line begins a new paragraph.",
    )
    list_title = PlainTextField(label="Title of the list", max_length=120)
    rules = LinesField(label="Lines of the list", required=True, help_text="One per line.")
    link = LinkField(required=False)

    field_order = ["title", "paragraphs", "list_title", "rules", "link"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["text"]


class AssurancesForm(SectionForm):
    """Promises of the company on a dark stripe; each is one that the code keeps."""

    kind, label = "assurances", "Assurances"
    rows, row, row_name = "points", IconPoint, "assurance"


class CallToActionForm(SectionForm):
    """A closing call with one button."""

    kind, label = "call", "Call to action"
    primary = LinkField(label="Button")
    secondary = LinkField(label="Second link", required=False)


KINDS: Final = {form.kind: form for form in SectionForm.__subclasses__()}


def label_of(kind: str) -> str:
    """Return the label of a kind of section; a removed kind is its own label."""
    return KINDS[kind].label if kind in KINDS else kind

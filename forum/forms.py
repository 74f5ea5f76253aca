"""Forms to write in the forum: a topic, a reply, a changed post."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from contactatonce.lib import markup
from contactatonce.lib.choices import KeysField
from contactatonce.lib.public_forms import PublicForm, Refused
from contactatonce.lib.text import PlainTextField
from media import uploads
from media.forms import ACCEPTED
from publishing import diff

from . import drafts, pictures, text
from .drafts import Place
from .models import Board, Draft, Member, Post, Tag, Topic
from .services.posting import Words
from .trust import level_of

ENVELOPE = 500_000  # bytes of a request around its picture
SILENCED = "A moderator has silenced your account: you can read, but not write."
CLOSED = "This board is closed: staff alone open topics here."
LOCKED = "This topic is locked: it takes no replies."
CHANGED = (
    "This post was changed in another tab while you wrote. Below you see how your text differs; "
    "send it again to replace the other one."
)
DO_POST, DO_DRAFT = "post", "draft"  # other buttons show the form again, with a preview


@dataclass(frozen=True)
class Writing:
    """A member who writes in a place; `post` is the one that is changed."""

    member: Member
    place: Place
    merged: int = 0  # topic whose form was opened, if it was merged into the place since

    @property
    def post(self) -> Post | None:
        return self.place if isinstance(self.place, Post) else None

    @property
    def scope(self) -> str:
        return f"forum:{drafts.name_of(self.place)}:{self.merged or self.place.pk}"

    @property
    def back(self) -> tuple[str, str]:
        """Path and name of the page to return to."""
        if isinstance(self.place, Board):
            return self.place.get_absolute_url(), self.place.name
        if isinstance(self.place, Topic):
            return self.place.get_absolute_url(), self.place.shown_title
        return reverse("forum:held", args=[self.place.pk]), "Your post"

    @property
    def closed_because(self) -> str:
        """Why the member cannot write here, "" if they can."""
        place, member = self.place, self.member
        if member.is_silenced:
            return SILENCED
        if member.is_staff:
            return ""
        if isinstance(place, Board):
            return CLOSED if place.is_closed else ""
        if isinstance(place, Topic):
            return "" if place.is_open else LOCKED
        hours = level_of(member).hours_to_edit
        if place.is_published and timezone.now() - place.submitted_at > timedelta(hours=hours):
            return f"A post can be changed for {hours} hours, and that time is over."
        return ""


class PostForm(PublicForm):
    """The text of a reply or of a changed post, and a picture for it."""

    noun = "post"
    rate = "FORUM_RATE"
    most_bytes = pictures.MOST_BYTES + ENVELOPE
    is_read_first = True
    has_topic: ClassVar[bool] = False

    text = PlainTextField(
        label="Your text",
        max_length=text.LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="*emphasis*, **strong**, > quotation, - list, `code`, links and @mentions work.",
        error_messages={
            "required": "Write your text.",
            "max_length": "Your text has %(show_value)d characters; %(limit_value)d fit.",
        },
    )
    picture = forms.FileField(
        required=False,
        label="Picture",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text="JPEG, PNG, WebP, AVIF or GIF, at most 4 MB. We remove where it was taken.",
        error_messages={"empty": "The file is empty. Choose another one."},
    )
    alt = PlainTextField(
        required=False,
        max_length=200,
        label="What the picture shows",
        help_text="For people who cannot see it.",
    )
    agreed = forms.BooleanField(
        label="I understand that others can read, collect and use what I post here",
        error_messages={"required": "Please confirm that your post will be public."},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        writing: Writing,
        posted: QueryDict | None = None,
        sent: MultiValueDict[str, UploadedFile[bytes]] | None = None,
        *,
        draft: Draft | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(posted, sent, auto_id="write_%s", initial=initial)
        self.writing, self.draft = writing, draft
        self.member, self.place = writing.member, writing.place
        self.form_scope = writing.scope
        self.do = posted.get("do", DO_POST) if posted else DO_POST
        self.preview, self.said = SafeString(), ""
        self.changes: list[diff.Part] = []
        if self.member.has_posts or writing.post:
            del self.fields["agreed"]
        for field in self.fields.values():
            field.required = field.required and self.do == DO_POST

    def check_open(self) -> None:
        if closed := self.writing.closed_because:
            raise Refused(403, f"{closed} Everything you wrote is below.")

    @property
    def action(self) -> str:
        merged = self.writing.merged  # the token is for this URL
        return reverse("forum:reply", args=[merged]) if merged else drafts.url_of(self.place)

    def clean_picture(self) -> UploadedFile[bytes] | None:
        file: UploadedFile[bytes] | None = self.cleaned_data["picture"]
        if file:
            try:
                pictures.read(file, int(file.size or 0))
            except uploads.Refused as error:
                raise ValidationError(str(error)) from error
        return file

    def clean(self) -> None:
        """Render the text to `html`, with mentions by number in `stored`."""
        data = self.cleaned_data
        if data.get("picture") and not data.get("alt"):
            self.add_error("alt", "Say what the picture shows, for people who cannot see it.")
        if "text" in data:
            self.stored = text.to_stored(data["text"])
            try:
                self.refuse_too_much(has_new=bool(data.get("picture")))
                self.html = text.render(self.stored)
            except markup.TooComplex as error:
                self.add_error("text", f"{error} Please write it more simply.")
            except ValidationError as error:
                self.add_error("text", error)

    def refuse_too_much(self, *, has_new: bool) -> None:
        """Raise ValidationError for more mentions or pictures than the member's level allows."""
        people, shown = len(text.mentioned(self.stored)), pictures.named_in(self.stored)
        number = len(shown) + has_new
        if not (people or number) or self.do == DO_DRAFT:
            return
        level = level_of(self.member)
        if people > level.mentions and not self.member.is_staff:
            raise ValidationError(
                f"You mention {people} members; your level allows {level.mentions}."
            )
        if number > level.pictures and not self.member.is_staff:
            raise ValidationError(f"It has {number} pictures; your level allows {level.pictures}.")
        if foreign := pictures.foreign(shown, self.member, self.writing.post):
            raise ValidationError(
                f"Picture {foreign[0]} was not uploaded for this post. Please upload it again."
            )

    def take_picture(self) -> bool:
        """Store the uploaded picture and write it into the text; False with an error if refused."""
        file = self.cleaned_data.get("picture")
        if not file:
            return True
        try:
            picture = pictures.add(
                member=self.member,
                file=file,
                alt=self.cleaned_data["alt"],
                form_key=self.sent_with.key,
            )
        except uploads.Refused as error:
            self.add_error("picture", str(error))
            return False
        written = f"{self.cleaned_data['text']}\n\n{picture.markdown}".strip()
        self.retype(text=written, alt="")
        self.cleaned_data["text"], self.stored = written, text.to_stored(written)
        self.html = text.render(self.stored)
        return True

    def retype(self, **typed: Any) -> None:
        """Show the form with other content of fields than what was sent."""
        self.data: Any = self.data.copy()
        for name, value in typed.items():
            self.data[name] = value

    def words(self) -> Words:
        return Words(self.stored, self.html)

    def is_unchanged(self, post: Post) -> bool:
        """Return whether `post` is stored as it was typed: perhaps sent twice."""
        return self.stored == post.text

    def show_conflict(self, post: Post) -> None:
        """Prepare to show how the typed text differs from the stored one; the next try wins."""
        self.changes = diff.words(text.to_typed(post.text), self.cleaned_data["text"])
        self.retype(version=post.version)


class TopicForm(PostForm):
    """A topic with its first post."""

    has_topic = True
    field_order = ["title", "kind", "text", "tags"]

    title = PlainTextField(
        max_length=120,
        help_text="A question or a sentence: readers see it in lists.",
        error_messages={"required": "Write a title."},
    )
    kind = forms.ChoiceField(
        label="What it is",
        choices=[
            (Topic.Kind.DISCUSSION, "A discussion"),
            (Topic.Kind.QUESTION, "A question: you can accept an answer"),
        ],
        initial=Topic.Kind.DISCUSSION,
        widget=forms.RadioSelect,
    )
    tags = KeysField(
        queryset=Tag.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, writing: Writing, *args: Any, **kwargs: Any) -> None:
        super().__init__(writing, *args, **kwargs)
        post, place = writing.post, writing.place
        board = post.topic.board if post else place
        tags: Any = self.fields["tags"]
        tags.queryset = Tag.objects.filter(brand=board.brand_id)  # type: ignore[union-attr]

    def words(self) -> Words:
        data = self.cleaned_data
        return Words(self.stored, self.html, data["title"], data["kind"], tuple(data["tags"]))

    def is_unchanged(self, post: Post) -> bool:
        data, topic = self.cleaned_data, post.topic
        typed = (data["title"], data["kind"], set(data["tags"]))
        return super().is_unchanged(post) and typed == (
            topic.title,
            topic.kind,
            set(topic.tags.all()),
        )


def opened(writing: Writing, kind: type[PostForm], quoted: str = "") -> PostForm:
    """Return a form with the member's draft, else the post that it changes, and a quotation."""
    draft = drafts.find(writing.member, writing.place)
    initial: dict[str, Any] = {}
    if post := writing.post:
        initial = {"text": text.to_typed(post.text), "version": post.version}
        if kind.has_topic:
            topic = post.topic
            initial |= {"title": topic.title, "kind": topic.kind, "tags": topic.tags.all()}
    if draft:
        initial |= {"title": draft.title, "text": text.to_typed(draft.text)}
        initial |= {"kind": draft.kind, "tags": draft.tags.all()}  # a reply has neither
    if quoted:
        initial["text"] = f"{initial.get('text', '')}\n\n{quoted}\n\n".lstrip()
    return kind(writing, draft=draft, initial=initial)

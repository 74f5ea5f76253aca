"""Forms to write and change comments."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse

from blog.models import Comment, Post
from contactatonce.lib import markup
from contactatonce.lib.choices import is_key
from contactatonce.lib.email_addresses import EmailAddressField
from contactatonce.lib.public_forms import PublicForm, Refused
from contactatonce.lib.text import PlainTextField
from moderation import rules
from moderation.states import State

from .services import takes_comments

LONGEST = 5000  # characters
GONE = "The comment you reply to was removed. Send yours again to post it as a new comment."
CLOSED = "Comments on this post are closed, so yours was not saved. Your text is below."
KEPT = "Your new text is below."
QUESTION = "A person wrote this, not a program"


class WordsForm(PublicForm):
    """Text and name of a comment."""

    noun = "comment"

    text = PlainTextField(
        label="Comment",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": "6"}),
        help_text="*emphasis*, **strong**, > quotation, - list and links work; no pictures.",
        error_messages={
            "required": "Write your comment.",
            "max_length": "Your comment has %(show_value)d characters; %(limit_value)d fit.",
        },
    )
    name = PlainTextField(
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        help_text="Shown beside your comment. A first name is enough.",
        error_messages={"required": "Write the name that is shown beside your comment."},
    )

    def clean_text(self) -> str:
        """Render the text to `self.html`; reject text that is nested too deeply."""
        text: str = self.cleaned_data["text"]
        try:
            self.html = markup.render_limited(text)
        except markup.TooComplex as error:
            raise ValidationError(
                "This text is nested too deeply to be shown. Please write it more simply."
            ) from error
        return text


class ChangeForm(WordsForm):
    """Edit form for the author of a comment, authorized by the secret URL."""

    def __init__(self, comment: Comment, posted: QueryDict | None = None) -> None:
        super().__init__(posted, initial={"name": comment.name, "text": comment.text})
        self.comment = comment

    def check_open(self) -> None:
        if not self.comment.may_be_edited:
            kept = KEPT if self["text"].value() else ""
            raise Refused(409, f"{self.comment.closed_because} {kept}")


class CommentForm(WordsForm):
    """A new comment under a post, or a reply to a comment."""

    rate = "COMMENT_RATE"
    field_order = ["text", "name", "email", "person", "parent"]

    email = EmailAddressField(
        help_text="Never shown. We use it only to tell you if your comment is published.",
        error_messages={
            "required": "Write your e-mail address; it is never shown.",
        },
    )
    person = forms.BooleanField(label=QUESTION, required=False)
    parent = forms.IntegerField(
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": GONE},
    )

    def __init__(self, post: Post, posted: QueryDict | None = None, *, to: str = "") -> None:
        """`to` is the id of the comment to reply to."""
        super().__init__(posted, auto_id="comment_%s", initial={"parent": to})
        self.post = post
        self.form_scope = scope(post)
        self.trap_name = trap_name(post)
        self.trap_value = posted.get(self.trap_name, "") if posted else ""

    def check_open(self) -> None:
        if not takes_comments(self.post):
            raise Refused(422, CLOSED)

    def is_stored(self, key: UUID) -> bool:
        return Comment.objects.filter(key=key).exists()

    @property
    def action(self) -> str:
        return reverse("blog:comment_new", args=[self.post.slug])

    @property
    def replies_to(self) -> str:
        """Id of the comment to reply to; "" if it no longer exists."""
        return "" if "parent" in self.errors else str(self["parent"].value() or "")

    def replied_to(self) -> Comment | None:
        """Return the published comment to reply to, or None."""
        if not is_key(self.replies_to):
            return None
        found = self.post.comments.filter(pk=int(self.replies_to), state=State.PUBLISHED)
        comment: Comment | None = found.first()
        return comment

    @property
    def asks_for_a_person(self) -> bool:
        """Whether the honeypot was filled in, so that the form asks for confirmation."""
        return self.is_bound and bool(self.trap_value)

    def clean_parent(self) -> Comment | None:
        """Return the published top-level comment to reply to, or None."""
        number = self.cleaned_data["parent"]
        if number is None:
            return None
        found = self.post.comments.filter(pk=number, state=State.PUBLISHED)
        parent: Comment | None = found.select_related("parent").first()
        if parent is None:
            raise ValidationError(GONE)
        return parent.parent or parent

    def clean(self) -> None:
        if self.asks_for_a_person and not self.cleaned_data.get("person"):
            self.add_error(
                "person",
                "A hidden field was filled in, perhaps by your browser. "
                "Did you write this yourself? Then tick the box and send it again.",
            )


def scope(post: Post) -> str:
    return f"comment:{post.pk}"


def trap_name(post: Post) -> str:
    return rules.trap_name(scope(post))

"""Buttons of members: remove a post, accept an answer."""

from django.http import QueryDict

from contactatonce.lib.public_forms import ButtonForm, PublicForm

from .models import Post


class RemovalForm(PublicForm):
    """The button that removes a post."""

    noun = "request"
    nothing_done = "nothing has been changed"
    try_again = "Please press the button again"

    def __init__(self, post: Post, posted: QueryDict | None = None) -> None:
        super().__init__(posted)
        self.form_scope = f"forum:remove:{post.pk}"


class AcceptForm(ButtonForm):
    """The button that accepts an answer or takes that back."""

    rate = "FORUM_RATE"

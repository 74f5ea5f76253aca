"""Pages of authors: see why a post waits, remove and restore it, accept an answer."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib.public_forms import Refused, receive, see_other
from contactatonce.lib.versions import Conflict
from forum import text
from forum.access import members_only
from forum.button_forms import AcceptForm, RemovalForm
from forum.forms import SILENCED
from forum.limits import NotAllowed
from forum.models import Member, Post
from forum.services import posting, topics
from moderation.rules import PUBLIC_TEXTS
from moderation.states import State

from .writing import own_post, url_for_author

REMOVABLE = (State.HELD, State.PUBLISHED)
SEEN = (State.HELD, State.REFUSED, State.WITHDRAWN)
CHANGED = "This post was changed in the meantime. Please look at it again."


@members_only
@require_http_methods(["GET", "HEAD"])
def held(request: BrandRequest, member: Member, pk: int) -> HttpResponse:
    """Tell authors why their post is not published and what happens next."""
    post = own_post(request, member, pk, tuple(State.values))
    return redirect(post) if post.is_published else show_held(request, post)


def show_held(
    request: BrandRequest, post: Post, status: int = 200, notice: str = ""
) -> HttpResponse:
    context = {
        "post": post,
        "html": text.shown(post.html),
        "reasons": PUBLIC_TEXTS.tell_author(post.reasons),
        "notice": notice,
    }
    response = render(request, "forum/post_held.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: BrandRequest, member: Member, pk: int) -> HttpResponse:
    """Ask for confirmation; POST removes the post."""
    post = own_post(request, member, pk, (*REMOVABLE, State.WITHDRAWN))
    if post.is_removed:
        return see_other(url_for_author(post))

    def show(form: RemovalForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "post": post, "html": text.shown(post.html)}
        return render(request, "forum/post_remove.html", context, status=status)

    def act(form: RemovalForm) -> HttpResponse:
        try:
            posting.withdraw(post=post)
        except Conflict as error:
            raise Refused(409, CHANGED) from error
        return see_other(url_for_author(post))

    if request.method != "POST":
        return show(RemovalForm(post))
    make = partial(RemovalForm, post)
    return receive(request, RemovalForm, make=make, show=show, act=act)


@members_only
@require_POST
def restore(request: BrandRequest, member: Member, pk: int) -> HttpResponse:
    """Bring a removed post back; the rules decide again whether it is held."""
    post = own_post(request, member, pk, tuple(State.values))
    if member.is_silenced:
        return show_held(request, post, 403, SILENCED)
    try:
        if post.is_removed:
            posting.restore(post=post)
    except NotAllowed as error:
        return show_held(request, post, 409, error.args[0])
    except Conflict:
        return show_held(request, post, 409, CHANGED)
    return see_other(url_for_author(post))


@members_only
@require_POST
def forget(request: BrandRequest, member: Member, pk: int) -> HttpResponse:
    """Delete what a post of the member said before it was changed (P30)."""
    post = own_post(request, member, pk, tuple(State.values))
    posting.forget_versions(post=post)
    return see_other(url_for_author(post))


@members_only
@require_POST
def accept(request: BrandRequest, member: Member, pk: int) -> HttpResponse:
    """Mark a reply as the answer to a question, or take that back; for its asker and staff."""
    replies = Post.objects.readable().filter(topic__board__brand=request.brand)
    post = get_object_or_404(replies.select_related("topic__opening__author"), pk=pk)
    if not topics.may_accept(post, member):
        raise Http404

    def show(form: AcceptForm, status: int) -> HttpResponse:
        context = {"notice": form.notice}
        return render(request, "public_forms/unsent.html", context, status=status)

    def act(form: AcceptForm) -> HttpResponse:
        topics.accept(post=post, by=member, is_accepted=form.data.get("do") != "unaccept")
        return see_other(post.get_absolute_url())

    return receive(request, AcceptForm, make=AcceptForm, show=show, act=act)

"""Write a topic, a reply or a changed post: with preview, drafts and pictures, without script."""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib.public_forms import Refused, receive, see_other
from contactatonce.lib.versions import Conflict
from forum import drafts, reading, text
from forum.access import members_only
from forum.forms import CHANGED, DO_DRAFT, DO_POST, PostForm, TopicForm, Writing, opened
from forum.limits import NotAllowed
from forum.models import Board, Draft, Member, Post, Topic
from forum.services import posting
from moderation.states import State

EDITABLE = (State.HELD, State.PUBLISHED, State.REFUSED)
Save = Callable[[PostForm], Post]


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_topic(request: BrandRequest, member: Member, slug: str) -> HttpResponse:
    """Show the form for a topic; POST previews, keeps or posts it."""

    def find() -> Writing:
        boards = Board.objects.on(request.brand).select_related("brand")
        return Writing(member, get_object_or_404(boards, slug=slug))

    return write(request, find, save_topic)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: BrandRequest, member: Member, pk: int) -> HttpResponse:
    """Show the form for a reply, perhaps with a quotation; POST previews, keeps or posts it.

    A reply to a topic merged in the meantime goes where its posts are now.
    """

    def find() -> Writing:
        topics = Topic.objects.on(request.brand).select_related("board__brand", "opening")
        topic = reading.living(get_object_or_404(topics, pk=pk))
        if topic is None:
            raise Http404
        return Writing(member, topic, merged=0 if topic.pk == pk else pk)

    return write(request, find, save_reply)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: BrandRequest, member: Member, pk: int) -> HttpResponse:
    """Show the form with a post of the member's; POST previews, keeps or changes it."""
    return write(
        request, lambda: Writing(member, own_post(request, member, pk, EDITABLE)), save_change
    )


def own_post(request: BrandRequest, member: Member, pk: int, states: tuple[str, ...]) -> Post:
    """Return a post that the member wrote on this site; raise Http404 if there is none."""
    posts: Any = Post.objects.filter(topic__board__brand=request.brand, state__in=states)
    found: Post = get_object_or_404(
        posts.select_related("topic__board", "topic__opening", "author__user"),
        pk=pk,
        author=member.pk or 0,
    )
    return found


def write(request: BrandRequest, find: Callable[[], Writing], save: Save) -> HttpResponse:
    """Show a form, or do with it what the pressed button says.

    `find` raises Http404 if the place is gone; then what was typed comes back.
    """
    if request.method != "POST":
        writing = find()
        place, quoted = writing.place, request.GET.get("quote", "")
        words = text.quote(place, quoted) if quoted and isinstance(place, Topic) else ""
        return show(request, opened(writing, kind_for(writing), words))

    def make(posted: QueryDict) -> PostForm:
        writing = find()
        return kind_for(writing)(writing, posted, request.FILES)

    kind: type[PostForm] = TopicForm  # it has the fields of each form
    act = partial(press, request, save)
    return receive(request, kind, make=make, show=partial(show, request), act=act)


def kind_for(writing: Writing) -> type[PostForm]:
    post = writing.post
    is_topic = post.is_opening if post else isinstance(writing.place, Board)
    return TopicForm if is_topic else PostForm


def press(request: BrandRequest, save: Save, form: PostForm) -> HttpResponse:
    """Do what the pressed button says with a clean form."""
    if not form.take_picture():
        return show(request, form, 422)
    if form.do == DO_POST:
        return post_it(request, save, form)
    if form.do == DO_DRAFT:
        keep_draft(form)
    else:
        form.preview = text.shown(form.html)
    return show(request, form)


def keep_draft(form: PostForm) -> None:
    """Save a draft, unless it comes by script after its post; raise Refused after another post."""
    try:
        if posting.sent_before(form.sent_with, form.member, form.words()):
            return
    except posting.SentBefore as error:
        form.sent_token = ""
        raise Refused(409, str(error)) from error
    form.draft = drafts.save(member=form.member, place=form.place, typed=form.cleaned_data)
    form.said = "Your draft is saved. You find it here and among your drafts."


def post_it(request: BrandRequest, save: Save, form: PostForm) -> HttpResponse:
    """Store a post and lead to it; raise Refused with the reason if it cannot be."""
    try:
        post = save(form)
    except posting.SentBefore as error:
        form.sent_token = ""  # the next attempt is another submission
        raise Refused(409, str(error)) from error
    except NotAllowed as error:
        said = format_html("{} Everything you wrote is below.", error.args[0])
        raise Refused(409, said) from error
    except Conflict as error:
        stored = Post.objects.select_related("topic").filter(pk=form.place.pk).first()
        if stored is not None:
            form.show_conflict(stored)
        raise Refused(409, CHANGED) from error
    return see_other(url_for_author(post))


def save_topic(form: PostForm) -> Post:
    """Store a topic of a board."""
    board = cast(Board, form.place)
    return posting.open_topic(
        board=board, author=form.member, token=form.sent_with, words=form.words()
    )


def save_reply(form: PostForm) -> Post:
    """Store a reply to a topic."""
    topic = cast(Topic, form.place)
    return posting.reply(topic=topic, author=form.member, token=form.sent_with, words=form.words())


def save_change(form: PostForm) -> Post:
    """Change a post; raise Conflict if it is stored in another version than the form showed."""
    post: Post = cast(Post, form.place)
    if form.is_unchanged(post):
        drafts.drop(member=form.member, place=post)
        return post
    if form.cleaned_data["version"] != post.version:
        raise Conflict
    return posting.edit(post=post, words=form.words())


def url_for_author(post: Post) -> str:
    """Return the permalink of a published post, or the page that tells its author what happens."""
    return post.get_absolute_url() if post.is_published else reverse("forum:held", args=[post.pk])


def show(request: BrandRequest, form: PostForm, status: int = 200) -> HttpResponse:
    response = render(request, "forum/post_form.html", {"form": form}, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@members_only
@require_POST
def discard_draft(request: BrandRequest, member: Member, pk: int) -> HttpResponse:
    """Delete a draft and show its form again as it is without, else the other drafts."""
    draft = drafts.drafts_of(member, request.brand).filter(pk=pk).first()
    if draft is None:
        return redirect("forum:index")
    place = drafts.place_of(draft)
    Draft.objects.filter(pk=draft.pk).delete()
    has_form = drafts.has_form(place)
    return see_other(drafts.url_of(place) if has_form else reverse("forum:drafts"))

"""Commenting without account, cookie or script, and the page on which an author sees his comment.

The address of that page is a secret, and sent on to nobody.
"""

import logging

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from blog import links
from blog.models import Comment, Post
from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib import limits, public_forms
from contactatonce.lib.choices import is_key
from contactatonce.lib.secret_pages import secret_page
from moderation.rules import PUBLIC_TEXTS

from . import services, threads
from .forms import CommentForm, WordsForm, scope

TOO_MANY = (
    "Very many comments came from your network just now, so this one has not been stored. "
    "Your text is below: please send it again in a few minutes."
)
CLOSED = "Comments on this post are closed, so this one has not been stored. Your text is below."
OUT_OF_ORDER = (
    "Something is out of order on our side, so your comment has not been stored. "
    "Your text is below: please send it again in a few minutes."
)
SENT_ALREADY = (
    "This form was sent before, and that comment can no longer be changed. "
    "To write another one, copy your text and open the post again."
)
FOREIGN_WITHDRAWAL = (
    "Your browser says that this was sent from another website, so nothing has been deleted. "
    "If you mean it, please press the button here."
)
STILL_THERE = (
    "Something is out of order on our side, so nothing has been deleted. "
    "Please press the button again in a few minutes."
)
KEPT = "What you wrote just now is below."
logger = logging.getLogger(__name__)


@csrf_exempt  # a form token and the Origin header stand in for the cookie that nobody gets
@require_http_methods(["GET", "HEAD", "POST"])
@public_forms.readable("blog/comment_unreadable.html")
def new(request: BrandRequest, slug: str) -> HttpResponse:
    """A page for the form alone, to reply with; also where the form of every post is sent to."""
    try:
        post = find_post(request, slug)
    except DatabaseError:
        if request.method != "POST":
            raise
        logger.exception("A comment could not be stored; the reader was given it back")
        return hand_back(request)
    if request.method != "POST":
        to = request.GET.get("to", "")
        return show(request, CommentForm(post, to=to if is_key(to) else ""))
    form = CommentForm(post, request.POST)
    try:
        return receive(request, form)
    except DatabaseError:
        logger.exception("A comment could not be stored; the reader was asked to try again")
        return show(request, form, status=503, notice=OUT_OF_ORDER)


def receive(request: BrandRequest, form: CommentForm) -> HttpResponse:
    """Store what was sent and lead to its author's page, or show the form again and say why not."""
    post = form.post
    if public_forms.is_foreign(request):
        return show(request, form, status=403, notice=public_forms.FOREIGN)
    try:
        token = public_forms.read(request.POST.get("form_token", ""), scope(post))
    except public_forms.BadToken:
        return show(request, form, status=422, notice=public_forms.TOO_OLD)
    form.token = request.POST["form_token"]  # sent again, it is the same comment still
    if wait := limits.seconds_to_wait(request, group="comment", rate=settings.COMMENT_RATE):
        response = show(request, form, status=429, notice=TOO_MANY)
        response.headers["Retry-After"] = str(wait)
        return response
    if not services.takes_comments(post):
        return show(request, form, status=422, notice=CLOSED)
    if not form.is_valid():
        return show(request, form, status=422)
    try:
        comment = services.submit(
            post=post,
            brand=request.brand,
            token=token,
            words=words_of(form),
            email=form.cleaned_data["email"],
            parent=form.cleaned_data["parent"],
            is_trapped=form.asks_for_a_person,
        )
    except services.NotEditable:
        return show(request, form, status=409, notice=SENT_ALREADY)
    return see(comment)


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
@public_forms.readable("blog/comment_unreadable.html")
def status(request: BrandRequest, token: str) -> HttpResponse:
    """What became of a comment, for its author, who changes it here; POST stores the change."""
    try:
        comment = find_comment(token)
    except DatabaseError:
        if request.method != "POST":
            raise
        logger.exception("A comment could not be read; its author was given the words back")
        return hand_back(request)
    if request.method != "POST":
        return show_status(request, comment)
    form = WordsForm(request.POST)
    if public_forms.is_foreign(request):
        return show_status(request, comment, form=form, notice=public_forms.FOREIGN, code=403)
    if not comment.may_be_edited:
        return show_closed(request, comment, form)
    if not form.is_valid():
        return show_status(request, comment, form=form, code=422)
    try:
        services.edit(comment=comment, words=words_of(form))
    except services.NotEditable:
        return show_closed(request, find_comment(token), form)
    except DatabaseError:
        logger.exception("A comment could not be changed; its author was asked to try again")
        return show_status(request, comment, form=form, notice=OUT_OF_ORDER, code=503)
    return see(comment)


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: BrandRequest, token: str) -> HttpResponse:
    """Ask whether a comment shall really go; POST takes it down for good."""
    comment = find_comment(token)
    if comment.is_gone:
        return see(comment)
    if request.method != "POST":
        return ask_to_withdraw(request, token)
    if public_forms.is_foreign(request):
        return ask_to_withdraw(request, token, notice=FOREIGN_WITHDRAWAL, code=403)
    try:
        services.withdraw(comment=comment)
    except services.NotEditable as error:
        raise Http404 from error
    except DatabaseError:
        logger.exception("A comment could not be withdrawn; its author was asked to try again")
        return ask_to_withdraw(request, token, notice=STILL_THERE, code=503)
    return see(comment)


def ask_to_withdraw(
    request: BrandRequest, token: str, *, notice: str = "", code: int = 200
) -> HttpResponse:
    """Render the question; `notice` says why the button that was pressed did nothing."""
    context = {"token": token, "notice": notice}
    return render(request, "blog/comment_withdraw.html", context, status=code)


def find_post(request: BrandRequest, slug: str) -> Post:
    """Return the post that readers of this site see under `slug`; Http404 without one."""
    post: Post | None = Post.objects.with_changes().at_address(slug, request.brand)
    if post is None:
        raise Http404
    return post


def find_comment(token: str) -> Comment:
    key = links.read(links.COMMENT, token)
    comment = services.find(key) if key else None
    if comment is None:
        raise Http404
    return comment


def words_of(form: WordsForm) -> services.Words:
    return services.Words(form.cleaned_data["name"], form.cleaned_data["text"], form.html)


def show(
    request: BrandRequest, form: CommentForm, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    """Render the page of the form; `notice` says why the whole form was not accepted."""
    form.notice = notice
    context = {
        "form": form,
        "post": form.post,
        "is_open": services.takes_comments(form.post),
        "replied_to": form.replied_to() if status != 503 else None,  # then nothing can be read
    }
    response = render(request, "blog/comment_form.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    if request.method == "POST":
        response.headers["Cache-Control"] = "no-store"
    return response


def hand_back(request: BrandRequest) -> HttpResponse:
    """Give a reader his words back, where not even what they were for can be read."""
    context = {"notice": OUT_OF_ORDER, "unsent": request.POST.get("text", "")}
    response = render(request, "blog/comment_unsent.html", context, status=503)
    response.headers["Cache-Control"] = "no-store"
    return response


def show_status(
    request: BrandRequest,
    comment: Comment,
    *,
    form: WordsForm | None = None,
    notice: str = "",
    code: int = 200,
) -> HttpResponse:
    """Render what became of a comment, with the form that changes it while that is possible.

    Words of `form` that can be stored no more are handed back to be copied.
    """
    written = {"name": comment.name, "text": comment.text}
    context = {
        "comment": comment,
        "token": links.token(links.COMMENT, comment.key),
        "post_path": (
            threads.path_to(comment) if comment.is_published else comment.post.get_absolute_url()
        ),
        "reasons": PUBLIC_TEXTS.explain(comment.reasons),
        "form": (form or WordsForm(initial=written)) if comment.may_be_edited else None,
        "unsent": form["text"].value() if form and not comment.may_be_edited else "",
        "notice": notice,
    }
    return render(request, "blog/comment_status.html", context, status=code)


def show_closed(request: BrandRequest, comment: Comment, form: WordsForm) -> HttpResponse:
    """Say why a comment can no longer be changed, and hand the words back."""
    notice = f"{comment.closed_because} {KEPT if form['text'].value() else ''}"
    return show_status(request, comment, form=form, notice=notice, code=409)


def see(comment: Comment) -> HttpResponseRedirect:
    """Answer 303 See Other (RFC 9110, section 15.4.4) to the author's page of a comment."""
    path = reverse("blog:comment_status", args=[links.token(links.COMMENT, comment.key)])
    return HttpResponseRedirect(path, status=303)

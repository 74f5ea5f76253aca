"""Commenting without account, cookie or script, and the status page for authors.

The URL of the status page is a secret.
"""

from functools import partial

from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from blog import links
from blog.models import Comment, Post
from blog.reading import post_at
from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib.choices import is_key
from contactatonce.lib.public_forms import ButtonForm, Refused, receive, see_other
from contactatonce.lib.secret_pages import secret_page
from moderation.rules import PUBLIC_TEXTS
from privacy import secret_links

from . import services, threads
from .forms import ChangeForm, CommentForm, WordsForm

SENT_ALREADY = (
    "This form was sent before, and that comment can no longer be changed. "
    "To write another one, copy your text and open the post again."
)


@csrf_exempt  # see lib/public_forms.py
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: BrandRequest, slug: str) -> HttpResponse:
    """Show the form on a page of its own, for replies and errors; POST stores a comment."""
    if request.method != "POST":
        to = request.GET.get("to", "")
        return show(request, CommentForm(find_post(request, slug), to=to if is_key(to) else ""))
    return receive(
        request,
        CommentForm,
        make=lambda posted: CommentForm(find_post(request, slug), posted),
        show=partial(show, request),
        act=partial(store, request),
    )


def store(request: BrandRequest, form: CommentForm) -> HttpResponse:
    """Store a comment and redirect to its status page."""
    try:
        comment = services.submit(
            post=form.post,
            brand=request.brand,
            token=form.sent_with,
            words=words_of(form),
            email=form.cleaned_data["email"],
            parent=form.cleaned_data["parent"],
            is_trapped=form.asks_for_a_person,
        )
    except services.NotEditable as error:
        raise Refused(409, SENT_ALREADY) from error
    return see(comment)


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: BrandRequest, token: str) -> HttpResponse:
    """Show authors the state of their comment, and let them change it."""
    if request.method != "POST":
        return show_status(request, ChangeForm(find_comment(token)))

    def make(posted: QueryDict) -> ChangeForm:
        return ChangeForm(find_comment(token), posted)

    def act(form: ChangeForm) -> HttpResponse:
        try:
            return see(services.edit(comment=form.comment, words=words_of(form)))
        except services.NotEditable:
            form.comment = find_comment(token)
            form.check_open()
            raise

    return receive(request, ChangeForm, make=make, show=partial(show_status, request), act=act)


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: BrandRequest, token: str) -> HttpResponse:
    """Ask for confirmation; POST withdraws the comment."""

    def show(form: ButtonForm, status: int = 200) -> HttpResponse:
        context = {"token": token, "notice": form.notice}
        return render(request, "blog/comment_withdraw.html", context, status=status)

    def act(form: ButtonForm) -> HttpResponse:
        try:
            return see(services.withdraw(comment=find_comment(token)))
        except services.NotEditable as error:
            raise Http404 from error

    if request.method == "POST":
        return receive(request, ButtonForm, make=ButtonForm, show=show, act=act)
    comment = find_comment(token)
    return see(comment) if comment.is_gone else show(ButtonForm())


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: BrandRequest, token: str) -> HttpResponse:
    """Ask the reader of a mailed link whether the comment is theirs; POST notes that it is."""

    def show(form: ButtonForm, status: int = 200, comment: Comment | None = None) -> HttpResponse:
        context = {"comment": comment, "notice": form.notice}
        return render(request, "blog/comment_confirm_address.html", context, status=status)

    def act(form: ButtonForm) -> HttpResponse:
        comment = find_comment(token, links.COMMENT_ADDRESS)
        services.confirm_address(comment=comment)
        return see(comment)

    if request.method == "POST":
        return receive(request, ButtonForm, make=ButtonForm, show=show, act=act)
    comment = find_comment(token, links.COMMENT_ADDRESS)
    if comment.confirmed_at or comment.is_gone:
        return see(comment)
    return show(ButtonForm(), comment=comment)


def find_post(request: BrandRequest, slug: str) -> Post:
    """Return the published post of this site; raise Http404 if there is none."""
    post = post_at(slug, request.brand, Post.objects.all())
    if post is None:
        raise Http404
    return post


def find_comment(token: str, purpose: str = links.COMMENT) -> Comment:
    key = secret_links.read(purpose, token)
    comment = services.find(key) if key else None
    if comment is None:
        raise Http404
    return comment


def words_of(form: WordsForm) -> services.Words:
    return services.Words(form.cleaned_data["name"], form.cleaned_data["text"], form.html)


def show(request: BrandRequest, form: CommentForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "post": form.post,
        "is_open": services.takes_comments(form.post),
        "replied_to": form.replied_to() if status != 503 else None,  # database error
    }
    response = render(request, "blog/comment_form.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def show_status(request: BrandRequest, form: ChangeForm, status: int = 200) -> HttpResponse:
    """Render the status page, with the edit form while editing is possible.

    Text that can no longer be saved is returned for copying.
    """
    comment = form.comment
    is_open = comment.may_be_edited
    context = {
        "comment": comment,
        "token": secret_links.token(links.COMMENT, comment.key),
        "post_path": (
            threads.path_to(comment) if comment.is_published else comment.post.get_absolute_url()
        ),
        "reasons": PUBLIC_TEXTS.tell_author(comment.reasons),
        "form": form if is_open else None,
        "unsent": form["text"].value() if form.is_bound and not is_open else "",
        "notice": form.notice if not is_open else "",
    }
    return render(request, "blog/comment_status.html", context, status=status)


def see(comment: Comment) -> HttpResponseRedirect:
    token = secret_links.token(links.COMMENT, comment.key)
    return see_other(reverse("blog:comment_status", args=[token]))

"""The member behind a request; views for readers, and for members only."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contactatonce.accounts import interrupted
from contactatonce.brands.middleware import BrandRequest

from .boards import has_forum
from .models import Member, Post
from .services.members import member_of

View = Callable[..., HttpResponse]


def reader_of(request: HttpRequest) -> Member | None:
    """Return the member who reads this page, or None for a visitor; change nothing.

    A new member is not stored yet. The session is asked only if its cookie came along: a page
    that asked it would vary by cookie, and no cache could keep it.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    wrote = Exists(Post.objects.filter(author=OuterRef("pk")))
    rows = Member.objects.annotate(has_posts=wrote)  # type: ignore[no-redef]  # False elsewhere
    return rows.select_related("user").filter(user=request.user).first() or Member(
        user=request.user
    )


def members_only(view: View) -> View:
    """View decorator: pass the member as second argument; send visitors to the sign-in.

    What a visitor typed before their session ended comes back with a button to send it again.
    """

    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        member = reader_of(request)
        if member is None:
            if interrupted.is_worth_keeping(request):
                return interrupted.send_again(request)
            return redirect_to_login(request.get_full_path())
        if request.method == "POST" and member.pk is None:
            member = member_of(member.user)
        return view(request, member, *args, **kwargs)

    return wrapped


def for_readers(view: View) -> View:
    """View decorator for a page that all may read: pass the member, or None for a visitor.

    Pages for visitors can be cached, those for members never. 404 on a site without boards.
    """

    @require_safe
    @wraps(view)
    def wrapped(request: BrandRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_forum(request.brand):
            raise Http404
        reader = reader_of(request)
        response = view(request, reader, *args, **kwargs)
        if reader is not None:
            add_never_cache_headers(response)
        return response

    return wrapped

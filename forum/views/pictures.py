"""Pictures of posts: whether the post is published is asked at every request."""

from django.conf import settings
from django.contrib import admin
from django.db.models import Q
from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_safe

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib import ranges
from forum.access import reader_of
from forum.models import Picture, Post
from forum.models.members import forum_files


@require_safe
def picture(request: BrandRequest, pk: int) -> HttpResponseBase:
    """Serve a picture of a readable post; members see their own ones, moderators those of posts."""
    readable = Q(post__in=Post.objects.readable())
    found = Picture.objects.filter(readable, pk=pk).first()
    if found is None and (reader := reader_of(request)):
        own = Q(member=reader.pk)
        seen = own | Q(post__isnull=False) if may_moderate(request) else own
        found = Picture.objects.filter(seen, pk=pk).first()
    if found is None:
        raise Http404
    return ranges.serve(request, forum_files(), found.file.name or "", content_type="image/webp")


def may_moderate(request: BrandRequest) -> bool:
    """Return whether the reader may see held posts in the admin."""
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        and admin.site.has_permission(request)
        and request.user.has_perm("moderation.view_verdict")
    )

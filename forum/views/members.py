"""The public page of a member."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib.paging import page_of, turning
from forum import text
from forum.access import for_readers
from forum.models import Member, Post, Topic

from .boards import FORUM

POSTS_A_PAGE = 20


@for_readers
def member(request: BrandRequest, reader: Member | None, pk: int) -> HttpResponse:
    """Show a member with their published posts on this site; 404 for a former member."""
    found = Member.objects.select_related("user").filter(pk=pk).first()
    if found is None or found.is_former:
        raise Http404
    topics = Topic.objects.on(request.brand).published()
    rows = Post.objects.published().filter(author=found, topic__in=topics)
    page = page_of(
        request,
        rows.select_related("topic__opening").order_by("-pk"),
        POSTS_A_PAGE,
        may_be_empty=True,
    )
    members = text.members_in([post.html for post in page])
    links = turning(page, found.get_absolute_url())
    context = {
        "member": found,
        "is_known": page.paginator.count > 0 or found.is_staff,
        "listing": page,
        "posts": [(post, text.shown(post.html, members)) for post in page],
        "links": links,
        "canonical": f"{request.brand.origin}{links['path']}",
        "trail": [("Home", "/"), (FORUM, reverse("forum:index")), (found.name, "")],
        "reader": reader,
        "zone": request.brand.calendar.zone,
    }
    return render(request, "forum/member.html", context)

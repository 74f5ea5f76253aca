"""Topics and their posts, as visitors and members read them."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from contactatonce.brands.middleware import BrandRequest
from contactatonce.brands.models import Brand
from contactatonce.lib.choices import is_key
from contactatonce.lib.paging import page_of, turning
from contactatonce.lib.public_forms import see_other
from forum import reading, structured, text, unread
from forum.access import for_readers, members_only
from forum.models import Member, Post, Topic
from publishing import diff

from .boards import trail_to

CHANGES_A_PAGE = 5  # comparisons take time


@for_readers
def topic(request: BrandRequest, reader: Member | None, pk: int, slug: str) -> HttpResponse:
    """Show a page of a topic; a merged topic redirects to the one that its posts are in now."""
    found = reading.topics_of(request.brand, reader).filter(pk=pk).first()
    if found is None:
        raise Http404
    if found.merged_into_id:
        return moved(found)
    if not reading.may_read(found, reader):
        raise Http404
    if request.path != found.get_absolute_url():
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(  # titles change, and browsers keep a 301
            f"{found.get_absolute_url()}{'?' if query else ''}{query}"
        )
    page = reading.TopicPage(request, found, reader)
    context = {
        "topic": found,
        "board": found.board,
        "shown": page,
        "listing": page.page,
        "links": page.links,
        "title": found.title_for_author,
        "trail": trail_to(found.title_for_author, found.board),
        "canonical": f"{request.brand.origin}{page.links['path']}",
        "structured": structured.of_topic(page, request.brand),
        "reader": reader,
        "zone": request.brand.calendar.zone,
        "og_type": "article",
    }
    return render(request, "forum/topic.html", context)


def moved(topic: Topic) -> HttpResponse:
    """Redirect from a merged topic."""
    home = reading.living(topic)
    if home is None:
        raise Http404
    origin = home.board.brand.origin if home.board.brand_id != topic.board.brand_id else ""
    return HttpResponsePermanentRedirect(f"{origin}{home.get_absolute_url()}")


def find_post(brand: Brand, reader: Member | None, pk: int) -> Post:
    """Return a post that the reader may see; raise Http404 otherwise."""
    rows = Post.objects.select_related("topic__board__parent", "topic__opening", "author__user")
    found: Post | None = rows.filter(pk=pk, topic__board__brand=brand).first()
    if found is None or not reading.may_read(found.topic, reader):
        raise Http404
    if not (found.is_published or reading.is_own(found, reader)):
        raise Http404
    return found


@for_readers
def post(request: BrandRequest, reader: Member | None, pk: int) -> HttpResponse:
    """Redirect to the page of a post: its permanent URL, wherever its topic goes."""
    return HttpResponseRedirect(reading.path_to(find_post(request.brand, reader, pk)))


@for_readers
def history(request: BrandRequest, reader: Member | None, pk: int) -> HttpResponse:
    """Compare the versions of a post, the latest first; 404 for a post that never changed."""
    found = find_post(request.brand, reader, pk)
    page = page_of(request, found.versions.order_by("-number"), CHANGES_A_PAGE)
    after = found.versions.filter(number__gt=page[0].number).order_by("number").first()
    newer = (after.title, after.text) if after else (found.title, found.text)
    members = text.members_in([newer[1], *(version.text for version in page)])
    changes = []
    for version in page:
        older = (version.title, version.text)
        changes.append(
            {
                "at": version.until_at,
                "title": diff.marked(older[0], newer[0]) if older[0] else "",
                "text": diff.marked(*(text.to_typed(each[1], members) for each in (older, newer))),
            }
        )
        newer = older
    context = {
        "post": found,
        "topic": found.topic,
        "changes": changes,
        "listing": page,
        "links": turning(page, reverse("forum:history", args=[pk])),
        "trail": trail_to(found.topic.title_for_author, found.topic.board),
        "reader": reader,
        "zone": request.brand.calendar.zone,
    }
    return render(request, "forum/history.html", context)


@for_readers
def first_unread(request: BrandRequest, reader: Member | None, pk: int) -> HttpResponse:
    """Redirect a member to the first post of a topic that they have not read, else to its last."""
    found = reading.topics_of(request.brand).filter(pk=pk).first()
    if found is None or not reading.may_read(found, reader):
        raise Http404
    new = unread.posts(reader, found).order_by("pk").first()
    target = new or found.last_post or found.opening
    target.topic = found
    return HttpResponseRedirect(reading.path_to(target))


@require_POST
@members_only
def mark_read(request: BrandRequest, member: Member, pk: int) -> HttpResponse:
    """Note that a member has read a topic up to the post in `last`, or all of it."""
    found = reading.topics_of(request.brand).published().filter(pk=pk).first()
    if found is None:
        raise Http404
    last = request.POST.get("last", "")
    rows = Post.objects.published().filter(topic=found)
    unread.mark(
        member=member,
        topic=found,
        last=rows.filter(pk=last).first() if is_key(last) else None,
    )
    return back(request, found.get_absolute_url())


@require_POST
@members_only
def mark_all_read(request: BrandRequest, member: Member) -> HttpResponse:
    unread.mark_all(member=member, brand=request.brand)
    return back(request, reverse("forum:index"))


def back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Redirect to the page in `next`, if it is one of this site."""
    path = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return see_other(path if path.startswith("/forum/") and is_ours else otherwise)

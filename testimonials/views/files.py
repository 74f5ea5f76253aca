"""Videos, posters, photos, captions and logos: the consent is asked for at every request (P28)."""

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib import ranges
from contactatonce.lib.secret_pages import secret_page
from media.models import Rendition
from testimonials.links import read_file_token
from testimonials.models import Edition
from testimonials.models.editions import EditionQuerySet
from testimonials.models.uploads import testimonial_files
from testimonials.showing import LOGO, Shown
from testimonials.states import State

TYPES = {
    "video.mp4": "video/mp4",
    "picture.avif": "image/avif",
    "picture.webp": "image/webp",
    "picture.jpeg": "image/jpeg",
    "small.webp": "image/webp",
}
CAPTIONS = "captions.vtt"


@require_safe
def file(request: BrandRequest, pk: str, name: str) -> HttpResponseBase:
    """Serve a file of a published edition; reviewers who are signed in see the others too."""
    found = Edition.objects.published(request.brand).filter(pk=pk).first()
    if found is not None and name == LOGO:
        return send_logo(request, Shown(found, request.brand))
    if found is not None:
        return send(request, found, name)
    if not is_reviewer(request):
        raise Http404
    response = send(request, get_not_withdrawn(pk), name)
    add_never_cache_headers(response)
    return response


@secret_page
@require_safe
def signed_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """Serve a file of any edition to its giver, whose link is valid for a day."""
    named = read_file_token(token)
    if named is None:
        raise Http404
    pk, name = named
    return send(request, get_not_withdrawn(pk), name)


def is_reviewer(request: HttpRequest) -> bool:
    """Return whether a member of staff asks who may see testimonials in the admin.

    Without a session cookie no one is looked up, so the answer to visitors varies by no cookie.
    """
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        and admin.site.has_permission(request)
        and request.user.has_perm("testimonials.view_testimonial")
    )


def not_withdrawn() -> EditionQuerySet:
    """Return the editions that reviewers and givers may load files of."""
    return Edition.objects.exclude(testimonial__state=State.WITHDRAWN)


def get_not_withdrawn(pk: int | str) -> Edition:
    found = not_withdrawn().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def send(request: HttpRequest, edition: Edition, name: str) -> HttpResponseBase:
    """Answer with the file `name` of an edition; Http404 if it has none."""
    if name == CAPTIONS and edition.captions:
        headers = {"Cache-Control": ranges.BRIEFLY, "X-Content-Type-Options": "nosniff"}
        return HttpResponse(edition.captions, headers=headers, content_type="text/vtt")
    stored = edition.files.get(name)
    if stored is None:
        raise Http404
    return ranges.serve(request, testimonial_files(), stored.name or "", content_type=TYPES[name])


def send_logo(request: HttpRequest, shown: Shown) -> HttpResponseBase:
    """Answer with the company's logo; Http404 unless the company agrees.

    The library of pictures would serve it for ever, so no page names its URL there.
    """
    renditions = Rendition.objects.filter(image=shown.testimonial.logo_id, format="webp")
    stored = renditions.order_by("width").first() if shown.logo else None
    if stored is None:
        raise Http404
    headers = {"Cache-Control": ranges.BRIEFLY, "X-Content-Type-Options": "nosniff"}
    with stored.file.open() as opened:
        return HttpResponse(opened.read(), headers=headers, content_type=stored.media_type)

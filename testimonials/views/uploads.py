"""Photos and videos of guests, one at a time, streamed to the disk (P28)."""

from functools import partial

from csp.decorators import csp_update
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib import public_forms
from contactatonce.lib.middleware import PERMISSIONS_POLICY
from contactatonce.lib.public_forms import ButtonForm, receive, see_other
from contactatonce.lib.secret_pages import secret_page
from contactatonce.lib.uploads import LimitedUploadHandler
from media.video import tools
from media.video.probe import MOST_BYTES, MOST_SECONDS
from testimonials.forms.files import FileForm
from testimonials.links import guest_path
from testimonials.models import Testimonial
from testimonials.models.uploads import MOST
from testimonials.services import files
from testimonials.services.steps import Refused

from .guest import METHODS, find, of, see

# A guest may record in the page, and look at the recording before it is sent.
WITH_CAMERA = PERMISSIONS_POLICY.replace("camera=()", "camera=(self)").replace(
    "microphone=()", "microphone=(self)"
)
PROMPTS = (
    "Who are you, and what does your company do?",
    "What was it like before, and what is different now?",
    "What would you tell someone who is not sure yet?",
)


@secret_page
@csp_update({"media-src": ["blob:"]})  # type: ignore[arg-type]  # it types views without arguments
@require_http_methods(METHODS)
def upload(request: BrandRequest, token: str) -> HttpResponse:
    """Show the files that were sent; POST takes one more.

    Whether it may be sent at all is known before the body is read. A field follows the file in the
    body: without it, the connection dropped, and what arrived is not used.
    """
    show = partial(show_files, request)

    def make(posted: QueryDict) -> FileForm:
        return FileForm(find(token), posted, request.FILES if posted else None)

    def act(form: FileForm) -> HttpResponse:
        try:
            files.add(testimonial=form.testimonial, file=form.cleaned_data["file"])
        except files.Busy as error:
            raise public_forms.Refused(503, str(error), retry_after=60) from error
        except Refused as error:
            raise public_forms.Refused(422, str(error)) from error
        return see_files(form.testimonial)

    if request.method == "POST":
        request.upload_handlers = [LimitedUploadHandler(request, most=MOST_BYTES)]
        return receive(request, FileForm, make=make, show=show, act=act)
    form = FileForm(find(token))
    return show(form) if form.is_open else see(form.testimonial)


@secret_page
@require_POST
def remove(request: BrandRequest, token: str, pk: int) -> HttpResponse:
    """Remove one of the files that a guest sent."""

    def act(form: ButtonForm) -> HttpResponse:
        testimonial = find(token)
        found = testimonial.uploads.filter(pk=pk).first()
        if found is not None:  # else it was removed already
            try:
                files.remove(upload=found)
            except Refused as error:
                raise public_forms.Refused(409, str(error)) from error
        return see_files(testimonial)

    def show(form: ButtonForm, status: int = 200) -> HttpResponse:
        kept = FileForm(find(token))
        kept.notice = form.notice
        return show_files(request, kept, status)

    return receive(request, ButtonForm, make=ButtonForm, show=show, act=act)


def see_files(testimonial: Testimonial) -> HttpResponse:
    return see_other(guest_path(testimonial, "files"))


def show_files(request: BrandRequest, form: FileForm, status: int = 200) -> HttpResponse:
    """Render the page of the files of a testimonial."""
    testimonial = form.testimonial
    uploads = list(testimonial.uploads.all())
    context = {
        "form": form,
        "uploads": uploads,
        "left": MOST - len(uploads) if form.is_open else 0,
        "most_bytes": MOST_BYTES,
        "megabytes": MOST_BYTES // 1_000_000,
        "minutes": MOST_SECONDS // 60,
        "prompts": PROMPTS,
        "takes_videos": tools.is_available(),
        **of(testimonial),
    }
    response = render(request, "testimonials/files.html", context, status=status)
    if testimonial.kind == Testimonial.Kind.VIDEO:
        response.headers["Permissions-Policy"] = WITH_CAMERA
    return response

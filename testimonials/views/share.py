"""The form behind an open link, which staff share: anyone who has it may give a testimonial."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib.public_forms import receive
from privacy import secret_links
from testimonials import links
from testimonials.forms.giving import OpenForm
from testimonials.models import OpenLink
from testimonials.services import giving

from .guest import METHODS, refusals, see_next


@csrf_exempt  # see lib/public_forms.py
@require_http_methods(METHODS)
def share(request: BrandRequest, token: str) -> HttpResponse:
    """Show the form; POST stores a testimonial for the moderators."""

    def show(form: OpenForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "action": request.path}
        response = render(request, "testimonials/share.html", context, status=status)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    if request.method == "POST":
        return receive(
            request,
            OpenForm,
            make=lambda posted: OpenForm(find_link(token), posted),
            show=show,
            act=store,
        )
    link = find_link(token)
    if link.closed_at is not None:
        return render(request, "testimonials/share_closed.html", status=410)
    return show(OpenForm(link))


def store(form: OpenForm) -> HttpResponse:
    """Store a testimonial and redirect to the page of its giver."""
    with refusals():
        testimonial = giving.submit(
            brand=form.link.brand,
            email=form.cleaned_data["email"],
            token=form.sent_with,
            words=form.words,
            answer=form.answer,
            is_trapped=form.asks_for_a_person,
        )
    return see_next(testimonial)


def find_link(token: str) -> OpenLink:
    key = secret_links.read(links.OPEN, token)
    link = OpenLink.objects.select_related("brand").filter(key=key).first() if key else None
    if link is None:
        raise Http404
    return link

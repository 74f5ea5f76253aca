"""The page of a directory entry, behind the link that its company gets by mail (P30)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib.public_forms import receive, see_other
from contactatonce.lib.secret_pages import secret_page
from privacy import secret_links
from testimonials import links
from testimonials.forms.listing import ListingForm
from testimonials.models import Listing
from testimonials.services import directory

from .guest import METHODS, refusals


@secret_page
@require_http_methods(METHODS)
def listing(request: BrandRequest, token: str) -> HttpResponse:
    """Show the entry and what the company agrees to; POST agrees, or removes it."""

    def show(form: ListingForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "listing": form.listing,
            "wording": directory.wording(form.listing),
        }
        return render(request, "testimonials/listing.html", context, status=status)

    def act(form: ListingForm) -> HttpResponse:
        with refusals():
            if form.cleaned_data["answer"] == "agree":
                directory.agree(listing=form.listing, read_at=form.read_at)
            else:
                directory.remove(listing=form.listing)
        return see_other(request.path)

    if request.method == "POST":
        return receive(
            request,
            ListingForm,
            make=lambda posted: ListingForm(find(token), posted),
            show=show,
            act=act,
        )
    return show(ListingForm(find(token)))


def find(token: str) -> Listing:
    key = secret_links.read(links.LISTING, token)
    found = directory.find(key) if key else None
    if found is None:
        raise Http404
    return found

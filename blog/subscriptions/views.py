"""Subscribing by e-mail, confirmed by a button behind a mailed link. No cookie, no script.

Whoever asks is told the same, whether we know the address or not.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from blog import links
from blog.models import Subscription
from contactatonce.brands.middleware import BrandRequest
from contactatonce.brands.models import Brand
from contactatonce.lib import limits, public_forms
from contactatonce.lib.secret_pages import secret_page

from . import services
from .forms import SCOPE, SubscribeForm

TRY_AGAIN = (
    "This page was open for a long time, or came from elsewhere. Please press the button again."
)
TOO_MANY = "Very many wishes came from your network just now. Please try again in ten minutes."
Deed = Callable[[Subscription], Any]


@csrf_exempt  # a form token and the Origin header stand in for the cookie that nobody gets
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: BrandRequest) -> HttpResponse:
    """Take a wish for the posts of the blog that is asked."""
    if request.brand.kind != Brand.Kind.BLOG:
        raise Http404
    if request.method != "POST":
        return show(request, SubscribeForm())
    form = SubscribeForm(request.POST)
    if limits.seconds_to_wait(request, group="subscribe", rate=settings.SUBSCRIBE_RATE):
        return show(request, form, status=429, notice=TOO_MANY)
    try:
        token = public_forms.read(request.POST.get("form_token", ""), SCOPE)
    except public_forms.BadToken:
        return show(request, form, status=422, notice=TRY_AGAIN)
    if public_forms.is_foreign(request):
        return show(request, form, status=403, notice=TRY_AGAIN)
    if not form.is_valid():
        return show(request, form, status=422)
    services.ask(brand=request.brand, email=form.cleaned_data["email"], key=token.key)
    return see(reverse("blog:subscribe_sent"))


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What everybody is told after asking."""
    return render(request, "blog/subscribe_sent.html")


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: BrandRequest, token: str) -> HttpResponse:
    """Show how a subscription stands; POST confirms it."""
    return act(request, token, lambda wish: services.confirm(wish=wish))


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: BrandRequest, token: str) -> HttpResponse:
    """POST ends a subscription at once."""
    return act(request, token, services.end)


def act(request: BrandRequest, token: str, deed: Deed) -> HttpResponse:
    """Show the subscription on GET; on POST do `deed` to it, and lead back to the page."""
    key = links.read(links.SUBSCRIPTION, token)
    wish = services.find(key) if key else None
    if wish is None:
        return render(request, "blog/subscription_gone.html", status=410)
    if request.method != "POST" or public_forms.is_foreign(request):
        is_dead = not (wish.stands or wish.may_be_confirmed)
        name = "blog/subscription_gone.html" if is_dead else "blog/subscription.html"
        context = {"wish": wish, "token": token, "has_opted_out": services.opted_out(wish)}
        return render(request, name, context, status=410 if is_dead else 200)
    try:
        deed(wish)
    except services.TooLate:
        return render(request, "blog/subscription_gone.html", {"wish": wish}, status=410)
    return see(reverse("blog:subscription", args=[token]))


def show(
    request: BrandRequest, form: SubscribeForm, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "notice": notice,
        "wording": services.wording(request.brand),
        "form_token": public_forms.placeholder(SCOPE),
    }
    return render(request, "blog/subscribe.html", context, status=status)


def see(path: str) -> HttpResponseRedirect:
    """Answer 303 See Other (RFC 9110, section 15.4.4)."""
    return HttpResponseRedirect(path, status=303)

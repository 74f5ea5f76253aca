"""Subscription by e-mail, confirmed by a button behind a mailed link, without cookies or script.

Responses do not reveal whether we know the e-mail address.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from blog import links
from blog.models import Subscription
from contactatonce.brands.middleware import BrandRequest
from contactatonce.brands.models import Brand
from contactatonce.lib.public_forms import ButtonForm, receive, see_other
from contactatonce.lib.secret_pages import secret_page
from privacy import secret_links

from . import services
from .forms import SubscribeForm


@csrf_exempt  # see lib/public_forms.py
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: BrandRequest) -> HttpResponse:
    """Show the form; POST mails a confirmation link."""
    if request.brand.kind != Brand.Kind.BLOG:
        raise Http404
    if request.method != "POST":
        return show(request, SubscribeForm())
    return receive(
        request,
        SubscribeForm,
        make=SubscribeForm,
        show=partial(show, request),
        act=partial(ask, request),
    )


def ask(request: BrandRequest, form: SubscribeForm) -> HttpResponse:
    email = form.cleaned_data["email"]
    services.ask(brand=request.brand, email=email, key=form.sent_with.key)
    return see_other(reverse("blog:subscribe_sent"))


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "blog/subscribe_sent.html")


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: BrandRequest, token: str) -> HttpResponse:
    """Show the state of a subscription; POST confirms it."""
    return change(request, token, lambda subscription: services.confirm(subscription=subscription))


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: BrandRequest, token: str) -> HttpResponse:
    """POST ends a subscription at once."""
    return change(request, token, services.end)


def change(
    request: BrandRequest, token: str, action: Callable[[Subscription], Any]
) -> HttpResponse:
    """Show the subscription; on POST call `action` with it and redirect."""

    def show(form: ButtonForm, status: int = 200) -> HttpResponse:
        return show_subscription(request, token, find(token), form, status)

    def act(form: ButtonForm) -> HttpResponse:
        subscription = find(token)
        try:
            if subscription is not None:
                action(subscription)
                return see_other(reverse("blog:subscription", args=[token]))
        except services.TooLate:
            pass
        return render(
            request, "blog/subscription_gone.html", {"subscription": subscription}, status=410
        )

    if request.method != "POST":
        return show(ButtonForm())
    return receive(request, ButtonForm, make=ButtonForm, show=show, act=act)


def find(token: str) -> Subscription | None:
    key = secret_links.read(links.SUBSCRIPTION, token)
    return services.find(key) if key else None


def show_subscription(
    request: BrandRequest,
    token: str,
    subscription: Subscription | None,
    form: ButtonForm,
    status: int,
) -> HttpResponse:
    """Render a subscription with its button; 410 if it does not exist or has ended."""
    if subscription is None or not (subscription.is_active or subscription.may_be_confirmed):
        return render(
            request, "blog/subscription_gone.html", {"subscription": subscription}, status=410
        )
    context = {
        "subscription": subscription,
        "token": token,
        "has_opted_out": services.opted_out(subscription),
        "notice": form.notice,
    }
    return render(request, "blog/subscription.html", context, status=status)


def show(request: BrandRequest, form: SubscribeForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "wording": services.wording(request.brand)}
    return render(request, "blog/subscribe.html", context, status=status)

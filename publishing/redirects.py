"""Redirects of moved and deleted pages, each in one step."""

from collections.abc import Iterable

from django.db import transaction

from contactatonce.brands.models import Brand

from . import addresses
from .models import Place, Redirect


class Loop(ValueError):
    """The new address would lead back to the old one."""


@transaction.atomic
def moved(*, brand: Brand, old: str, new: str) -> None:
    """Redirect `old`, and everything that led to it, to `new`.

    `new` is a path of the same site that has a page now, or an https URL. Call it in the
    transaction that moves the page. Raise ValueError for an invalid URL, Loop if both are the same.
    """
    was, leads_to = addresses.old_path(old), addresses.target(new)
    if not leads_to:
        raise ValueError("Nothing moves to an empty address: that is `gone`.")
    if is_same(was, leads_to):
        raise Loop(f"{was} cannot lead to itself.")
    restored(brand=brand, path=leads_to)
    _answer(brand, was, leads_to)


@transaction.atomic
def gone(*, brand: Brand, old: str) -> None:
    """Answer 410 at `old` and at everything that led to it."""
    _answer(brand, addresses.old_path(old), "")


def restored(*, brand: Brand, path: str) -> None:
    """Delete the redirect from `path`, which has a page again."""
    if path.startswith("/"):
        Redirect.objects.filter(brand=brand, old_path=path_of(path)).delete()


@transaction.atomic
def follow(left: Iterable[Place], now: Iterable[Place], *, home: Place) -> None:
    """Redirect the places that a text has `left` to where it is `now`.

    On a site that no longer shows it, its URL leads to its `home`.
    """
    here = list(now)
    paths = {place.brand.pk: place.path for place in (home, *here)}
    for was in left:
        new = paths.get(was.brand.pk, f"https://{home.brand.host}{home.path}")
        if new != was.path:
            moved(brand=was.brand, old=was.path, new=new)
    for place in here:
        restored(brand=place.brand, path=place.path)


def destination(brand: Brand, new: str, *, since: str, besides: int | None = None) -> str:
    """Return the final target of `new` for visitors from `since`, so that one step is enough.

    "" if that is gone, and `since` itself if it is a circle. `besides` is the key of the redirect
    to replace.
    """
    others = Redirect.objects.filter(brand=brand).exclude(pk=besides or 0)
    seen = {addresses.old_path(since)}
    while new.startswith("/") and path_of(new) not in seen:
        seen.add(path_of(new))
        further = others.filter(old_path=path_of(new)).first()
        if further is None:
            break
        new = further.target
    return new


def is_same(old_path: str, new: str) -> bool:
    """Return whether `new` is the URL of `old_path` of the same site."""
    is_path = new.startswith("/") and not new.startswith("//")
    return is_path and path_of(new) == old_path


def path_of(address: str) -> str:
    """Return the path of an internal address as redirects are kept."""
    return addresses.old_path(address.partition("#")[0].partition("?")[0])


def _answer(brand: Brand, was: str, leads_to: str) -> None:
    Redirect.objects.update_or_create(brand=brand, old_path=was, defaults={"target": leads_to})
    lead_on(brand, was, leads_to)


def lead_on(brand: Brand, was: str, leads_to: str) -> None:
    """Redirect everything that leads to `was` to `leads_to`, from our other sites as well.

    Delete redirects that would lead to themselves; keep those whose target would get too long.
    """
    home = f"https://{brand.host}"
    whole = f"{home}{leads_to}" if leads_to.startswith("/") else leads_to
    by_path = Redirect.objects.filter(brand=brand, target__startswith="/")
    by_host = Redirect.objects.filter(target__startswith=f"{home}/")
    for rows, before, new in ((by_path, "", leads_to), (by_host, home, whole)):
        found = rows.values_list("pk", "target") if len(new) <= addresses.LONGEST else ()
        led_here = [pk for pk, target in found if is_same(was, target.removeprefix(before))]
        Redirect.objects.filter(pk__in=led_here).update(target=new)
    _end_circle(whole)


def _end_circle(address: str) -> None:
    """Forget a redirect of any of our sites that leads from `address` to `address`."""
    host, slash, rest = address.removeprefix("https://").partition("/")
    if slash and not rest.startswith("/"):
        at_itself = {"brand__host": host, "old_path": path_of(f"/{rest}"), "target": address}
        Redirect.objects.filter(**at_itself).delete()

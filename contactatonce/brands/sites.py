"""Load the websites, their hours and the offices from content/sites.toml (P01, P33)."""

from typing import Any

from django.db import transaction

from contactatonce.lib import content

from .models import Brand, Calendar, Holiday, HostAlias, Office, OpeningHours


def read_sites() -> dict[str, Any]:
    """Return the `calendar`, the `offices` and the `sites` of the file."""
    file = content.ROOT / "sites.toml"
    found = content.read(file)
    content.check_names(found, content.name_of(file), needed=("calendar", "offices", "sites"))
    return found


@transaction.atomic
def load_sites() -> bool:
    """Create sites, offices and calendar unless a site exists; return whether it did."""
    if Brand.objects.exists():
        return False
    found, file = read_sites(), "content/sites.toml"
    calendar = load_calendar(found["calendar"], f"{file}, calendar")
    for position, (place, office) in enumerate(
        content.each(found["offices"], dict, f"{file}, office")
    ):
        content.create(Office, place, **{**office, "position": position})
    for position, (place, site) in enumerate(content.each(found["sites"], dict, f"{file}, site")):
        content.check_names(site, place, needed=("slug", "name", "host"), optional=site)
        values = {"mail_name": site["name"], **site, "calendar": calendar, "position": position}
        brand = content.create(Brand, place, **values)
        HostAlias.objects.create(brand=brand, host=brand.host.removeprefix("www."))
    return True


def load_calendar(found: dict[str, Any], place: str) -> Calendar:
    needed = ("name", "time_zone", "open_on", "opens_at", "closes_at", "holidays")
    content.check_names(found, place, needed=needed)
    calendar = content.create(Calendar, place, name=found["name"], time_zone=found["time_zone"])
    hours = {"opens_at": found["opens_at"], "closes_at": found["closes_at"]}
    names = [name.lower() for name in OpeningHours.Weekday.names]
    for _, day in content.each(found["open_on"], str, f"{place}, open_on"):
        if day not in names:
            raise content.ContentError(f"{place}, open_on: {day} is not one of {', '.join(names)}.")
        content.create(OpeningHours, place, calendar=calendar, weekday=names.index(day), **hours)
    for where, holiday in content.each(found["holidays"], dict, f"{place}, holiday"):
        content.create(Holiday, where, **{**holiday, "calendar": calendar})
    return calendar

"""All sites in a timed cache: an edit in the admin takes effect everywhere within seconds."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http.request import validate_host

from contactatonce.lib.timed_cache import TimedCache

from .models import Brand, Calendar, Office


@dataclass(frozen=True)
class Sites:
    """All sites and offices at one moment. Shared between threads; treat as read-only."""

    brands: tuple[Brand, ...]
    offices: tuple[Office, ...]
    by_host: dict[str, Brand]
    aliases: dict[str, Brand]

    @property
    def corporate(self) -> Brand | None:
        """The company's own site, if there is one."""
        return next((one for one in self.brands if one.kind == Brand.Kind.CORPORATE), None)

    @property
    def own_hosts(self) -> frozenset[str]:
        """Every host that one of the sites answers on."""
        return frozenset([*self.by_host, *self.aliases])


def read_sites() -> Sites:
    """Read all sites with the relations that every page needs."""
    brands = tuple(
        Brand.objects.select_related("calendar").prefetch_related(
            "aliases", "calendar__opening_hours", "calendar__holidays"
        )
    )
    return Sites(
        brands=brands,
        offices=tuple(Office.objects.all()),
        by_host={host: brand for brand in brands for host in (brand.host, *local_hosts(brand))},
        aliases={alias.host: brand for brand in brands for alias in brand.aliases.all()},
    )


def local_hosts(brand: Brand) -> list[str]:
    """Return the additional hosts of a site in development, none in production."""
    if not settings.LOCAL_PORT:
        return []
    home = ["localhost", "127.0.0.1"] if brand.kind == Brand.Kind.CORPORATE else []
    return [f"{brand.slug}.localhost", *home]


directory: TimedCache[Sites] = TimedCache(read_sites, name="sites")


def find(host: str) -> tuple[Brand | None, bool]:
    """Return the site that answers on `host` (no port), and whether `host` is only an alias of it.

    A trailing dot makes the name a different host, so it counts as an alias as well.
    """
    sites = directory.get()
    name = host.removesuffix(".")
    brand = sites.by_host.get(name)
    if brand is not None:
        return brand, name != host
    return sites.aliases.get(name), True


def by_slug(slug: str) -> Brand:
    """Return the site called `slug`; raise KeyError if there is none."""
    for brand in directory.get().brands:
        if brand.slug == slug:
            return brand
    raise KeyError(slug)


def time_zones_exist() -> bool:
    """Return whether this system has the time zone of every calendar and office."""
    sites = directory.get()
    places: list[Calendar | Office] = [
        *(brand.calendar for brand in sites.brands),
        *sites.offices,
    ]
    return all(place.zone.key == place.time_zone for place in places)


def served_host(host: str) -> None:
    """Raise ValidationError unless `host` is in ALLOWED_HOSTS: the site would answer with 400."""
    if not settings.LOCAL_PORT and not validate_host(host, settings.ALLOWED_HOSTS):
        raise ValidationError(
            "%(host)s is not in ALLOWED_HOSTS of this installation.", params={"host": host}
        )


def zone_of_office(office_id: int | None) -> ZoneInfo:
    """Return the time zone of an office, else of the first one; UTC if there are no offices."""
    offices = directory.get().offices
    found = [office for office in offices if office.pk == office_id] or offices[:1]
    return found[0].zone if found else ZoneInfo("UTC")

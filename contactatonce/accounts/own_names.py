"""Names of ours, which no one else may take."""

from collections.abc import Callable

from contactatonce.brands.directory import directory
from contactatonce.lib.names import same_names_in
from contactatonce.lib.timed_cache import TimedCache

from .models import User

# Called before a user takes another name; each raises ValidationError to refuse that.
before_renaming: list[Callable[[User], None]] = []
after_renaming: list[Callable[[User], None]] = []  # called when another name is stored


def read_own_names() -> frozenset[str]:
    """Return the names of the sites, their senders and colleagues."""
    sites = directory.get().brands
    staff = User.objects.filter(is_staff=True, is_active=True)
    names = {name for site in sites for name in (site.name, site.mail_name)}
    return frozenset({*names, *staff.values_list("display_name", flat=True)} - {""})


own_names: TimedCache[frozenset[str]] = TimedCache(read_own_names)


def reads_like_ours(name: str) -> bool:
    """Return whether readers could take `name` for a site, the company or a colleague."""
    return bool(same_names_in(name, own_names.get()))

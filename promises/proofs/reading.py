"""Reading the sites requires nothing and leaves no trace (P06, P08, P14-P19, P29)."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from contactatonce.brands.directory import directory
from promises.registry import Figure, Found, Kind, promise
from search.crawler import ask, tour

from .source import lines_with
from .wording import text_in_force

COOKIE_ROW = re.compile(r"^\| `([\w-]+)` \|", re.MULTILINE)
SERVER_SIDE = {
    "contactatonce.accounts.sessions",
    "django.contrib.sessions.backends.db",
    "django.contrib.sessions.backends.cached_db",
    "django.contrib.sessions.backends.cache",
}
DEVICE_STORAGE = re.compile(r"\b(localStorage|sessionStorage|indexedDB|document\.cookie)\b")
BEACON = re.compile(r"\b(sendBeacon|new Image\()")
WELL_KNOWN = {"'none'", "'self'", "data:", "blob:"}


@promise("P06", kind=Kind.FLOW, only_reads=True)
def reading_stores_nothing() -> Found:
    """A visitor who opens every page of every site leaves no row in any table."""
    for sql in tour().writes:
        yield f"Reading wrote: {sql.split('(')[0][:80]}"


@promise("P08", kind=Kind.FLOW, only_reads=True)
def every_page_is_open() -> Found:
    """Every page that the sites link to opens without a cookie, an account or a question."""
    found = tour()
    opened = len(found.answers)
    yield Figure("Addresses opened", opened + found.unopened, count=opened)
    for answer in found.answers:
        if answer.status in {401, 403} or (
            300 <= answer.status < 400 and "login" in answer.header("Location")
        ):
            yield f"{answer.url} asks visitors to sign in."
        elif answer.status >= 400:
            yield f"{answer.url} answers {answer.status}."
    if len(found.pages) < len(directory.get().brands):
        yield "Not even the home pages could be opened."


@promise("P14", kind=Kind.FLOW, only_reads=True)
def reading_sets_no_cookie() -> Found:
    """No page sets a cookie for a visitor who only reads."""
    for answer in tour().answers:
        if answer.header("Set-Cookie"):
            yield f"{answer.url} sets a cookie."


@promise("P14", kind=Kind.FLOW, only_reads=True)
def every_cookie_is_named() -> Found:
    """The cookies that signing in sets are the ones listed on the cookie page."""
    named = {bare(name) for name in COOKIE_ROW.findall(text_in_force("cookies"))}
    used = {bare(settings.SESSION_COOKIE_NAME), bare(settings.CSRF_COOKIE_NAME)}
    page = ask(f"{directory.get().brands[0].origin}{settings.LOGIN_URL}")
    used |= {bare(name) for name in re.findall(r"(?:^|, )([\w-]+)=", page.header("Set-Cookie"))}
    for name in sorted(used - named):
        yield f"The cookie {name} is used, and the cookie page does not name it."
    for name in sorted(named - used):
        yield f"The cookie page names {name}, which is not used."


def bare(name: str) -> str:
    return name.removeprefix("__Host-").removeprefix("__Secure-")


@promise("P15", kind=Kind.FLOW, only_reads=True)
def pages_do_not_ask_for_cookies() -> Found:
    """No public page varies by the cookies of its reader."""
    for answer in tour().answers:
        if "cookie" in answer.header("Vary").lower():
            yield f"{answer.url} depends on cookies (Vary)."


@promise("P16", kind=Kind.INVARIANT)
def cookies_hold_a_random_number() -> Found:
    """Session data stays on the server; the cookie holds only a random number."""
    if settings.SESSION_ENGINE not in SERVER_SIDE:
        yield f"Sessions are kept in the cookie: {settings.SESSION_ENGINE}."
    if "session" not in settings.MESSAGE_STORAGE:
        yield f"Messages are kept in a cookie: {settings.MESSAGE_STORAGE}."
    for place in lines_with(re.compile(r"\.set_(?:signed_)?cookie\(")):
        yield f"{place} sets a cookie of its own."


@promise("P17", kind=Kind.FLOW, only_reads=True)
def no_beacon_is_installed() -> Found:
    """No page loads an image, a script or a style from another company or sends it anything."""
    for page in tour().pages:
        for host in page.foreign("img", "script", "link", "source", "video", "audio", "object"):
            yield f"{page.url} loads something from {host}."
    for name in script_files():
        if BEACON.search(Path(name).read_text()):
            yield f"{Path(name).name} sends a beacon."


@promise("P18", kind=Kind.INVARIANT)
def storage_on_the_device_is_named() -> Found:
    """No script stores anything on a visitor's device that the cookie page does not name."""
    text = text_in_force("cookies")
    for name in script_files():
        for found in sorted(set(DEVICE_STORAGE.findall(Path(name).read_text()))):
            if f"`{Path(name).name}`" not in text:
                yield f"{Path(name).name} uses {found}."
    if "local storage" not in text:
        yield "The cookie page does not explain storage on the device."


@promise("P19", kind=Kind.FLOW, only_reads=True)
def every_partner_is_named() -> Found:
    """Browsers may load only from hosts that the cookie page names."""
    text = text_in_force("cookies")
    hosts = {
        source
        for page in tour().pages
        for source in sources_of(page.header("Content-Security-Policy"))
    }
    for host in sorted(hosts):
        if host not in text:
            yield f"Pages may load from {host}, which the cookie page does not name."
    for page in tour().pages:
        if "default-src 'none'" not in page.header("Content-Security-Policy"):
            yield f"{page.url} does not restrict from where it loads."


def sources_of(policy: str) -> set[str]:
    """Return the hosts that a Content-Security-Policy allows besides the site itself."""
    words = {word for directive in policy.split(";") for word in directive.split()[1:]}
    return {word for word in words if word not in WELL_KNOWN and not word.startswith(("'", "/"))}


@promise("P29", kind=Kind.FLOW, only_reads=True)
def no_share_feature_is_installed() -> Found:
    """No page embeds a frame of another company or sends a form to one."""
    for page in tour().pages:
        for host in page.foreign("iframe", "embed", "form"):
            yield f"{page.url} embeds {host}."


def script_files() -> list[str]:
    """Return the paths of our own scripts, as static files serve them."""
    return sorted(
        storage.path(path)
        for finder in finders.get_finders()
        for path, storage in finder.list([])
        if path.endswith(".js") and str(settings.BASE_DIR / "static") in storage.path(path)
    )

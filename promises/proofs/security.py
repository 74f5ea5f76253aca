"""Generally accepted standards, as far as a machine can check them (P25)."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.db.models import Q

from contactatonce.accounts.models import User
from contactatonce.lib import checks as start_checks
from promises.registry import Found, Kind, attest, promise
from search.crawler import tour

WEAK_HASHERS = ("MD5", "SHA1", "Unsalted")
WEAK_DIGESTS = ("md5$", "sha1$", "unsalted_md5$", "unsalted_sha1$")
A_YEAR = 31_536_000  # seconds; the minimum for the browsers' preload list

attest(
    "P25",
    "security_was_reviewed",
    "Servers, backups, access rights and updates were reviewed; what was found is mended.",
)


@promise("P25", kind=Kind.INVARIANT)
def the_way_is_encrypted() -> Found:
    """Pages and cookies travel over encrypted connections only."""
    if settings.IS_LOCAL:
        return  # a development machine has no certificate
    for name in ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"):
        if not getattr(settings, name):
            yield f"{name} is off."
    if settings.SECURE_HSTS_SECONDS < A_YEAR:
        yield "Browsers are not told to insist on encryption for a year (HSTS)."
    if not settings.STAFF_NEED_MFA:
        yield "Staff may sign in without a second factor."
    for error in start_checks.production_settings(None):
        yield error.msg


@promise("P25", kind=Kind.INVARIANT)
def passwords_cannot_be_read() -> Found:
    """Passwords are stored as slow salted digests; scripts cannot read a session's cookie."""
    hasher = settings.PASSWORD_HASHERS[0].rpartition(".")[2]
    if settings.ENVIRONMENT != "test" and hasher.startswith(WEAK_HASHERS):
        yield f"Passwords are kept by {hasher}."
    weak = Q()
    for prefix in WEAK_DIGESTS:
        weak |= Q(password__startswith=prefix)
    if settings.ENVIRONMENT != "test" and User.objects.filter(weak).exists():
        yield "Some passwords are kept as weak digests."
    if not settings.SESSION_COOKIE_HTTPONLY:
        yield "Scripts can read the session cookie."


@promise("P25", kind=Kind.INVARIANT)
def exports_lie_apart() -> Found:
    """Copies made for people are encrypted and outside the folder of public files."""
    location = Path(storages["exports"].path("")).resolve()
    for name in ("MEDIA_ROOT", "STATIC_ROOT"):
        folder = getattr(settings, name)
        if folder and location.is_relative_to(Path(folder).resolve()):
            yield f"Exports lie in {name}, from which files are handed out."


@promise("P25", kind=Kind.FLOW, only_reads=True)
def pages_defend_themselves() -> Found:
    """Each page forbids foreign code and framing by other sites."""
    for page in tour().pages:
        policy = page.header("Content-Security-Policy")
        if "unsafe-inline" in policy or "unsafe-eval" in policy:
            yield f"{page.url} allows code from anywhere in the page."
        if "frame-ancestors 'none'" not in policy:
            yield f"{page.url} may be framed by others."
        if page.header("X-Content-Type-Options") != "nosniff":
            yield f"{page.url} lets browsers guess what it is."

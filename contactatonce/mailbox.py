"""The mail that a development machine stores; urls.py has these pages only with DEBUG on."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, register_converter
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

MOST_LISTED = 200
FIRST_HEADERS = {"From", "To", "Reply-To", "Date", "Auto-Submitted"}


@dataclass(frozen=True)
class Letter:
    """One message as FolderBackend wrote it; `name` is its file's name without the ending."""

    name: str
    message: EmailMessage

    @classmethod
    def read(cls, file: Path) -> "Letter":
        return cls(file.stem, message_from_bytes(file.read_bytes(), policy=policy.default))

    @property
    def written_at(self) -> datetime:
        return datetime.fromtimestamp(int(self.name.partition("-")[0]) / 1e9, tz=UTC)

    @property
    def headers(self) -> list[tuple[str, str]]:
        """All headers, those that a person looks for first."""
        found = [(name, str(value)) for name, value in self.message.items()]
        return sorted(found, key=lambda header: header[0] not in FIRST_HEADERS)

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "(no subject)")

    @property
    def recipient(self) -> str:
        return str(self.message["To"] or "")

    @property
    def text(self) -> str:
        return self.part("plain")

    @property
    def html(self) -> str:
        return self.part("html")

    def part(self, kind: str) -> str:
        """Return the body of a kind, or nothing."""
        found = self.message.get_body((kind,))
        return str(found.get_content()) if found else ""


def newest_first() -> list[Letter]:
    """Return the latest letters; a name begins with the nanosecond at which it was written."""
    files = sorted(Path(settings.MAIL_FOLDER).glob("*.eml"), reverse=True)
    return [Letter.read(file) for file in files[:MOST_LISTED]]


def find(name: str) -> Letter:
    file = Path(settings.MAIL_FOLDER) / f"{name}.eml"
    if not file.is_file():
        raise Http404
    return Letter.read(file)


@require_safe
@never_cache
def letter_list(request: HttpRequest) -> HttpResponse:
    return render(request, "mailbox/list.html", {"letters": newest_first()})


@require_safe
@never_cache
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # csp knows no view with arguments
def letter_detail(request: HttpRequest, name: str) -> HttpResponse:
    """One letter: its headers, its text, and its HTML in a frame."""
    return render(request, "mailbox/detail.html", {"letter": find(name)})


@require_safe
@never_cache
@xframe_options_sameorigin
@csp_replace(  # type: ignore[arg-type]  # django-csp takes lists
    {
        # Mail programs need inline styles, so this document alone may have them, and nothing else.
        "default-src": [NONE],
        "style-src": [UNSAFE_INLINE],
        "img-src": ["data:"],
        "frame-ancestors": [SELF],
        "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox", "allow-top-navigation"],
    }
)
def letter_html(request: HttpRequest, name: str) -> HttpResponse:
    """The letter's HTML part as a document of its own, fenced in."""
    return HttpResponse(find(name).html.replace("<head>", '<head><base target="_top">', 1))


class NameConverter:
    regex = r"\d+-[0-9a-f]{8}"
    to_python = to_url = staticmethod(str)


register_converter(NameConverter, "letter")
app_name = "mailbox"
urlpatterns = [
    path("", letter_list, name="list"),
    path("<letter:name>/", letter_detail, name="detail"),
    path("<letter:name>/html/", letter_html, name="html"),
]

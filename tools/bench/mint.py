"""Write forms as visitors would send them: `python -m tools.bench.mint <how many> <file>`."""

import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import django
from django.utils import timezone

django.setup()

from contactatonce.lib.form_tokens import mint  # noqa: E402  needs the settings set up
from moderation.rules import trap_name  # noqa: E402

SCOPE = "contactatonce:contact"
READING_TIME = timedelta(minutes=1)  # a visitor reads and writes before sending


def body(number: int) -> str:
    """Return one sent form, with a token and a text of its own."""
    return urlencode(
        {
            "form_token": mint(SCOPE, at=timezone.now() - READING_TIME),
            "page": "/contact/",
            trap_name(SCOPE): "",
            "subject": "demo",
            "name": f"Nora Example {number}",
            "email": f"nora.{number}@example.com",
            "phone": "",
            "company_name": "Example Motors",
            "message": f"Please show us the chat on a page of ours. We are dealer number {number}.",
        }
    )


if __name__ == "__main__":
    count, file = int(sys.argv[1]), Path(sys.argv[2])
    file.write_text("".join(f"{body(number)}\n" for number in range(count)))

"""Write forms as visitors would send them: `python -m bench.mint <how many> <file>`."""

import sys
import time
import uuid
from pathlib import Path
from urllib.parse import urlencode

import django
from django.core import signing

django.setup()

from contactatonce.lib.publicforms import SALT  # noqa: E402  needs the settings set up
from leads.spam import trap_name  # noqa: E402

SCOPE = "contactatonce:contact"
READING_SECONDS = 60  # a visitor reads and writes before he sends


def body(number: int) -> str:
    """Return one sent form, with a token and a text of its own."""
    said = [SCOPE, uuid.uuid4().hex, int(time.time()) - READING_SECONDS]
    return urlencode(
        {
            "form_token": signing.dumps(said, salt=SALT, compress=False),
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

"""Read pages as a person would."""

import re
from typing import Any


def token_in(answer: Any) -> str:
    """Return the form token of a page."""
    found = re.search(r'name="form_token" value="([^"]+)"', answer.content.decode())
    assert found, answer.content.decode()
    return found[1]

"""Last known values on disk, for a process that starts while the database does not answer.

They are settings of the sites, never personal data. Each file is signed with the secret key,
because unpickling a forged one would run its code.
"""

import base64
import logging
import pickle
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer

from .files import write_whole

logger = logging.getLogger(__name__)
signer = Signer(salt="contactatonce.last-known")


def store(name: str, value: object) -> None:
    """Write the value for a later process; a disk that is full does not matter now."""
    if settings.LAST_KNOWN is None:
        return
    text = base64.b64encode(pickle.dumps(value)).decode()
    with suppress(OSError):
        write_whole(settings.LAST_KNOWN / name, signer.sign(text).encode())


def load(name: str) -> tuple[Any] | None:
    """Return the stored value in a tuple, or None if there is none that we wrote."""
    if settings.LAST_KNOWN is None:
        return None
    try:
        text = signer.unsign((settings.LAST_KNOWN / name).read_text())
        return (pickle.loads(base64.b64decode(text)),)  # noqa: S301  the signature is ours
    except FileNotFoundError:
        return None
    except (BadSignature, OSError, ValueError, AttributeError, ImportError, EOFError):
        logger.exception("The last known %s cannot be read", name)
        return None

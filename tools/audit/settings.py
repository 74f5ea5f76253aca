"""Production's settings, with what its proxy does: compress text."""

from contactatonce.settings import *  # noqa: F403
from contactatonce.settings import MIDDLEWARE

MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *MIDDLEWARE]

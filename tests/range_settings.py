"""Settings of the site with one more file, for servers that run as a process of their own."""

from contactatonce.settings import *  # noqa: F403

ROOT_URLCONF = "tests.range_urls"

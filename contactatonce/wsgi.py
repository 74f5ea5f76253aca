"""The WSGI application; it refuses to start with settings that production may not have."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contactatonce.settings")
django.setup(set_prefix=False)

from contactatonce.jobs.health import newest_migrations  # noqa: E402  needs the settings set up
from contactatonce.lib.checks import refuse_nonsense  # noqa: E402
from contactatonce.lib.requests import Handler  # noqa: E402

application = Handler()
refuse_nonsense()
newest_migrations()  # those of this code: by the first probe a release may have replaced the files

"""The WSGI application; it refuses to start with settings that production may not have."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contactatonce.settings")
application = get_wsgi_application()

from contactatonce.lib.checks import refuse_nonsense  # noqa: E402  needs the settings set up

refuse_nonsense()

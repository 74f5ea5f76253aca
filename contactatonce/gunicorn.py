"""Configuration of gunicorn: `gunicorn -c python:contactatonce.gunicorn contactatonce.wsgi`.

There is no access log: requests and IP addresses are not recorded (P07).
"""

from contactatonce.lib.logs import logging_to_stderr

accesslog = None
limit_request_line = 8190  # bytes, what proxies pass on as well: we shorten a long search ourselves
reuse_port = True  # each worker takes its own connections: one that is awake does not take them all
logconfig_dict = logging_to_stderr(
    "INFO", {"gunicorn.error": {"handlers": [], "propagate": True, "level": "INFO"}}
)

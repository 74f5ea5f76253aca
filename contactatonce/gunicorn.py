"""Configuration of gunicorn: `gunicorn -c python:contactatonce.gunicorn contactatonce.wsgi`.

There is no access log: requests and IP addresses are not recorded (P07).
"""

from gunicorn.http import wsgi

from contactatonce.lib.logs import logging_to_stderr

wsgi.SERVER = "web"  # the Server header names no software
accesslog = None
control_socket_disable = True  # one file per user: a second server would find it taken
forwarder_headers = ""  # no header of a request sets SCRIPT_NAME or PATH_INFO
keepalive = 75  # seconds, longer than proxies keep a connection (nginx: 60): they close it first
limit_request_line = 8190  # bytes, what proxies pass on as well: we shorten a long search ourselves
logconfig_dict = logging_to_stderr(
    "INFO", {"gunicorn.error": {"handlers": [], "propagate": True, "level": "INFO"}}
)

"""How gunicorn logs: `gunicorn -c python:contactatonce.gunicorn contactatonce.wsgi`.

There is no access log: who asked for which page, and from where, is written nowhere (P07).
"""

accesslog = None
reuse_port = True  # each worker takes its own connections: one that is awake does not take them all
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "contactatonce.lib.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"gunicorn.error": {"handlers": [], "propagate": True, "level": "INFO"}},
}

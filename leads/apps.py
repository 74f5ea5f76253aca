from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "leads"
    verbose_name = "Inquiries"

    def ready(self) -> None:
        from . import canary, spool  # noqa: F401  each registers a periodic task and a check
        from .services import balance  # noqa: F401  the same

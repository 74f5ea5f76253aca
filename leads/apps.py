from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "leads"
    verbose_name = "Inquiries"

    def ready(self) -> None:
        from . import spool  # noqa: F401  registers its periodic task and its check

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "leads"
    verbose_name = "Inquiries"

    def ready(self) -> None:
        from contactatonce.accounts.leavers import hand_over_pages

        from . import canary, spool  # noqa: F401  each registers a periodic task and a check
        from .services import balance  # noqa: F401  the same
        from .services.handover import page_for

        hand_over_pages.append(page_for)

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PromisesConfig(AppConfig):
    name = "promises"
    verbose_name = "Promises"

    def ready(self) -> None:
        from . import proofs  # noqa: F401  registers the proofs of privacy and the floor

        autodiscover_modules("promises")

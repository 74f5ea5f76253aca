from django.apps import AppConfig


class LibConfig(AppConfig):
    name = "contactatonce.lib"
    label = "lib"
    verbose_name = "Library"

    def ready(self) -> None:
        from . import checks  # noqa: F401  registers the start-up checks

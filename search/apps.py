from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        """Let every app register its searchable models and its sitemaps."""
        from . import checks  # noqa: F401  registers the check of security.txt

        autodiscover_modules("search_indexes", "sitemaps")

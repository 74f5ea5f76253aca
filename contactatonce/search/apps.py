from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "contactatonce.search"
    verbose_name = "Search"

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "contactatonce.pages"
    verbose_name = "Pages"

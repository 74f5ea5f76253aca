from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "contactatonce.media"
    verbose_name = "Library"

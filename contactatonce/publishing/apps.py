from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "contactatonce.publishing"
    verbose_name = "Publishing"

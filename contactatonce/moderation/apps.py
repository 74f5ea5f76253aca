from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "contactatonce.moderation"
    verbose_name = "Moderation"

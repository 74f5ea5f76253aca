from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "forum"
    verbose_name = "Community forum"

    def ready(self) -> None:
        from contactatonce.accounts.own_names import before_renaming

        from .services.members import refuse_to_rename

        before_renaming.append(refuse_to_rename)

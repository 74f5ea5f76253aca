from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "forum"
    verbose_name = "Community forum"

    def ready(self) -> None:
        from contactatonce.accounts.own_names import after_renaming, before_renaming

        from .services.members import follow_name, refuse_to_rename

        before_renaming.append(refuse_to_rename)
        after_renaming.append(follow_name)

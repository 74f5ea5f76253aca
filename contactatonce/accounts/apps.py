from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "contactatonce.accounts"
    verbose_name = "Access"

    def ready(self) -> None:
        from . import roles

        # Permissions are made app by app after a migrate; the roles come when the last app is done.
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(roles.sync_roles, sender=last)

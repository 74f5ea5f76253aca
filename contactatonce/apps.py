from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class ProjectConfig(AppConfig):
    name = "contactatonce"
    label = "project"
    verbose_name = "Project"

    def ready(self) -> None:
        from . import roles
        from .lib.admin import rights

        rights.OWNERS.update(roles.FIELDS)

        # Django creates permissions app by app after a migrate; roles need those of the last app.
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(roles.sync_roles, sender=last)


class StaffAdminConfig(AdminConfig):
    """Django's admin with our own site class as `admin.site`."""

    default_site = "contactatonce.admin_site.StaffSite"

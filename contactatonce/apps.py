from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    """Django's admin, with the house's own site as `admin.site`."""

    default_site = "contactatonce.accounts.site.StaffSite"

from django.apps import AppConfig

from contactatonce.jobs.registry import status_checks


class BrandsConfig(AppConfig):
    name = "contactatonce.brands"
    verbose_name = "Sites and offices"

    def ready(self) -> None:
        from . import directory  # needs the models, which are loaded now

        status_checks["time_zones"] = directory.time_zones_exist

from django.apps import AppConfig


class BrandsConfig(AppConfig):
    name = "contactatonce.brands"
    verbose_name = "Sites and offices"

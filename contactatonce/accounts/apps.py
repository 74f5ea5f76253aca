from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "contactatonce.accounts"
    verbose_name = "Access"

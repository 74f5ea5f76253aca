from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from contactatonce.brands.directory import directory, find, served_host
from contactatonce.brands.models import Brand


class Command(BaseCommand):
    """Set the host of a site: the way back when the admin does not open on it any more."""

    help = "Set the host of a site, such as: set_host contactatonce www.contactatonce.com"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="Short name of the site.")
        parser.add_argument("host", help="A bare host name from ALLOWED_HOSTS.")

    def handle(self, *, slug: str, host: str, **options: Any) -> None:
        brand = Brand.objects.filter(slug=slug).first()
        if brand is None:
            known = ", ".join(Brand.objects.values_list("slug", flat=True))
            raise CommandError(f"There is no site {slug}. The sites are: {known}.")
        brand.host = host
        try:
            served_host(host)
            check_host(brand)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        brand.save(update_fields=["host"])
        self.stdout.write(f"{brand.name} answers on {host} within a few seconds.")
        directory.clear()
        site, is_alias = find(urlsplit(settings.SIGN_IN_ORIGIN).hostname or "")
        if site is None or is_alias:
            self.stderr.write(f"No site has the host of SIGN_IN_ORIGIN, {settings.SIGN_IN_ORIGIN}.")


def check_host(brand: Brand) -> None:
    """Raise ValidationError for a wrong host; other fields may break a rule that came later."""
    others = {field.name for field in Brand._meta.fields} - {"host"}
    brand.clean_fields(exclude=others)
    brand.validate_unique(exclude=others)
    brand.check_host()

"""A site on which every promise is kept, for the tests of promises."""

from datetime import timedelta

from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.lib.timed_cache import TimedCache
from privacy.models import Certification
from promises import services as evidence
from tests import factories
from tests.privacy.cases import PublishedTestCase


class ProvenTestCase(PublishedTestCase):
    """Five sites with their forms and documents, and a valid certificate of each kind."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        for brand in Brand.objects.all():
            factories.create_form(brand=brand)
        cls.program = certificate(kind="program", name="Example Program")
        cls.framework = certificate(kind="framework", name="Example Framework", dispute_url="")

    def broken(self, *promises: str) -> dict[str, list[str]]:
        return broken_promises(*promises)


def broken_promises(*promises: str) -> dict[str, list[str]]:
    """Run all checks (or those of `promises`); return the problems by promise."""
    TimedCache.clear_all()
    found: dict[str, list[str]] = {}
    for result in evidence.run_all(promises):
        if not result.is_kept:
            found.setdefault(result.promise, []).extend(result.problems)
    return found


def certificate(*, kind: str, name: str, **fields: object) -> Certification:
    today = timezone.now().date()
    return Certification.objects.create(
        **{
            "kind": kind,
            "name": name,
            "validation_url": f"https://example.com/{kind}",
            "dispute_url": "https://example.com/disputes",
            "valid_from": today - timedelta(days=30),
            "valid_until": today + timedelta(days=300),
            **fields,
        }
    )

"""What the forum of each site starts with."""

from .models import TrustLevel
from .trust import DEFAULTS


def load_trust_levels() -> bool:
    """Store the levels of trust that are missing; return whether there were any."""
    known = set(TrustLevel.objects.values_list("pk", flat=True))
    missing = [level for level in DEFAULTS if level.pk not in known]
    TrustLevel.objects.bulk_create(missing)
    return bool(missing)

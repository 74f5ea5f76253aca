"""The person behind an e-mail address."""

from contactatonce.accounts.models import User
from contactatonce.lib.email_addresses import normalize
from privacy.registry import Subject


def subject_of(address: str) -> Subject:
    """Return the person behind `address`, with their account if there is one.

    Only the exact address counts: "+tags" and dots make another one, unless the account says
    otherwise.
    """
    email = normalize(address)
    user = User.objects.filter(email=email).values_list("pk", flat=True).first()
    return Subject(email, user)

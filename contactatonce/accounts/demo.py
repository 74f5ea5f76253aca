"""Invented colleagues for a development machine, one for each role, with one known password."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction

from contactatonce.accounts.models import Role, User
from contactatonce.accounts.services import COMPANY

PASSWORD = "contact-at-once-demo"  # noqa: S105  publicly known; `prepare --demo` refuses production
STAFF = (
    ("ada@example.com", "Ada Demo", Role.ADMINISTRATOR),
    ("sam@example.com", "Sam Demo", Role.SALES),
    ("ed@example.com", "Ed Demo", Role.EDITOR),
    ("mo@example.com", "Mo Demo", Role.MODERATOR),
    ("pat@example.com", "Pat Demo", Role.PRIVACY_OFFICER),
)


@transaction.atomic
def load_staff() -> bool:
    """Create the demo staff unless there is staff already; return whether it did."""
    if User.objects.filter(is_staff=True).exclude(email=COMPANY).exists():
        return False
    for email, display_name, role in STAFF:
        user = User.objects.create_user(email, PASSWORD, display_name=display_name, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return True

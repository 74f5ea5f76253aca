"""A backup holds the database and the files, and restoring it brings no erased person back."""

import stat
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from contactatonce.brands.sites import load_sites
from contactatonce.lib.timed_cache import TimedCache
from leads.models import Inquiry, Person
from privacy.middleware import restored
from tests.privacy.people import ADA, BOB, create_history, erase

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    load_sites()
    create_history()
    create_history(email=BOB, name="Bob", phone="+1 404 555 0143")
    keep("originals/picture", b"as uploaded")
    output = StringIO()
    call_command("backup", tmp_path / "copies", stdout=output)
    return Path(output.getvalue().strip())


def keep(name: str, content: bytes) -> Path:
    path = settings.VAR / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def restore(folder: Path) -> str:
    output = StringIO()
    call_command("restore", folder, stdout=output, stderr=output)
    TimedCache.clear_all()
    return output.getvalue()


def senders() -> set[str]:
    return set(Inquiry.objects.values_list("email", flat=True))


def test_everything_is_back_as_it_was(folder):
    Inquiry.objects.filter(email=BOB).delete()
    picture = keep("originals/picture", b"spoiled")
    restore(folder)
    assert senders() == {ADA, BOB}
    assert picture.read_bytes() == b"as uploaded"
    create_history(email="carl@example.com", name="Carl", phone="+1 404 555 0144")


def test_people_who_were_erased_since_are_erased_again(folder):
    erase()
    said = restore(folder)
    assert "1 lines of the ledger replayed" in said
    assert senders() == {BOB}
    assert not Person.objects.filter(email=ADA).exists()
    assert restored.get() is False


def test_a_lost_ledger_comes_from_the_backup_and_is_reported(folder):
    erase()
    erased = Path(settings.ERASURE_LEDGER)
    (folder / "erasures.ledger").write_bytes(erased.read_bytes())
    erased.unlink()
    assert "If you have a later copy" in restore(folder)
    assert senders() == {BOB}


def test_only_our_user_can_read_it(folder):
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_without_a_backup_changes_nothing(folder, tmp_path):
    with pytest.raises(CommandError, match="is no backup"):
        restore(tmp_path)
    assert senders() == {ADA, BOB}

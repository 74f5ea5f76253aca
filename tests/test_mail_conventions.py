"""Every letter has its templates, and all mail leaves through `lib.mail.hand_over`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from promises.proofs.mail import ANSWERS, carries_link
from tests.test_conventions import HOUSE, ROOT, python_files

COMPOSER = "contactatonce/brands/letters.py"
EXIT = "contactatonce/lib/mail.py"
KINDS = {"subject.txt", "body.txt", "body.html"}
LETTER = re.compile(r"[a-z]+\.[a-z]+(_[a-z]+)*")
# Names that build or send mail -> the one file that may use them.
GUARDED = {
    "EmailMessage": COMPOSER,
    "EmailMultiAlternatives": COMPOSER,
    "get_connection": EXIT,
    "mail_admins": EXIT,
    "mail_managers": EXIT,
    "send": EXIT,
    "send_mail": EXIT,
    "send_mass_mail": EXIT,
    "send_messages": EXIT,
    "smtplib": EXIT,
}


def used(source: str) -> set[str]:
    """Return the last part of each name that a module calls, and the modules it imports."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            names.add(node.func.attr)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            names |= {node.func.id} - {"send"}  # a function of our own; messages have a method
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(str(node.module))
    return names


def mailers(file: str, source: str) -> Iterator[tuple[str, str]]:
    """Yield each guarded name that `file` uses without being the one that may."""
    for name in sorted(used(source) & set(GUARDED)):
        if file != GUARDED[name]:
            yield file, name


def composed(source: str) -> set[str]:
    """Return the letters that a module which imports `compose` names."""
    tree = ast.parse(source)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    if not any(node.module == "contactatonce.brands.letters" for node in imports):
        return set()
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str) and LETTER.fullmatch(text)}


def templates(folder: Path) -> dict[str, set[str]]:
    """Return the kinds of templates of each letter below `folder`."""
    found: dict[str, set[str]] = {}
    for file in folder.glob("*/mail/*"):
        name, _, kind = file.name.rpartition("_")
        found.setdefault(f"{file.parts[-3]}.{name}", set()).add(kind)
    return found


def test_all_mail_leaves_through_one_function():
    found = {
        use
        for file in python_files(*HOUSE)
        for use in mailers(str(file.relative_to(ROOT)), file.read_text())
    }
    assert found == set()


@pytest.mark.parametrize(
    "source",
    [
        "message.send()",
        "letters.notice(user).send(fail_silently=True)",
        "from django.core.mail import send_mail\nsend_mail('a', 'b', 'c', ['d'])",
        "mail.EmailMessage('a')",
        "get_connection().send_messages([])",
        "import smtplib",
        "from smtplib import SMTP",
    ],
)
def test_mail_sent_elsewhere_is_found(source):
    assert list(mailers("leads/tasks.py", source))


def test_letters_and_templates_match():
    letters = set().union(*(composed(file.read_text()) for file in python_files(*HOUSE)))
    found = templates(ROOT / "templates")
    assert set(found) == letters
    assert all(kinds == KINDS for kinds in found.values()), found


def test_each_mailing_has_an_opt_out_link():
    found = set(templates(ROOT / "templates"))
    assert found >= ANSWERS
    assert [name for name in sorted(found - ANSWERS) if not carries_link(name)] == []


def test_missing_and_stray_templates_are_found(tmp_path):
    folder = tmp_path / "leads" / "mail"
    folder.mkdir(parents=True)
    (folder / "offer_body.txt").touch()
    (folder / "answer-body.txt").touch()
    assert templates(tmp_path) == {"leads.offer": {"body.txt"}, "leads.": {"answer-body.txt"}}
    importing = "from contactatonce.brands.letters import compose\n"
    assert composed(f"{importing}compose(brand, 'leads.offer', to=to)") == {"leads.offer"}
    assert composed("compose(brand, 'leads.offer')") == set()

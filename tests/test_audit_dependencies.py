"""`make audit-deps` lists every package and says clearly what could not be checked."""

import re

from django.conf import settings

from tools.audit.dependencies import bill_of_materials, report

LOCK = settings.BASE_DIR / "requirements.txt"
CHECKED = {"name": "django", "version": "5.2.1", "vulns": []}
VULNERABLE = {
    "name": "pillow",
    "version": "9.0.0",
    "vulns": [{"id": "PYSEC-2022-10", "fix_versions": ["9.0.1"]}],
}
SKIPPED = {"name": "brotli", "version": "1.2.1", "skip_reason": "not found"}


def test_bill_names_every_package_of_the_lock_with_its_hashes():
    bill = bill_of_materials(LOCK)
    text = LOCK.read_text()
    assert len(bill["components"]) == len(re.findall(r"^[a-z]", text, re.MULTILINE)) > 20
    assert sum(len(each["hashes"]) for each in bill["components"]) == text.count("--hash=")
    for each in bill["components"]:
        assert re.fullmatch(r"pkg:pypi/[a-z0-9-]+@[\w.!+-]+", each["purl"])


def test_nothing_known_about_checked_packages_is_success():
    assert report([CHECKED]) == ("1 of 1 packages checked, 0 vulnerabilities.", 0)


def test_vulnerability_is_named_with_the_version_that_fixes_it():
    text, code = report([CHECKED, VULNERABLE])
    assert code == 1
    assert "pillow 9.0.0: PYSEC-2022-10, fixed in 9.0.1" in text


def test_package_that_no_database_answered_for_is_no_success():
    text, code = report([CHECKED, SKIPPED])
    assert code == 2
    assert "1 of 2 packages checked" in text
    assert "NOT CHECKED" in text


def test_silence_of_the_tool_is_no_success():
    text, code = report([])
    assert code == 2
    assert "NOT CHECKED" in text

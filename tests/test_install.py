"""An install asks for nothing but what the lock files pin."""

import re
from collections.abc import Iterator
from importlib.metadata import requires
from pathlib import Path

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

pytestmark = pytest.mark.once
ROOT = Path(settings.BASE_DIR)
LOCKS = (
    "requirements.txt",
    "requirements-s3.txt",
    "requirements-dev.txt",
    "tools/audit/requirements.txt",
)
SCRIPTS = ("Makefile", ".ci/run")
PINNED = re.compile(r"==\S+( ;.*)? \\(\n    --hash=sha256:[0-9a-f]{64}( \\)?)+\Z")


def entries(lock: str) -> list[str]:
    """Return the requirements of a lock file, each with its hashes."""
    text = re.sub(r"^ *#.*\n", "", (ROOT / lock).read_text(), flags=re.MULTILINE)
    return re.split(r"\n(?=\S)", text.strip())


def requirement(entry: str) -> Requirement:
    return Requirement(entry.partition("\\")[0])


def unlocked(locked: list[Requirement]) -> Iterator[str]:
    """Yield what an installed requirement needs, extras included, and the lock does not hold."""
    names = {canonicalize_name(each.name) for each in locked}
    for each in locked:
        if each.marker and not each.marker.evaluate():
            continue
        for needed in map(Requirement, requires(each.name) or ()):
            extras = each.extras or {""}
            marker = needed.marker
            applies = not marker or any(marker.evaluate({"extra": extra}) for extra in extras)
            if applies and canonicalize_name(needed.name) not in names:
                yield f"{each.name} needs {needed.name}"


def is_loose(step: str) -> bool:
    """Tell whether a command could fetch something unpinned."""
    if "pip install" in step:
        return not {"--require-hashes", "--no-deps"} <= set(step.split())
    return re.search(r"\bnpm\b.* (install|i)\b|\bnpx\b", step) is not None


def loose_steps(script: str) -> list[str]:
    options = re.search(r"^PIP := (.*)", script, re.MULTILINE)
    lines = script.replace("$(PIP)", options[1] if options else "").splitlines()
    return [line.strip() for line in lines if is_loose(line)]


@pytest.mark.parametrize("lock", LOCKS)
def test_each_requirement_is_pinned_with_hashes(lock):
    assert [entry for entry in entries(lock) if not PINNED.search(entry)] == []
    assert not PINNED.search("django>=5 \\\n    --hash=sha256:" + "0" * 64)
    assert not PINNED.search("django==5")


def test_the_lock_is_complete():
    locked = [requirement(entry) for entry in entries("requirements-dev.txt")]
    assert list(unlocked(locked)) == []
    without = [each for each in locked if each.name != "fido2"]
    assert list(unlocked(without)) == ["django-allauth needs fido2"]


@pytest.mark.parametrize("script", SCRIPTS)
def test_each_install_step_is_locked(script):
    assert loose_steps((ROOT / script).read_text()) == []


@pytest.mark.parametrize("step", ["pip install uv", "npm install", "npx playwright install"])
def test_a_loose_install_step_is_found(step):
    assert loose_steps(f"target:\n\t{step}\n") == [step]

"""Which edition of the software is running."""

import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings


@cache
def code_version() -> str:
    """Return what CODE_VERSION says, else the commit of a checkout, else the package's version."""
    home = Path(settings.BASE_DIR)
    named: str = settings.CODE_VERSION
    return named or commit_of(home / ".git")[:12] or package_version(home / "pyproject.toml")


def commit_of(git: Path) -> str:
    """Return the commit that a git directory has checked out; "" where that cannot be read."""
    try:
        head = (git / "HEAD").read_text().strip()
        name = head.removeprefix("ref: ")
        if name == head:
            return head
        if (git / name).exists():
            return (git / name).read_text().strip()
        packed = (git / "packed-refs").read_text().splitlines()
    except OSError:
        return ""
    return next((line.split()[0] for line in packed if line.endswith(f" {name}")), "")


def package_version(project: Path) -> str:
    """Return the version that pyproject.toml states; "unknown" without one."""
    try:
        return str(tomllib.loads(project.read_text())["project"]["version"])
    except (OSError, KeyError):
        return "unknown"

"""Write a bill of materials of what production installs, and look for known vulnerabilities.

The bill is CycloneDX 1.6 as JSON (ECMA-424), made from the lock. pip-audit asks the advisory
database of the package index; a package that it could not look up counts as not checked.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings

PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==([^\s;]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
AUDIT = (
    "tools/audit/.venv/bin/pip-audit --requirement requirements.txt --require-hashes "
    "--disable-pip --progress-spinner off --format json"
)


def bill_of_materials(lock: Path) -> dict[str, Any]:
    """Return the packages of a hashed requirements file as a CycloneDX document."""
    components: list[dict[str, Any]] = []
    for line in lock.read_text().splitlines():
        if found := PIN.match(line):
            name, version = found.groups()
            url = f"pkg:pypi/{name}@{version}"
            component = {"type": "library", "name": name, "version": version, "purl": url}
            components.append({**component, "bom-ref": url, "hashes": []})
        elif components and (digest := HASH.search(line)):
            components[-1]["hashes"].append({"alg": "SHA-256", "content": digest[1]})
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": components}


def report(audited: Iterable[dict[str, Any]]) -> tuple[str, int]:
    """Return what to print about pip-audit's findings, and the exit code.

    0: all checked, none vulnerable; 1: a vulnerability is known; 2: not all could be checked.
    """
    lines, unchecked, total = [], [], 0
    for package in audited:
        total += 1
        unchecked += [package["name"]] if "skip_reason" in package else []
        lines += [
            f"{package['name']} {package['version']}: {vulnerability['id']}, fixed in "
            f"{', '.join(vulnerability['fix_versions']) or 'no version'}"
            for vulnerability in package.get("vulns", [])
        ]
    code = 1 if lines else 2 if unchecked or not total else 0
    lines.append(
        f"{total - len(unchecked)} of {total} packages checked, {len(lines)} vulnerabilities."
    )
    if unchecked or not total:
        names = ", ".join(unchecked) or "everything; see the error above"
        lines.append(f"NOT CHECKED, as no advisory database answered: {names}.")
    return "\n".join(lines), code


def main() -> int:
    bill = settings.VAR / "bom.json"
    bill.parent.mkdir(parents=True, exist_ok=True)
    found = bill_of_materials(settings.BASE_DIR / "requirements.txt")
    bill.write_text(json.dumps(found, indent=2))
    print(f"{bill}: {len(found['components'])} packages")
    audit = subprocess.run(AUDIT.split(), cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)
    try:
        audited = json.loads(audit.stdout)["dependencies"]
    except ValueError:
        audited = []
    text, code = report(audited)
    print(text)
    return code


if __name__ == "__main__":
    sys.exit(main())

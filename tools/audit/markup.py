"""The Nu HTML checker over the sites' pages: no error, and one that is known is found."""

import json
import subprocess
from pathlib import Path

from .report import Finding
from .site import Served

JAR = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
BROKEN = "<!doctype html><html lang=en><title>x</title><p><h1>a</h1><img src=a.png></p>"


def check(site: Served, urls: list[str], folder: Path) -> list[Finding]:
    """Check every page of `urls`; one finding for each page with errors, and one for the rest."""
    pages = folder / "markup"
    pages.mkdir()
    names = {}
    for number, url in enumerate(urls):
        status, _, body = site.get(url)
        names[f"{number:04}.html"] = url
        (pages / f"{number:04}.html").write_bytes(body)
        if status != 200:
            return [Finding("html", url, f"answers {status}", False)]
    (pages / "canary.html").write_text(BROKEN)
    errors, warnings = messages(pages)
    canary = errors.pop("canary.html", [])
    findings = [
        Finding("html", names[name], f"{len(said)} errors: {said[0]}", False)
        for name, said in sorted(errors.items())
    ]
    clean = f"{len(urls) - len(errors)} of {len(urls)} pages without error, {warnings} warnings"
    return [
        *findings,
        Finding("html", "all sitemaps", clean, not errors),
        Finding("html", "canary page, broken", f"{len(canary)} errors", bool(canary)),
    ]


def messages(pages: Path) -> tuple[dict[str, list[str]], int]:
    """Return each file's errors, and how many warnings there were in all."""
    command = ["java", "-Xss4m", "-jar", str(JAR), "--format", "json", "--exit-zero-always"]
    ran = subprocess.run([*command, str(pages)], capture_output=True, text=True, check=True)
    errors: dict[str, list[str]] = {}
    warnings = 0
    for message in json.loads(ran.stderr)["messages"]:
        if message["type"] == "info":
            warnings += message.get("subType") == "warning"
            continue
        name = Path(message.get("url", "?")).name
        text = f"line {message.get('lastLine', '?')}: {message['message']}"
        errors.setdefault(name, []).append(text)
    return errors, warnings

"""Lighthouse on the pages that sell: the median of several runs, as on a phone."""

import json
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.browser.chromium import CHROMIUM

from .report import Finding
from .site import Served

SCRIPT = Path(__file__).parent / "lighthouse.mjs"
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}


def check(site: Served, urls: list[str], runs: int) -> list[Finding]:
    """Return the scores of each page; every one must reach its aim in the median of `runs`."""
    found: dict[str, list[dict[str, Any]]] = {}
    for result in results(site, urls, runs):
        found.setdefault(result["url"], []).append(result)
    return [finding(url, found.get(url, [])) for url in urls]


def results(site: Served, urls: list[str], runs: int) -> Iterator[dict[str, Any]]:
    flags = ["--headless=new", *site.browser_arguments]
    asked = json.dumps({"urls": urls, "runs": runs, "chrome": CHROMIUM, "flags": flags})
    ran = subprocess.run(
        ["node", str(SCRIPT), asked], stdout=subprocess.PIPE, text=True, check=True
    )
    for line in ran.stdout.splitlines():
        yield json.loads(line)


def finding(url: str, measured: list[dict[str, Any]]) -> Finding:
    """Return the medians of one page's runs, and which audits failed in any of them."""
    errors = {result["error"] for result in measured if result["error"]}
    if errors or not measured:
        return Finding("lighthouse", url, "; ".join(errors) or "no result", False)
    scores = {
        name: round(100 * statistics.median(result["scores"][name] or 0 for result in measured))
        for name in LEAST
    }
    times = {
        name: statistics.median(result["times"][name] for result in measured)
        for name in measured[0]["times"]
    }
    failed = sorted({name for result in measured for name in result["failed"]})
    words = "/".join(str(score) for score in scores.values())
    paints = (
        f"FCP {times['first-contentful-paint'] / 1000:.1f} s, "
        f"LCP {times['largest-contentful-paint'] / 1000:.1f} s, "
        f"TBT {times['total-blocking-time']:.0f} ms, CLS {times['cumulative-layout-shift']:.3f}"
    )
    passes = all(scores[name] >= least for name, least in LEAST.items())
    return Finding("lighthouse", url, ", ".join([words, paints, *failed]), passes)

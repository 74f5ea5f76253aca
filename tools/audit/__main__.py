"""`make audit`: Lighthouse, axe and the Nu HTML checker over the five sites."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from tests.browser.chromium import CHROMIUM

from . import browser, lighthouse, markup, sitemap
from .report import Finding, table
from .site import HOSTS, Served, served

CHECKS = ("html", "axe", "lighthouse")
RUNS = int(os.environ.get("AUDIT_RUNS", "5"))
# Where a site has them: home, the pages for one trade, contact, questions and answers.
SELLING = ("/", "/car-dealers/", "/apartments/", "/sales/", "/leasing/", "/contact/", "/questions/")


def audit(site: Served, folder: Path, checks: list[str]) -> list[Finding]:
    """Run the named checks and return all that they found."""
    urls = sitemap.addresses(site)
    findings = [Finding("sitemaps", "all sites", f"{len(urls)} pages", len(urls) >= len(HOSTS))]
    if "html" in checks:
        findings += markup.check(site, urls, folder)
    if "axe" in checks:
        findings += browser.check(site, urls)
    if "lighthouse" in checks:
        for path in SELLING:
            there = [url for host in HOSTS.values() if (url := f"https://{host}{path}") in urls]
            known = Finding("lighthouse", path, f"{len(there)} sites have it", bool(there))
            findings += [known, *lighthouse.check(site, there, RUNS)]
    return findings


def main() -> None:
    missing = [name for name in ("java", "node", "openssl") if shutil.which(name) is None]
    missing += [] if CHROMIUM else ["chromium"]
    if missing:
        raise SystemExit(f"The audit needs {', '.join(missing)}.")
    checks = sys.argv[1:] or list(CHECKS)
    with tempfile.TemporaryDirectory(prefix="contactatonce-audit-") as name:
        folder = Path(name)
        with served(folder) as site:
            findings = audit(site, folder, checks)
    print(table(findings))
    if not all(finding.passes for finding in findings):
        raise SystemExit(1)


if __name__ == "__main__":
    main()

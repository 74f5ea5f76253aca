"""The machine's own Chromium, how it is started (offline, but for our sites), and what it shows."""

import shutil

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ARGUMENTS = [
    *QUIET,
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, "
    "EXCLUDE localhost, EXCLUDE *.localhost",
]

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
# axe runs its rule for WCAG 2.2 only where that is named.
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

"""axe over every page in Debian's Chromium; tests/browser measures what pages weigh."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import CHROMIUM, DESK, PHONE, WCAG

from .report import Finding
from .site import Served

LOOKS = ((DESK, "light"), (PHONE, "dark"))
# Two targets of 10 px that touch: axe finds them only where it is asked for WCAG 2.2.
CANARY = """<!doctype html><html lang=en><title>Canary</title><main><h1>Canary</h1>
<button style="width:10px;height:10px;padding:0;border:0" aria-label=a></button
><button style="width:10px;height:10px;padding:0;border:0" aria-label=b></button></main>"""


def check(site: Served, urls: list[str]) -> list[Finding]:
    """Return what axe finds on `urls` in both schemes."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=site.browser_arguments)
        findings = accessibility(browser, urls)
        browser.close()
    return findings


def accessibility(browser: Browser, urls: list[str]) -> list[Finding]:
    findings = []
    for size, scheme in LOOKS:
        context = browser.new_context(
            viewport=size, color_scheme=scheme, reduced_motion="reduce", ignore_https_errors=True
        )
        page = context.new_page()
        for url in urls:
            page.goto(url)
            findings += [
                Finding("axe", f"{url} ({scheme})", violation, False)
                for violation in violations(page)
            ]
        context.close()
    page = browser.new_page()
    page.set_content(CANARY)
    found = violations(page)
    is_found = any("target-size" in violation for violation in found)
    clean = f"{len(findings)} violations on {len(urls)} pages in two sizes and schemes"
    return [
        *findings,
        Finding("axe", "all sitemaps", clean, not findings),
        Finding("axe", "canary page, two 10 px buttons", ", ".join(found) or "nothing", is_found),
    ]


def violations(page: Page) -> list[str]:
    """Return the violations of WCAG 2.2 A and AA in a page, each with where it is first seen."""
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    response = Axe().run(page, options=options).response
    return [
        f"{found['id']} ×{len(found['nodes'])} {found['nodes'][0]['target'][0]}"
        for found in response["violations"]
    ]

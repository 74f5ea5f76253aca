"""The README's pictures, taken of the demo content."""

import io
import re
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.running import ROOT, Run, free_port

SIZE = {"width": 1280, "height": 800}
FOLDER = ROOT / "docs" / "img"


def take_all(browser: Browser) -> None:
    """Run the sites on a fresh data folder and write docs/img."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="contactatonce-pictures-") as folder:
        run = Run(Path(folder), free_port())
        try:
            printed = run.read(until="Ready")
            password = re.findall(r"Password of all\s+(\S+)", printed)[0]
            visit(browser.new_page(viewport=SIZE), f"http://127.0.0.1:{run.port}", password)
        finally:
            run.stop()


def visit(page: Page, origin: str, password: str) -> None:
    page.goto(f"{origin}/", wait_until="networkidle")
    take(page, "home")
    page.goto(f"{origin}/admin/")
    page.get_by_label(re.compile("mail", re.IGNORECASE)).fill("ada@example.com")
    page.get_by_label("Password", exact=True).fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{origin}/admin/")
    page.goto(f"{origin}/admin/leads/lead/", wait_until="networkidle")
    take(page, "queue")


def take(page: Page, name: str) -> None:
    """Write what `page` shows as docs/img/<name>.webp."""
    image = Image.open(io.BytesIO(page.screenshot()))
    image.convert("RGB").save(FOLDER / f"{name}.webp", quality=85, method=6)
    print(f"docs/img/{name}.webp")

"""The README's pictures, taken of the demo content: `make pictures`."""

import base64
import re
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import ARGUMENTS, CHROMIUM
from tests.running import ROOT, Run, free_port

SIZE = {"width": 1280, "height": 800}
FOLDER = ROOT / "docs" / "img"
TO_WEBP = """async ({png, quality}) => {
  const image = new Image();
  image.src = "data:image/png;base64," + png;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"),
    {width: image.width, height: image.height});
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL("image/webp", quality).split(",")[1];
}"""


def take(page: Page, blank: Page, name: str) -> None:
    """Write what `page` shows as docs/img/<name>.webp; `blank` has no policy against images."""
    png = base64.b64encode(page.screenshot()).decode()
    webp = base64.b64decode(blank.evaluate(TO_WEBP, {"png": png, "quality": 0.85}))
    (FOLDER / f"{name}.webp").write_bytes(webp)
    print(f"docs/img/{name}.webp {len(webp) // 1024} kB")


def take_all(browser: Browser, origin: str, password: str) -> None:
    page, blank = browser.new_page(viewport=SIZE), browser.new_page()
    page.goto(f"{origin}/", wait_until="networkidle")
    take(page, blank, "home")
    page.goto(f"{origin}/admin/")
    page.get_by_label(re.compile("mail", re.IGNORECASE)).fill("ada@example.com")
    page.get_by_label("Password", exact=True).fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{origin}/admin/")
    page.goto(f"{origin}/admin/leads/lead/", wait_until="networkidle")
    take(page, blank, "queue")


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="contactatonce-pictures-") as folder:
        run = Run(Path(folder), free_port())
        try:
            printed = run.read(until="Ready")
            password = re.findall(r"Password of all five\s+(\S+)", printed)[0]
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
                take_all(browser, f"http://127.0.0.1:{run.port}", password)
                browser.close()
        finally:
            run.stop()


if __name__ == "__main__":
    main()

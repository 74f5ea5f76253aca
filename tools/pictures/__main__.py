"""Draw the committed pictures and take those of the README."""

import io
from base64 import b64encode

import django
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

django.setup()

from tests.browser.chromium import ARGUMENTS, CHROMIUM  # noqa: E402  they need the settings

from . import readme  # noqa: E402  after the settings
from .drawings import ROOT, Drawing, drawings, record  # noqa: E402  after the settings

PAGE = """<style>
@font-face {{ font-family: Figtree; src: url("data:font/woff2;base64,{font}"); }}
body {{ margin: 0; }}
svg {{ display: block; width: 100vw; height: 100vh; }}
svg {{ stroke-linecap: round; stroke-linejoin: round; }}
path {{ fill-rule: evenodd; }}
text {{ font-family: Figtree; font-weight: 700; }}
</style>{svg}"""


def draw(browser: Browser, drawing: Drawing) -> None:
    """Write a picture as its file's name says: PNG, lossless WebP, or ICO of several sizes."""
    images = [screenshot(browser, drawing.svg, *size) for size in drawing.sizes]
    drawing.file.parent.mkdir(parents=True, exist_ok=True)
    match drawing.file.suffix:
        case ".ico":
            images[-1].save(drawing.file, sizes=drawing.sizes, append_images=images[:-1])
        case ".webp":
            images[0].convert("RGB").save(drawing.file, lossless=True, quality=100, method=6)
        case _:
            image = images[0].convert("RGB").quantize(64, dither=Image.Dither.NONE)
            image.save(drawing.file, optimize=True)
    print(f"{drawing.name} {drawing.file.stat().st_size / 1024:.0f} kB")


def screenshot(browser: Browser, svg: str, width: int, height: int) -> Image.Image:
    font = b64encode((ROOT / "static/fonts/figtree.woff2").read_bytes()).decode()
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_content(PAGE.format(font=font, svg=svg))
    page.evaluate("document.fonts.ready")
    png = page.screenshot(omit_background=True)
    page.close()
    return Image.open(io.BytesIO(png))


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for drawing in list(drawings()):
            draw(browser, drawing)
        record()
        readme.take_all(browser)
        browser.close()


if __name__ == "__main__":
    main()

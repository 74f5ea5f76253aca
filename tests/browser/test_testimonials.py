"""Testimonials in a real browser: accessible in each size and scheme, and a player that plays."""

import io

import pytest
from PIL import Image as Picture
from playwright.sync_api import expect

from contactatonce.brands.models import Brand
from media.video.posters import fit, make_small
from testimonials.models import Edition
from tests import factories
from tests.browser.conftest import DESK, PHONE
from tests.browser.weight import KB, visit
from tests.media.video import clips
from tests.testimonials.factories import create_listing, create_published, create_video, live

pytestmark = pytest.mark.browser
SITE = "autodealerchat"
WIDTHS = [320, 390, 768, 1280]
LONG = "They answer while the visitor is still on the page, and that is what we wanted. " * 9
SEEK = """
async (video) => {
  await new Promise((done) => {
    video.addEventListener("loadeddata", done, { once: true });
    video.muted = true;
    video.play();
  });
  const before = performance.now();
  video.currentTime = 45;
  await new Promise((done) => video.addEventListener("seeked", done, { once: true }));
  return { took: performance.now() - before, at: video.currentTime, length: video.duration };
}
"""


@pytest.fixture(scope="module")
def film(tmp_path_factory) -> bytes:
    """A minute of video, as the conversion makes them."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    sources = clips.lavfi("testsrc2=s=640x360:r=15", "sine=f=440:r=48000", seconds=60)
    clips.ffmpeg(*sources, *clips.FAST, "-pix_fmt", "yuv420p", "-movflags", "+faststart", path)
    return path.read_bytes()


def poster(kind: str) -> bytes:
    out = io.BytesIO()
    Picture.new("RGB", (640, 360), "#35608f").save(out, kind)
    return out.getvalue()


def store(edition: Edition, name: str, content: bytes) -> None:
    """Replace the content of a file of an edition."""
    file = getattr(edition, name)
    with file.storage.open(file.name, "wb") as stored:
        stored.write(content)


@pytest.fixture
def given(sites, film):
    """Store a video, two texts and a directory on one site; return the video."""
    brand = Brand.objects.get(slug=SITE)
    adam = factories.create_staff("adam@example.com", "Adam", role="Administrator")
    create_published(brand=brand, by=adam, text=LONG, email="bea@example.com", name="Bea Example")
    create_published(
        brand=brand,
        by=adam,
        text="We book a third more visits.",
        email="cleo@example.com",
        name="Cleo Example",
        trade="apartments",
        incentive="A gift card of 20 dollars",
    )
    create_listing(brand=brand)
    create_listing(
        brand=brand, company="Park Homes", trade="apartments", place="Dover", region="Ohio", link=""
    )
    found = create_video(brand=brand, by=adam, content=film)
    for kind in ("avif", "webp", "jpeg"):
        store(live(found), f"picture_{kind}", poster(kind))
    store(live(found), "picture_small", poster("webp"))
    return found


@pytest.fixture
def paths(given):
    return ("/testimonials/", given.get_absolute_url(), "/customers/", "/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing(sites, paths, new_page, axe, size, scheme):
    page = new_page(viewport=size, color_scheme=scheme)
    for path in paths:
        page.goto(sites.url(SITE, path))
        axe(page)


def test_no_page_is_wider_than_its_window(sites, paths, page):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for path in paths:
            page.goto(sites.url(SITE, path))
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


def test_no_byte_of_the_video_is_loaded_before_it_is_played(sites, given, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(sites.url(SITE, given.get_absolute_url()), wait_until="networkidle")
    assert [url for url in asked if url.endswith(".mp4")] == []
    assert [url for url in asked if url.endswith("picture.webp")]


def test_a_wall_of_twelve_videos_stays_within_its_weight(sites, chromium):
    brand = Brand.objects.get(slug=SITE)
    adam = factories.create_staff("adam@example.com", "Adam", role="Administrator")
    for number in range(12):
        found = create_video(
            brand=brand, by=adam, email=f"a{number}@example.com", text=LONG, content=b"%d" % number
        )
        noise = Picture.effect_noise((1280, 720), 90).convert("RGB")
        store(live(found), "picture_small", make_small(fit(noise)).content)
    context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
    weighed = visit(context, sites.url(SITE, "/testimonials/"))
    context.close()
    assert weighed.total <= 150 * KB, str(weighed)
    assert weighed.sizes["image"] > 12 * 2 * KB, "all pictures are loaded"
    assert "media" not in weighed.sizes and weighed.cookies == 0


def test_seeking_to_three_quarters_starts_within_a_second(sites, given, page):
    page.goto(sites.url(SITE, given.get_absolute_url()))
    found = page.locator("video").evaluate(SEEK)
    assert abs(found["length"] - 60) < 1
    assert abs(found["at"] - 45) < 0.5
    assert found["took"] < 1000


def test_settings_are_kept_only_after_a_change_and_can_be_forgotten(sites, given, page):
    address = sites.url(SITE, given.get_absolute_url())
    page.goto(address)
    video = page.locator("video")
    forget = page.get_by_role("button", name="Forget my player settings")
    assert page.evaluate("localStorage.length") == 0
    expect(forget).to_be_hidden()
    video.evaluate("video => { video.volume = 0.5; video.textTracks[0].mode = 'showing' }")
    expect(forget).to_be_visible()
    page.goto(address)
    expect(forget).to_be_visible()
    assert video.evaluate("video => [video.volume, video.textTracks[0].mode]") == [0.5, "showing"]
    forget.click()
    expect(forget).to_be_hidden()
    expect(page.get_by_role("status")).to_have_text("Your player settings are forgotten.")
    assert page.evaluate("localStorage.length") == 0
    assert video.evaluate("video => [video.volume, video.textTracks[0].mode]") == [1, "disabled"]


def test_keyboard_reaches_each_card_and_filter(sites, given, page):
    page.goto(sites.url(SITE, "/testimonials/"))
    page.get_by_role("link", name="Apartment communities").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Cleo Example")).to_be_visible()
    expect(page.get_by_role("link", name="Bea Example")).to_have_count(0)
    page.get_by_role("link", name="Cleo Example").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Cleo Example", level=1)).to_be_visible()


def test_wall_works_without_script_and_cookies(sites, given, bare_page):
    bare_page.goto(sites.url(SITE, "/testimonials/"))
    bare_page.get_by_role("link", name="Ada Example").click()
    expect(bare_page.locator("video")).to_have_attribute("controls", "")
    expect(bare_page.get_by_role("heading", name="Transcript")).to_be_visible()
    expect(bare_page.get_by_role("button", name="Forget my player settings")).to_be_hidden()

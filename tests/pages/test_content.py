"""Files under content/: read into pages and menus, or refused with the place of the fault."""

import re
import shutil

import pytest
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import apnumber

from contactatonce.brands.models import Brand, Calendar
from contactatonce.brands.sites import load_sites
from contactatonce.lib import content
from contactatonce.lib.content import ContentError
from leads.models import InquiryForm
from leads.seed import load_forms
from pages.models import MenuItem, Page
from pages.seed import load_pages
from tests.base import SITES

pytestmark = pytest.mark.django_db

NUMBER_OF_SITES = re.compile(
    r"\b(\d+|two|three|four|five|six|seven|eight|nine|ten) (?:Contact At Once! )?(?:web)?sites\b",
    re.IGNORECASE,
)
HOME = """
[[sections]]
kind = "hero"
title = "Ask us"
text = '''
One sentence on
two lines.'''

[[sections]]
kind = "benefits"
title = "Why"

[[sections.points]]
title = "Fast"
text = "Very."
icon = "clock"
"""


@pytest.fixture
def root(tmp_path, monkeypatch):
    """An empty folder of content beside the real sites."""
    shutil.copy(content.ROOT / "sites.toml", tmp_path)
    monkeypatch.setattr(content, "ROOT", tmp_path)
    load_sites()
    return tmp_path


def write(file, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def home(root):
    return root / "autodealerchat/pages/home.toml"


def refusal(load=load_pages) -> str:
    with pytest.raises(ContentError) as error:
        load()
    return str(error.value)


def test_every_folder_of_content_is_a_site_or_shared():
    folders = {path.name for path in content.ROOT.iterdir() if path.is_dir()}
    assert folders - {"blog", "demo", "forum", "policy", "shared"} == {
        site["slug"] for site in SITES
    }


def test_texts_give_the_number_of_websites():
    """A new site changes it in the policy, the terms, pages and templates."""
    folders = [settings.BASE_DIR / "templates", *content.ROOT.glob("[!b]*")]
    files = [path for folder in folders for path in [folder, *folder.rglob("*")] if path.is_file()]
    found = {
        (str(path), number.lower())
        for path in files
        for number in NUMBER_OF_SITES.findall(path.read_text())
    }
    assert len({path for path, _ in found}) > 5
    assert {(path, number) for path, number in found if number != apnumber(len(SITES))} == set()


def test_every_shared_file_is_included(db):
    included = [
        line.split('"')[1]
        for file in content.ROOT.rglob("*.toml")
        for line in file.read_text().splitlines()
        if line.startswith("include = ")
    ]
    shared = content.ROOT / "shared"
    files = {str(file.relative_to(shared).with_suffix("")) for file in shared.rglob("*.toml")}
    assert {name for name in files if not name.startswith("pages/")} == set(included)


def test_line_breaks_become_spaces_except_in_markdown(root):
    text = '[[sections]]\nkind = "text"\ntitle = "List"\ntext = """\n- one\n- two\n"""\n'
    write(home(root), HOME + text)
    load_pages()
    hero, _, markdown = Page.objects.get().sections
    assert hero["content"]["text"] == "One sentence on two lines."
    assert markdown["content"]["text"] == "- one\n- two"


def test_path_comes_from_the_place_of_the_file(root):
    heading = 'title = "Reports"\ndescription = "What they show."\n'
    write(root / "autodealerchat/pages/products/reports.toml", heading + HOME)
    write(home(root), HOME)
    load_pages()
    assert list(Page.objects.values_list("path", "title")) == [
        ("/", "Chat for car dealers"),
        ("/products/reports/", "Reports"),
    ]


def test_shared_page_appears_on_every_site_that_has_no_own(root):
    heading = 'title = "{}"\ndescription = "All of us."\n'
    write(root / "shared/pages/about.toml", heading.format("Shared") + HOME)
    write(root / "apartmentchat/pages/about.toml", heading.format("Own") + HOME)
    load_pages()
    assert Page.objects.filter(path="/about/", title="Shared").count() == len(SITES) - 1
    assert Page.objects.get(title="Own").brand.slug == "apartmentchat"


def test_include_takes_over_a_shared_section(root):
    write(root / "shared/sections/last.toml", 'kind = "text"\ntitle = "Shared"\ntext = "Words."\n')
    write(home(root), '[[sections]]\ninclude = "sections/last"\ntitle = "Own"\n')
    load_pages()
    said = Page.objects.get().sections[0]["content"]
    assert (said["title"], said["text"]) == ("Own", "Words.")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"hero"', '"heros"', "section 1, kind: choose one of about, "),
        ('title = "Ask us"', "", "section 1, hero, title: This field is required."),
        ('title = "Ask us"', "title = 7", "section 1, hero, title must be a text."),
        ('title = "Ask us"', 'titel = "x"', "section 1, hero: unknown field titel."),
        ('title = "Fast"', "", "section 2, benefits, points 1, title: This field is required."),
        ('icon = "clock"', 'icon = "clok"', "section 2, benefits, points 1, icon: Select a valid"),
        ('icon = "clock"', "link = 1", "section 2, benefits, points 1: unknown field link."),
        ('kind = "hero"', 'kind = "hero"\nprimary = 1', "hero, primary must be a table."),
        ('kind = "hero"', 'kind = "hero"\nnotes = 1', "hero, notes must be a list."),
        ('kind = "hero"', 'kind = "hero"\nnotes = [1]', "hero, notes 1 must be a text."),
        ('kind = "hero"', 'kind = "hero"\ndrawing = {name = "no"}', "hero, drawing: Select a"),
        ("Ask us", "x" * 161, "section 1, hero, title: Ensure this value has at most 160"),
        ("[[sections.points]]", "[sections.points]", "section 2, benefits, points must be a list."),
        ('kind = "hero"', 'include = "no"', "section 1 (content/shared/no.toml), include: "),
        ("[[sections]]", "[[section", "(at line "),
    ],
)
def test_fault_in_a_page_is_named_with_its_place(root, old, new, fault):
    write(home(root), HOME.replace(old, new))
    message = refusal()
    assert message.startswith("content/autodealerchat/pages/home.toml"), message
    assert fault in message
    assert not Page.objects.exists()


def test_fault_in_a_link_is_named(root):
    link = 'secondary = {label = "Go", url = "no where"}'
    write(home(root), HOME.replace('kind = "hero"', f'kind = "hero"\n{link}'))
    assert "section 1, hero, secondary: Write a path such as /products/" in refusal()


def test_page_without_title_or_with_a_bad_name_is_refused(root):
    write(root / "autodealerchat/pages/about.toml", HOME)
    assert refusal() == "content/autodealerchat/pages/about.toml: title is missing."
    (root / "autodealerchat/pages/about.toml").unlink()
    heading = 'title = "About"\ndescription = "All of us."\n'
    write(root / "autodealerchat/pages/About Us.toml", heading + HOME)
    assert "About Us.toml, path: Write a path such as" in refusal()


def test_fault_in_a_menu_is_named(root):
    menu = root / "apartmentchat/menu.toml"
    write(menu, '[[items]]\nurl = "/x/"\n')
    assert refusal() == "content/apartmentchat/menu.toml, items 1: label is missing."
    write(menu, '[[items]]\nlabel = "Blog"\nurl = "site:nowhere"\n')
    assert "menu.toml, Blog (url: site:nowhere), target: There is no site" in refusal()
    assert not MenuItem.objects.exists()


def test_fault_in_a_form_is_named(root):
    form = root / "apartmentchat/forms/contact.toml"
    write(form, 'title = "Talk"\nquestions = ["name", "age"]\n')
    assert "forms/contact.toml, question age, question: Value 'age' is not a" in refusal(load_forms)
    write(form, 'title = "Talk"\nquestions = ["name"]\n[labels]\nphone = "Cell"\n')
    assert "forms/contact.toml, labels: unknown field phone." in refusal(load_forms)
    write(form, 'title = "Talk"\nquestions = ["name"]\ncolor = "red"\n')
    assert "forms/contact.toml: unknown field color." in refusal(load_forms)
    assert not InquiryForm.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"#b3261e"', '"red"', "site 2, accent: Write a color"),
        ('kind = "blog"', 'kind = "shop"', "site 4, kind: Value 'shop' is not a valid choice."),
        ('"www.apartmentchat.com"', '"www.autodealerchat.com"', "site 3, host: Site with this"),
        ('"monday"', '"moonday"', "calendar, open_on: moonday is not one of monday, tuesday"),
        ("closes_at = 18:00:00", "", "calendar: closes_at is missing."),
        ("fax", "fx", "office 1: unknown field fx."),
    ],
)
def test_fault_in_the_list_of_sites_is_named(root, old, new, fault):
    Brand.objects.all().delete()
    Calendar.objects.all().delete()
    file = root / "sites.toml"
    file.write_text(file.read_text().replace(old, new))
    message = refusal(load_sites)
    assert message.startswith("content/sites.toml")
    assert fault in message

"""The design system is written in small sheets and served as one, in the order of its index."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from contactatonce.brands.sites import load_sites
from contactatonce.lib.stylesheets import StylesheetFinder, written_out

SOURCE = Path(settings.STATICFILES_DIRS[0]) / "css" / "site"
SHEETS = sorted(SOURCE.rglob("*.css"))
LONGEST = 250
STYLED = re.compile(r'<link[^>]+rel="stylesheet"[^>]*>')


def served() -> str:
    return Path(finders.find("css/site.css")).read_text()


def test_the_served_sheet_holds_every_sheet_of_the_folder_and_imports_none():
    text = served()
    assert "@import" not in text
    assert len(SHEETS) > 15
    for sheet in SHEETS:
        if sheet.name != "index.css":
            assert sheet.read_text() in text, f"{sheet.name} is not in index.css"


def test_an_import_of_an_import_stands_in_its_place(tmp_path):
    (tmp_path / "a.css").write_text('@import url("b/b.css");\np { color: red; }\n')
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "b.css").write_text('@import url("c.css");\n')
    (tmp_path / "b" / "c.css").write_text("h1 { color: blue; }\n")
    assert written_out(tmp_path / "a.css") == "h1 { color: blue; }\np { color: red; }\n"


def test_a_changed_sheet_is_written_anew(tmp_path, settings):
    settings.STATICFILES_DIRS, settings.VAR = [tmp_path / "static"], tmp_path / "var"
    folder = tmp_path / "static" / "css" / "small"
    folder.mkdir(parents=True)
    (folder / "index.css").write_text('@import url("one.css");\n')
    (folder / "one.css").write_text("a { color: red; }\n")
    finder = StylesheetFinder()
    assert Path(finder.find("css/small.css")).read_text() == "a { color: red; }\n"
    (folder / "one.css").write_text("a { color: blue; }\n")
    assert Path(finder.find("css/small.css")).read_text() == "a { color: blue; }\n"
    assert finder.find("css/large.css") == []


def test_production_serves_it_hashed_with_hashed_fonts(tmp_path, settings):
    settings.VAR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "contactatonce.lib.files.StaticFiles"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()
    assert not list(settings.STATIC_ROOT.glob("**/staticfiles.json*"))
    hashed = next(settings.STATIC_ROOT.glob("css/site.*.css"))
    assert (hashed.parent / f"{hashed.name}.br").exists()
    fonts = re.findall(r'url\("([^"]+)"\)', hashed.read_text())
    assert len(fonts) == 2
    for font in fonts:
        assert re.fullmatch(r"(/static|\.\.)/fonts/[\w-]+\.[0-9a-f]{12}\.woff2", font)


def test_no_sheet_is_too_long_to_read():
    long = {sheet.name for sheet in SHEETS if sheet.read_text().count("\n") > LONGEST}
    assert long == set()


@pytest.mark.django_db
def test_a_page_takes_two_sheets(client):
    load_sites()
    page = client.get("/", headers={"host": "www.autodealerchat.com"}).content.decode()
    assert len(STYLED.findall(page)) == 2


def test_fonts_are_two_files_of_60_kb_at_most():
    fonts = sorted(SOURCE.parents[1].joinpath("fonts").glob("*.woff2"))
    assert 1 <= len(fonts) <= 2
    assert sum(font.stat().st_size for font in fonts) <= 60 * 1024


def test_the_whole_sheet_weighs_14_kb_at_most():
    assert 5 * 1024 < len(gzip.compress(served().encode())) <= 14 * 1024


def test_both_schemes_come_without_a_script():
    text = served()
    assert text.count("light-dark(") > 20
    assert "prefers-color-scheme" not in text
    assert "data-theme" not in text

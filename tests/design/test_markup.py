"""Markup mistakes that the Nu HTML checker would find, searched for in the templates."""

import re
from pathlib import Path

from django.conf import settings
from django.template import Context, Template
from django.utils.dateparse import parse_datetime

TEMPLATES = Path(settings.BASE_DIR) / "templates"
WITH_FRACTION = re.compile(r"""date:["']c["']""")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+\d{4}")


def test_no_moment_carries_a_fraction_that_html_does_not_allow():
    pages = list(TEMPLATES.rglob("*.html"))
    assert len(pages) > 100
    found = {page.name for page in pages if WITH_FRACTION.search(page.read_text())}
    assert found == set(), "write date:'Y-m-d\\TH:i:sO': HTML knows three digits, we store six"
    assert WITH_FRACTION.search('{{ a|date:"c" }}')


def test_the_format_that_the_templates_use_is_one_of_html():
    moment = parse_datetime("2026-11-22T14:46:56.012221+00:00")
    page = Template(r"""{{ at|date:'Y-m-d\TH:i:sO' }}""").render(Context({"at": moment}))
    assert page == "2026-11-22T14:46:56+0000"
    assert MOMENT.fullmatch(page)

"""The files under deploy/ beside nginx.conf: units and environment, as documented."""

import configparser
import re

from django.conf import settings

from contactatonce.jobs.registry import Queue

DEPLOY = settings.BASE_DIR / "deploy"
OPERATIONS = (settings.BASE_DIR / "docs" / "operations.md").read_text()


def unit(name: str) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str
    parser.read(DEPLOY / name)
    return parser["Service"]


def test_web_unit_starts_gunicorn_as_the_documentation_does():
    command = unit("contactatonce-web.service")["ExecStart"].split(" ", 1)[1]
    documented = " ".join(OPERATIONS.replace("\\\n", " ").split())
    assert f"bin/gunicorn {command}" in documented


def test_a_worker_unit_for_each_queue_is_documented():
    assert unit("contactatonce-worker@.service")["ExecStart"].endswith(
        "manage.py worker --queue %i"
    )
    for queue in Queue:
        assert f"contactatonce-worker@{queue}" in OPERATIONS


def test_environment_names_documented_variables_and_every_required_one():
    text = (DEPLOY / "environment.example").read_text()
    named = set(re.findall(r"^([A-Z_]+)=", text, re.M))
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*)", OPERATIONS, re.M)
    assert named <= {name for name, _ in rows}
    assert {name for name, meaning in rows if "**required**" in meaning} - named <= {
        "EMAIL_BACKEND"
    }

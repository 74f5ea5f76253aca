"""The import contracts; each is broken on purpose once, to see that it fails."""

import shutil
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

from tests.test_conventions import HOUSE, ROOT


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_imports_go_down_only():
    linted = lint_imports(ROOT)
    assert linted.returncode == 0, linted.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        *(
            (*pair, "Imports go down only")
            for pair in (
                ("contactatonce/lib/markup.py", "from contactatonce.jobs import services"),
                ("contactatonce/jobs/services.py", "from contactatonce.brands.models import Brand"),
                ("privacy/registry.py", "import leads.models"),
                ("leads/apps.py", "from pages import views"),
            )
        ),
        *(
            (*pair, "Models import no views, forms or readers")
            for pair in (
                ("blog/models/posts.py", "from blog import reading"),
                ("pages/models/pages.py", "from pages import wording"),
                ("media/models.py", "from media import admin"),
                ("contactatonce/accounts/models.py", "from contactatonce.accounts import forms"),
            )
        ),
    ],
)
def test_an_import_that_breaks_a_contract_is_found(tmp_path, file, line, contract):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for folder in HOUSE:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("*.pyc"))
    with open(tmp_path / file, "a") as target:
        target.write(f"\n{line}\n")
    linted = lint_imports(tmp_path)
    assert linted.returncode == 1, linted.stdout
    assert f"{contract} BROKEN" in linted.stdout


def test_no_module_is_part_of_an_import_cycle():
    graph = grimp.build_graph(*HOUSE, cache_dir=None)
    TopologicalSorter(
        {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    ).prepare()

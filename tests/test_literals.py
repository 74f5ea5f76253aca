"""Lists are written plainly."""

import ast
from collections.abc import Iterator

import pytest

from tests.test_conventions import HOUSE, ROOT, python_files

pytestmark = pytest.mark.once


def splats(source: str) -> Iterator[int]:
    """Yield the lines where a literal list is unpacked into another."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Starred) and isinstance(node.value, ast.Tuple | ast.List | ast.Set):
            yield node.lineno


def test_no_list_is_unpacked_where_it_is_written():
    found = {
        f"{file.relative_to(ROOT)}:{line}"
        for file in python_files(*HOUSE, "tests", "tools")
        for line in splats(file.read_text())
    }
    assert found == set()
    assert list(splats("f(*(1, 2), *names)")) == [1]

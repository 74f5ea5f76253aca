"""Text as it is searched, equal in Python and in the database."""

import pytest
from django.db import connection
from django.db.models import Value
from hypothesis import given
from hypothesis import strategies as st

from contactatonce.accounts.models import User
from contactatonce.lib.folding import ACCENTED, LONGER, SINGLE, fold
from leads.models.search import Folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łukasz O’Brien-Müller", "lukasz o'brien-muller"),
        ("ÅSE Ærø Þór ẞ", "ase aero thor ss"),
        ("Nguyễn Thị", "nguyen thi"),
        ("Jose\u0301", "jose"),
        ("山田 花子 Ж", "山田 花子 ж"),
        ("50% \\ _ \n", "50% \\ _ \n"),
        ("İ", "i"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.django_db
def test_the_database_folds_alike():
    letters = [chr(code) for code in ACCENTED] + list(SINGLE) + list(LONGER)
    latin = "".join(letter for letter in letters if letter in SINGLE or letter in LONGER)
    for text in (latin, "Łukasz O’Brien-Müller 'x' 50%", "山田"):
        User.objects.create_user(f"{len(text)}@example.com", display_name="x")
        found = User.objects.annotate(folded=Folded(Value(text))).values_list("folded", flat=True)
        assert found[0] == fold(text), connection.vendor

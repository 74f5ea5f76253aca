"""Names of ours are found in the names of others, however they are written."""

import pytest

from contactatonce.lib.names import same_names_in

OURS = ["Contact At Once!", "Dealer Chat Blog", "Ada Lovelace", "Mo"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Contact At Once! Support", "Contact At Once!"),
        ("contact at once", "Contact At Once!"),
        ("ContactAtOnce", "Contact At Once!"),
        ("C0ntact @t 0nce", "Contact At Once!"),
        ("Сontaсt Аt Оnсe", "Contact At Once!"),
        ("Cóntact\u200b-At-Önce", "Contact At Once!"),
        ("Ｃｏｎｔａｃｔ Ａｔ Ｏｎｃｅ", "Contact At Once!"),
        ("www.contactatonce.com", "Contact At Once!"),
        ("The Dealer Chat Blog team", "Dealer Chat Blog"),
        ("Ada Lovelace (staff)", "Ada Lovelace"),
        ("adalovelace", "Ada Lovelace"),
        ("MO", "Mo"),
    ],
)
def test_name_of_ours_is_found(name, found):
    assert same_names_in(name, OURS) == {found}


@pytest.mark.parametrize(
    "name", ["Rita Reader", "Ada", "Monica", "Contact", "Лена", "花子", "!", "", "At Once"]
)
def test_other_names_are_not_found(name):
    assert same_names_in(name, [*OURS, "", "!"]) == set()

"""Conditional requests get 304, and never an old form."""

import pytest
from django.http import HttpResponse
from django.urls import include, path

from contactatonce.brands.sites import load_sites
from contactatonce.lib import form_tokens

pytestmark = pytest.mark.django_db
words = {"now": "As it is."}

urlpatterns = [
    path("plain/", lambda request: HttpResponse(words["now"])),
    path("own/", lambda request: HttpResponse("x", headers={"ETag": '"mine"'})),
    path("secret/", lambda request: HttpResponse("x", headers={"Cache-Control": "no-store"})),
    path("form/", lambda request: HttpResponse(form_tokens.placeholder("a:b"))),
    path("", include("contactatonce.urls")),
]


@pytest.fixture(params=[0, 60], ids=["without the page cache", "from the page cache"])
def ask(client, settings, request):
    settings.ROOT_URLCONF = __name__
    settings.PAGE_CACHE_SECONDS = request.param
    load_sites()
    words["now"] = "As it is."

    def get(address, etag=""):
        headers = {"host": "www.contactatonce.com", **({"if-none-match": etag} if etag else {})}
        return client.get(address, headers=headers)

    return get


def test_a_page_that_did_not_change_is_not_sent_again(ask):
    etag = ask("/plain/")["ETag"]
    again = ask("/plain/", etag)
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == etag


def test_a_page_that_changed_is_sent(ask, settings):
    etag = ask("/plain/")["ETag"]
    words["now"] = "As it is now."
    settings.PAGE_CACHE_SECONDS = 0
    again = ask("/plain/", etag)
    assert again.status_code == 200
    assert again["ETag"] != etag


def test_a_page_with_a_form_is_always_sent_with_a_token_of_its_own(ask):
    first, second = ask("/form/"), ask("/form/")
    assert not first.has_header("ETag")
    assert first.content != second.content


def test_a_view_that_knows_better_keeps_its_own_tag(ask):
    assert ask("/own/")["ETag"] == ask("/own/")["ETag"] == '"mine"'
    assert ask("/own/", '"mine"').status_code == 304


def test_what_may_not_be_kept_gets_none(ask):
    assert not ask("/secret/").has_header("ETag")

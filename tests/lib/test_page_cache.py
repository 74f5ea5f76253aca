"""The responses that are cached, for which visitors, and for how long."""

import re
import threading

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import include, path

from contactatonce.brands.sites import load_sites
from contactatonce.lib import form_tokens, page_cache
from contactatonce.lib.page_cache import LARGEST_PAGE, MOST_BYTES, MOST_PAGES, PageCache, pages

pytestmark = pytest.mark.django_db

seen: list[str] = []


def counted(answer):
    def view(request):
        seen.append(request.get_full_path())
        return answer(request, f"answer {len(seen)}")

    return view


def plain(request, text):
    return HttpResponse(text)


def with_cookie(request, text):
    response = HttpResponse(text)
    response.set_cookie("mine", "1")
    return response


def with_header(name, value):
    return lambda request, text: HttpResponse(text, headers={name: value})


urlpatterns = [
    path("plain/", counted(plain)),
    path("cookie/", counted(with_cookie)),
    path("private/", counted(with_header("Cache-Control", "private, max-age=60"))),
    path("no-store/", counted(with_header("Cache-Control", "no-store"))),
    path("vary/", counted(with_header("Vary", "Accept, Cookie"))),
    path("missing/", counted(lambda request, text: HttpResponse(text, status=404))),
    path("large/", counted(lambda request, text: HttpResponse("x" * (512 * 1024 + 1)))),
    path("form/", counted(lambda request, text: HttpResponse(form_tokens.placeholder("a:b")))),
    path(
        "own-form/",
        counted(
            lambda request, text: HttpResponse(
                form_tokens.placeholder("a:b"), headers={"Cache-Control": "private"}
            )
        ),
    ),
    path(
        "tagged-form/",
        counted(
            lambda request, text: HttpResponse(
                form_tokens.placeholder("a:b"), headers={"ETag": '"same"'}
            )
        ),
    ),
    path("header/", counted(with_header("X-Robots-Tag", "noindex"))),
    path("", include("contactatonce.urls")),
]


class Clock:
    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(page_cache, "time", clock)
    return clock


@pytest.fixture
def get(client, settings, clock):
    settings.ROOT_URLCONF = __name__
    settings.PAGE_CACHE_SECONDS = 2
    load_sites()
    seen.clear()

    def ask(address, host="www.contactatonce.com", method="get", **extra):
        client.cookies.clear()
        response = getattr(client, method)(address, headers={"host": host}, **extra)
        return response.content.decode()

    return ask


def test_a_page_is_rendered_once_for_all_who_ask_in_a_moment(get, clock):
    assert get("/plain/") == get("/plain/") == "answer 1"
    clock.now += 2.01
    assert get("/plain/") == "answer 2"


def test_a_kept_page_keeps_its_headers(get, client):
    get("/header/")
    again = client.get("/header/", headers={"host": "www.contactatonce.com"})
    assert len(seen) == 1
    assert again["X-Robots-Tag"] == "noindex"
    assert "default-src 'none'" in again["Content-Security-Policy"]


@pytest.mark.parametrize(
    "what", ["cookie", "private", "no-store", "vary", "missing", "large", "own-form"]
)
def test_what_may_belong_to_one_visitor_is_not_kept(get, what):
    get(f"/{what}/")
    get(f"/{what}/")
    assert len(seen) == 2


@pytest.mark.parametrize("extra", [{"HTTP_COOKIE": "session=1"}, {"HTTP_AUTHORIZATION": "Basic x"}])
def test_who_shows_credentials_gets_a_page_of_his_own_that_nobody_else_gets(get, extra):
    get("/plain/")
    assert get("/plain/", **extra) == "answer 2"
    assert get("/plain/") == "answer 1"


def test_sites_addresses_and_schemes_are_kept_apart(get):
    answers = {
        get("/plain/"),
        get("/plain/?page=2"),
        get("/plain/", host="www.autodealerchat.com"),
        get("/plain/", secure=True),
    }
    assert len(answers) == 4


def test_a_prefix_of_the_path_is_refused(get, client):
    headers = {"host": "www.contactatonce.com"}
    assert client.get("/plain/", headers=headers, SCRIPT_NAME="/plain").status_code == 400
    assert page_cache.key_of(asked("/a", "/b/")) != page_cache.key_of(asked("", "/a/b/"))


def asked(script_name, path_info):
    return RequestFactory().get(path_info, SCRIPT_NAME=script_name)


def test_only_get_is_answered_from_memory(get):
    get("/plain/")
    get("/plain/", method="head")
    get("/plain/", method="options")
    assert len(seen) == 3


def test_every_copy_of_a_kept_form_has_a_token_of_its_own(get):
    tokens = [get("/form/"), get("/form/")]
    assert len(seen) == 1
    keys = {form_tokens.read(token, "a:b").key for token in tokens}
    assert len(keys) == 2
    assert not any(re.search(r"form-token-|[{}]", token) for token in tokens)


def test_a_kept_form_says_its_length_and_stays_out_of_other_caches(get, client):
    get("/form/")
    kept = client.get("/form/", headers={"host": "www.contactatonce.com"})
    assert len(seen) == 1
    assert kept["Content-Length"] == str(len(kept.content))
    assert kept["Cache-Control"] == "private, no-cache"


def test_no_browser_is_told_that_it_has_a_form_already(get, client):
    get("/tagged-form/")
    headers = {"host": "www.contactatonce.com", "if-none-match": '"same"'}
    again = client.get("/tagged-form/", headers=headers)
    assert again.status_code == 200
    assert "ETag" not in again


def test_nothing_is_kept_while_the_cache_is_off(get, settings):
    settings.PAGE_CACHE_SECONDS = 0
    assert get("/plain/") != get("/plain/")


def test_a_stale_page_is_rendered_by_one_while_the_others_get_the_old_one(clock):
    cache = PageCache()
    cache.put("key", HttpResponse("old"), 2)
    clock.now += 2.5
    answers = []
    barrier = threading.Barrier(8)

    def ask():
        barrier.wait()
        answers.append(cache.get("key", HttpRequest()))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(None) == 1
    assert {answer.content for answer in answers if answer} == {b"old"}


def test_an_old_page_is_never_older_than_a_second_over_its_time(clock):
    cache = PageCache()
    cache.put("key", HttpResponse("old"), 2)
    clock.now += 3.01
    assert cache.get("key", HttpRequest()) is None
    assert cache.get("key", HttpRequest()) is None


def test_a_page_that_is_gone_is_not_handed_out_again(get, clock, monkeypatch):
    get("/plain/")
    clock.now += 2.5
    monkeypatch.setattr(page_cache, "may_keep", lambda response: False)
    assert get("/plain/") == "answer 2"
    assert get("/plain/") == "answer 3"


def test_the_store_is_bounded_and_lets_the_oldest_go():
    for number in range(MOST_PAGES + 1):
        pages.put(f"key {number}", HttpResponse(str(number)), 60)
    assert pages.get("key 0", HttpRequest()) is None
    assert pages.get("key 1", HttpRequest()).content == b"1"


def test_the_store_is_bounded_in_bytes(clock):
    cache = PageCache()
    fit = MOST_BYTES // LARGEST_PAGE
    for number in range(fit + 1):
        for _ in range(3):  # a page that is stored again counts once
            cache.put(number, HttpResponse(b"x" * LARGEST_PAGE), 60)
    assert [number for number in range(fit + 1) if cache.get(number, HttpRequest())] == [
        *range(1, fit + 1)
    ]

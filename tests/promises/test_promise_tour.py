"""The crawl of the sites covers every kind of page, however many posts there are."""

from unittest import mock

import pytest

from pages.seed import load_pages
from promises.proofs import reading
from promises.registry import Figure
from search import crawler
from tests.blog.commenting import create_post
from tests.promises.base import ProvenTestCase

LEFT_OUT = 8


@pytest.mark.once
class TourTestCase(ProvenTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        load_pages()
        for _ in range(LEFT_OUT + 5):
            create_post()

    def test_a_walk_that_is_cut_short_opens_every_kind_of_page_and_tells_how_much_it_left_out(self):
        whole = crawler.tour()
        kinds = {crawler.kind_of(answer.url) for answer in whole.answers}
        assert ("www.dealerchatblog.com", "posts/<slug:slug>/") in kinds
        assert whole.unopened == 0
        most = len(whole.answers) - LEFT_OUT
        with mock.patch.object(crawler, "MOST_PAGES", most), crawler.one_tour():
            short = crawler.tour()
            figures = [each for each in reading.every_page_is_open() if isinstance(each, Figure)]
        assert {crawler.kind_of(answer.url) for answer in short.answers} == kinds
        assert (len(short.answers), short.unopened) == (most, LEFT_OUT)
        assert (figures[0].count, figures[0].people) == (most, most + LEFT_OUT)

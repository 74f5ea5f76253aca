"""Search a site: the public interface of this app."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils.safestring import SafeString

from contactatonce.brands.models import Brand

from .matching import MOST_RESULTS, begun_words, matching, published
from .models import Entry
from .ranking import score
from .registry import registered
from .snippets import marked, snippet
from .words import words_of

LONGEST_QUERY = 200
MOST_WORDS = 12
RESULTS_PER_PAGE = 10
RANKED = 3 * RESULTS_PER_PAGE  # so many of the engine's first get their final order here


@dataclass(frozen=True)
class Result:
    """One text that was found; `heading` and `snippet` are safe HTML with the hits marked."""

    title: str
    url: str
    kind: str
    heading: SafeString
    snippet: SafeString


@dataclass(frozen=True)
class Results:
    """One page of a search's results, their number, and whether they have all words."""

    text: str
    page: Page[int] | None = None
    results: list[Result] = field(default_factory=list)
    has_all_words: bool = True

    @property
    def count(self) -> int:
        """Return how many texts were found, MOST_RESULTS at most."""
        return self.page.paginator.count if self.page else 0

    @property
    def is_cut(self) -> bool:
        return self.count >= MOST_RESULTS


def search(brand: Brand, text: str, page: int | str = 1) -> Results:
    """Return what visitors of `brand` may see now and has the words of `text`, best first."""
    return search_in(published(brand), text, page)


def search_in(seen: Q, text: str, page: int | str = 1) -> Results:
    """Return the entries in `seen`, a part of what visitors may see now, with the words of `text`.

    Any text is accepted; characters outside words are ignored. Where no text has all the words,
    return those that have some.
    """
    shown = " ".join(text[: 2 * LONGEST_QUERY].replace("\0", " ").split())[:LONGEST_QUERY]
    words = query_words(shown)
    for has_all in (True, False) if words else ():
        keys = matching(seen, words, all_of_them=has_all)
        if keys:
            begun = tuple(begun_words(words, all_of_them=has_all))
            entries = Entry.objects.in_bulk(keys[:RANKED])
            best = sorted(entries, key=lambda key: ranked(entries[key], words, begun))
            paginator = Paginator([*best, *keys[RANKED:]], RESULTS_PER_PAGE)
            found = paginator.get_page(page)
            return Results(shown, found, results_of(found, entries, words, begun), has_all)
    return Results(shown)


def query_words(text: str) -> list[str]:
    """Return the stems that `text` asks for, each once and without stop words."""
    telling = dict.fromkeys(word.stem for word in words_of(text) if not word.is_common)
    return list(telling)[:MOST_WORDS]


def ranked(entry: Entry, words: list[str], begun: Collection[str]) -> tuple[float, int]:
    """Return what sorts the best entry first, of equal ones the newest."""
    return -score(entry.title_words, entry.text_words, words, begun), -entry.pk


def results_of(
    page: Page[int], known: dict[int, Entry], words: list[str], begun: tuple[str, ...]
) -> list[Result]:
    """Return what is shown of a page of keys, of which some entries are `known`."""
    exact = frozenset(words)

    def is_hit(stem: str) -> bool:
        return stem in exact or (bool(begun) and stem.startswith(begun))

    entries = known | Entry.objects.in_bulk([key for key in page if key not in known])
    return [
        Result(
            title=entry.title,
            url=entry.path,
            kind=registered[entry.model].kind,
            heading=marked(entry.title, is_hit),
            snippet=snippet(entry.text, is_hit),
        )
        for entry in (entries[key] for key in page if key in entries)
    ]

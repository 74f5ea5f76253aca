"""The index keeps in step with what is stored, and can be put right when it does not."""

from io import StringIO

from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from contactatonce.brands.models import Office
from contactatonce.jobs.registry import periodic_tasks
from privacy.erasure.identifiers import Identifiers
from privacy.erasure.sweep import in_model
from privacy.registry import Kind
from search import index
from search.models import Entry
from search.words import indexed, stem
from tests.search.base import SearchTestCase


class IndexTestCase(SearchTestCase):
    def test_a_row_that_was_rolled_back_leaves_no_words(self):
        try:
            with transaction.atomic():
                self.write("Chat")
                raise RuntimeError
        except RuntimeError:
            pass
        self.assertEqual(self.titles("chat"), [])
        self.assertFalse(Entry.objects.exists())

    def test_rebuilding_finds_what_was_missed_changed_or_left_behind(self):
        stale, changed = self.write("Chat that was deleted"), self.write("Chat that was changed")
        Office.objects.filter(pk=stale.pk).delete()
        Office.objects.filter(pk=changed.pk).update(name="Mail")
        Office.objects.create(name="Chat that was missed", fax="autodealerchat")
        Entry.objects.create(model="gone.model", object_id=1, path="/", title="Chat", text="")
        out = StringIO()
        call_command("rebuild_search", stdout=out)
        self.assertIn("Put 4 entries", out.getvalue())
        self.assertEqual(self.titles("chat"), ["Chat that was missed"])
        self.assertEqual(self.titles("mail"), ["Mail"])
        call_command("rebuild_search", stdout=out)
        self.assertIn("Put 0 entries", out.getvalue())

    def test_a_duty_repairs_it_every_night(self):
        Office.objects.create(name="Chat that was missed", fax="autodealerchat")
        periodic_tasks["search.tasks.repair_search_index"].run()
        self.assertEqual(self.titles("chat"), ["Chat that was missed"])

    def test_repairing_asks_the_database_per_batch_and_not_per_row(self):
        counts = set()
        for number in (10, 100):
            Office.objects.bulk_create(Office(name="Chat", fax="x") for _ in range(number))
            with CaptureQueriesContext(connection) as asked:
                index.rebuild()
            counts.add(len(asked))
        self.assertEqual(len(counts), 1)
        self.assertEqual(Entry.objects.count(), 110)

    def test_deleting_entries_in_bulk_takes_their_words_along(self):
        self.write("Chat")
        Entry.objects.all().delete()
        self.assertEqual(self.titles("chat"), [])

    def test_an_erasure_that_looks_everywhere_looks_into_the_index(self):
        entry = self.write("Chat", "Write to nora@example.com.")
        nora = Identifiers()
        nora.add(Kind.EMAIL, "nora@example.com")
        hits = list(in_model(Entry, nora))
        self.assertEqual({hit.column for hit in hits}, {"text"})
        self.assertEqual(entry.pk, Entry.objects.get(pk=hits[0].pk).object_id)


def test_words_are_folded_and_lose_their_endings():
    assert indexed("The Dealers’ café, don't we reply?") == "dealer cafe dont reply"
    same = (
        ("chat", "chats"),
        ("chat", "chatting"),
        ("inquiry", "inquiries"),
        ("reply", "replied"),
        ("price", "pricing"),
        ("lease", "leasing"),
        ("message", "messages"),
        ("box", "boxes"),
    )
    for one, other in same:
        assert stem(one) == stem(other), (one, other)
    for kept in ("bus", "this", "glass", "ring", "red", "24", "日本語"):
        assert stem(kept) == kept

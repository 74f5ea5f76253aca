"""A person in every personal field gets all their data, is erased, and stays erased."""

import io
import json
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import TransactionTestCase

from contactatonce.brands.sites import load_sites
from contactatonce.lib.timed_cache import TimedCache
from leads.models import Event, Lead
from privacy.erasure import erasure, replay
from privacy.erasure.plan import plan_person
from privacy.models import AccessExport
from privacy.registry import OnErasure, about_somebody, declarations
from privacy.rights import access, exports
from tests.privacy import backup
from tests.privacy.world import World


def is_ours(model):
    """Return whether a model is ours; the save() of a package's model cannot be changed."""
    return "site-packages" not in apps.get_app_config(model._meta.app_label).path


class WorldTestCase(TransactionTestCase):
    def setUp(self):
        load_sites()
        self.client.defaults["HTTP_HOST"] = "www.contactatonce.com"
        self.bob = World("bob")
        self.bob.rows_user = self.bob.rows[next(m for m in self.bob.rows if m.__name__ == "User")]
        type(self.bob.rows_user).objects.filter(pk=self.bob.rows_user.pk).update(is_staff=True)
        self.ada = World("ada")
        self.put_bob_beside_ada()

    def put_bob_beside_ada(self):
        """Bob works on Ada's inquiry and is named on her timeline."""
        bob = self.bob.rows_user
        Lead.objects.filter(pk=self.ada.rows[Lead].pk).update(owner=bob)
        Event.objects.filter(pk=self.ada.rows[Event].pk).update(
            actor=bob,
            text=f"{self.ada.markers[Event, 'text']} as {bob.display_name} ({bob.email}) said",
        )

    def erase(self, world):
        plan = plan_person(world.subject)
        done = erasure.execute(subject=world.subject, plan_hash=plan.digest)
        return erasure.finish(done.pk)

    def test_every_declared_model_is_planted_and_found(self):
        collected = access.collect(self.ada.subject)
        counts = {source["id"]: source["count"] for source in collected.content["sources"]}
        assert counts == {
            declaration.model._meta.label_lower: 1 for declaration in about_somebody()
        }
        assert len(self.ada.markers) >= 40

    def test_every_marker_is_exported_where_it_was_planted(self):
        export = exports.prepare(self.ada.subject)
        code = exports.release(export)
        archive = exports.take(export, code=code)
        with zipfile.ZipFile(io.BytesIO(archive)) as bundle:
            content = json.loads(bundle.read("data.json"))
            page = bundle.read("index.html").decode()
            everything = b"".join(bundle.read(name) for name in bundle.namelist()).decode()
        told = {
            (source["id"], field["name"]): str(field["value"])
            for source in content["sources"]
            for record in source["records"]
            for field in record["fields"]
        }
        for (model, field), marker in self.ada.markers.items():
            if field in declarations[model].withheld:
                assert marker not in everything, (model, field)
            elif told[model._meta.label_lower, field].startswith("files/"):
                assert marker in everything, (model, field)
            else:
                assert marker in told[model._meta.label_lower, field], (model, field)
                assert marker in page, (model, field)

    def test_no_other_persons_data_is_exported(self):
        collected = access.collect(self.ada.subject)
        everything = exports.archive(collected)
        with zipfile.ZipFile(io.BytesIO(everything)) as bundle:
            text = b"".join(bundle.read(name) for name in bundle.namelist()).decode()
        for marker in self.bob.texts:
            assert marker not in text, marker

    def test_erased_with_zero_leftovers_and_bob_untouched(self):
        files = exports.prepare(self.ada.subject)
        before = self.rows_of(self.bob)
        self.erase(self.ada)
        assert self.tables_that_name(self.ada) <= self.kept
        assert not AccessExport.objects.filter(pk=files.pk).exists()
        assert self.rows_of(self.bob) == before
        self.assert_no_file_names(self.ada)

    def test_stale_save_does_not_restore_an_erased_row(self):
        gone = plan_person(self.ada.subject).by_model(OnErasure.DELETE)
        self.erase(self.ada)
        ours = [model for model in gone if is_ours(model)]
        assert len(ours) >= 8
        for model in ours:
            stale = self.ada.rows[model]
            with suppress(DatabaseError, TypeError):
                stale.save()
            assert not model._base_manager.filter(pk=stale.pk).exists(), model

    def test_restored_backup_closes_the_site_until_replayed(self):
        snapshot, bobs = backup.take(), self.rows_of(self.bob)
        gone = plan_person(self.ada.subject).by_model(OnErasure.DELETE)
        self.erase(self.ada)
        assert self.client.get("/").status_code == 200
        backup.restore(snapshot)
        TimedCache.clear_all()
        assert any(self.ada.email in text for text in backup.text().values())
        assert self.client.get("/").status_code == 503
        assert self.client.get("/admin/").status_code == 503
        assert self.client.get("/healthz").status_code == 200
        call_command("replay_erasures", stdout=io.StringIO())
        TimedCache.clear_all()
        assert self.client.get("/").status_code == 200
        assert plan_person(self.ada.subject).by_model(OnErasure.DELETE) == {}
        for model in gone:
            assert not model._base_manager.filter(pk=self.ada.rows[model].pk).exists(), model
        assert self.tables_that_name(self.ada) <= self.kept
        assert self.rows_of(self.bob) == bobs

    def test_site_stays_closed_while_an_erased_person_is_back(self):
        snapshot = backup.take()
        self.erase(self.ada)
        backup.restore(snapshot)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(replay, "_erase_again", lambda *rest: 0)
            with pytest.raises(CommandError, match="still there"):
                call_command("replay_erasures")
        assert replay.is_behind()

    @property
    def kept(self):
        """The tables of models whose rows are declared to stay."""
        return {
            declaration.model._meta.db_table
            for declaration in about_somebody()
            if declaration.on_erasure is OnErasure.KEEP
        }

    def tables_that_name(self, world):
        return {
            table
            for table, text in backup.text().items()
            if any(marker in text for marker in world.texts)
        }

    def rows_of(self, world):
        return {
            model: model._base_manager.filter(pk=row.pk).values().get()
            for model, row in world.rows.items()
        }

    def assert_no_file_names(self, world):
        for folder in (settings.MEDIA_ROOT, settings.STORAGES["exports"]["OPTIONS"]["location"]):
            for file in Path(folder).rglob("*"):
                if file.is_file():
                    content = file.read_bytes().decode("utf-8", "replace")
                    assert not any(marker in content for marker in world.texts), file

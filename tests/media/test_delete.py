"""Deleting a picture that no page shows, with its files."""

import os
import shutil
from datetime import timedelta
from unittest import mock

import pytest
from django.db import transaction
from django.utils import timezone

from media import rendering, renditions, services, tasks, uses
from media.models import Image, Rendition, originals, published
from tests.base import run_jobs
from tests.media.base import PicturesTestCase, add, files_in, upload
from tests.pages.base import create_page


class DeleteTestCase(PicturesTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.image = add()
        run_jobs()
        self.image.refresh_from_db()

    def test_files_go_once_the_deletion_is_certain(self):
        with self.captureOnCommitCallbacks(execute=True):
            services.delete(self.image)
            assert files_in(originals())
            assert files_in(published())
        self.assert_nothing_is_kept()

    def test_a_deletion_that_is_undone_leaves_the_files(self):
        before = files_in(published())
        with (
            self.captureOnCommitCallbacks(execute=True),
            pytest.raises(ZeroDivisionError),
            transaction.atomic(),
        ):
            services.delete(self.image)
            raise ZeroDivisionError
        assert files_in(published()) == before
        assert Image.objects.get().renditions.count() == len(before)

    def test_a_picture_that_is_shown_stays_and_the_places_are_named(self):
        page = create_page(self.brand, social_image=self.image)
        page.pictures.add(self.image)
        with pytest.raises(services.InUse) as refusal:
            services.delete(self.image)
        [use] = refusal.value.found
        assert use == uses.Use("page", "Try", f"/admin/pages/page/{page.pk}/change/")
        assert Image.objects.filter(pk=self.image.pk).exists()

    def test_uses_are_counted_by_place(self):
        create_page(self.brand, social_image=self.image).pictures.add(self.image)
        create_page(self.brand, path="/other/").pictures.add(self.image)
        assert uses.counts([self.image.pk]) == {self.image.pk: 2}

    def test_a_job_for_a_picture_that_is_gone_does_nothing(self):
        pk = self.image.pk
        services.delete(self.image)
        services.render.call(pk)

    def test_a_picture_deleted_while_its_sizes_are_made_leaves_no_file(self):
        Image.objects.update(rendered_at=None)
        self.image.renditions.all().delete()
        shutil.rmtree(published().location)
        make = rendering.all_renditions

        def meanwhile(file):
            services.delete(Image.objects.get(pk=self.image.pk))
            return make(file)

        with mock.patch.object(rendering, "all_renditions", meanwhile):
            services.render.call(self.image.pk)
        assert not Rendition.objects.exists()
        assert files_in(published()) == set()

    def test_files_without_a_row_are_removed_when_they_are_old(self):
        kept = files_in(originals()) | files_in(published())
        old = (timezone.now() - timedelta(hours=7)).timestamp()
        for storage, name in ((originals(), "lost.jpg"), (published(), "9/lost-400.webp")):
            storage.save(name, upload(b"x"))
            storage.save(name.replace("lost", "fresh"), upload(b"x"))
            os.utime(storage.path(name), (old, old))
        for name in files_in(published()) - {"9/fresh-400.webp"}:
            os.utime(published().path(name), (old, old))
        assert renditions.forget_orphans() == 2
        found = files_in(originals()) | files_in(published())
        assert found == kept | {"fresh.jpg", "9/fresh-400.webp"}

    def test_who_keeps_html_hears_that_the_sizes_are_there(self):
        told = []
        with mock.patch.object(tasks, "when_rendered", [told.append]):
            services.render.call(self.image.pk)
        assert told == [self.image.pk]

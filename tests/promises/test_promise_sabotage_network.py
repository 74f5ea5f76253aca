"""Breaches: an IP address linked to a person; each turns its promises red."""

from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from django.db import models
from django.test.utils import isolate_apps

from contactatonce.brands.models import Brand
from contactatonce.lib import client_ip
from leads.services import capture
from privacy.registry import declarations
from promises.proofs import network, source
from tests import factories
from tests.promises.sabotage import SabotageTestCase


class NetworkTestCase(SabotageTestCase):
    def test_a_column_for_addresses_beside_a_person(self):
        with isolate_apps("leads"):

            class Visit(models.Model):  # noqa: DJ008  never stored
                ip = models.GenericIPAddressField()
                inquiry = models.ForeignKey("leads.Inquiry", models.CASCADE)

                class Meta:
                    app_label = "leads"

            Visit._meta.get_field("inquiry").remote_field.model = capture.Inquiry
            found = list(network.linked([Visit], declarations))
        assert len(found) == 1
        assert "leads.Visit.ip" in found[0]

    def test_a_column_for_addresses_among_the_installed_models(self):
        column = models.CharField(max_length=40)
        column.set_attributes_from_name("sender_ip")
        meta = capture.Inquiry._meta
        with mock.patch.object(meta, "concrete_fields", (*meta.concrete_fields, column)):
            assert "P07" in self.broken("P07")

    @isolate_apps("leads")
    def test_statistics_without_people_are_allowed(self):
        class Hit(models.Model):  # noqa: DJ008  never stored
            ip_address = models.GenericIPAddressField()
            page = models.CharField(max_length=200)
            brand = models.ForeignKey(Brand, models.CASCADE)

            class Meta:
                app_label = "leads"

        assert list(network.linked([Hit], declarations)) == []

    @isolate_apps("leads")
    def test_a_value_that_points_at_a_person_is_a_link_too(self):
        class Hit(models.Model):  # noqa: DJ008  never stored
            remote_addr = models.CharField(max_length=45)
            session_key = models.CharField(max_length=40)

            class Meta:
                app_label = "leads"

        assert len(list(network.linked([Hit], declarations))) == 1

    @isolate_apps("leads")
    def test_a_table_that_joins_the_two_is_found(self):
        class Hit(models.Model):  # noqa: DJ008  never stored
            ip = models.GenericIPAddressField()

            class Meta:
                app_label = "leads"

        class Journey(models.Model):  # noqa: DJ008  never stored
            hit = models.ForeignKey(Hit, models.CASCADE)
            person = models.ForeignKey("leads.Person", models.CASCADE)

            class Meta:
                app_label = "leads"

        Journey._meta.get_field("person").remote_field.model = factories.Lead._meta.get_field(
            "person"
        ).related_model
        found = list(network.linked([Hit, Journey], declarations))
        assert [sentence.split()[0] for sentence in found] == ["leads.Journey"]

    def test_an_address_is_written_into_an_inquiry(self):
        real = capture.store

        def store(inquiry, *given, **named):
            inquiry.company_name = seen[-1]
            return real(inquiry, *given, **named)

        seen: list[str] = [""]
        read = client_ip.client_ip

        def remember(request):
            seen.append(read(request))
            return seen[-1]

        with (
            mock.patch.object(capture, "store", store),
            mock.patch.object(client_ip, "client_ip", remember),
        ):
            found = self.turns_red("P07")
        assert any("INSERT INTO" in sentence for sentence in found["P07"])

    def test_a_second_place_reads_addresses(self):
        with TemporaryDirectory() as folder:
            stray = Path(folder) / "stray.py"
            stray.write_text('ip = request.META["REMOTE_ADDR"]\n')
            with (
                mock.patch.object(source, "source_files", lambda: (stray,)),
                self.settings(BASE_DIR=Path(folder)),
            ):
                assert "P07" in self.broken("P07")

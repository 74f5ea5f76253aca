"""Recipients of personal data, and the grounds for sharing (P11, P20-P24)."""

import re
import secrets
from datetime import timedelta
from html import unescape

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from contactatonce.brands.directory import directory
from privacy.models import Consent, Disclosure, Notice, Recipient
from privacy.models.documents import SHORTEST_NOTICE
from privacy.outreach import consents, disclosures
from privacy.registry import Category
from promises.registry import Found, Kind, attest, promise
from search.crawler import ask

from .source import lines_with

STATED = {"service", "legal", "rights", "consent", "control"}
LEAVES = re.compile(
    r"^\s*(?:import|from)\s+(?:requests|httpx|aiohttp|urllib3|urllib\.request|http\.client|ftplib"
    r"|paramiko|boto3|socket|xmlrpc)\b"
)
ASKS_OUR_OWN_SITES = "leads/canary.py"  # by their public URL, as a visitor would
LOOKS_FOR_A_FREE_PORT = "contactatonce/management/commands/run.py"
STORES_FILES = "contactatonce/lib/object_storage.py"  # in the company's own bucket, if it has one
EXCEPTIONS = [ASKS_OUR_OWN_SITES, LOOKS_FOR_A_FREE_PORT, STORES_FILES]
MOST = 50
Ground = Disclosure.Ground

attest(
    "P20",
    "nothing_is_sold",
    "No list and no record of people was sold, rented or exchanged by anybody in the company.",
)


def made_up_person() -> str:
    """Return an unused e-mail address in a reserved domain (RFC 2606)."""
    return f"proof-{secrets.token_hex(8)}@promise.example.com"


def made_up_recipient(kind: str, **fields: object) -> Recipient:
    values = {
        "slug": f"proof-{secrets.token_hex(6)}",
        "name": "Proof",
        "kind": kind,
        "purpose": "A check of the promise ledger.",
        "categories": [Category.CONTACT.name],
        "country": "US",
        "contract_on": timezone.now().date() - timedelta(days=1),
    }
    return Recipient.objects.create(**values | fields)


def let_through(recipient: str, category: Category, ground: str, person: str = "") -> bool:
    """Return whether the gate lets data of a made-up person out."""
    try:
        with transaction.atomic():
            disclosures.gate(recipient, person or made_up_person(), [category], ground)
    except disclosures.NotDisclosed:
        return False
    return True


@promise("P11", kind=Kind.FLOW)
def unregistered_recipients_get_nothing() -> Found:
    """The gate refuses a recipient that is not registered, and one whose contract has ended."""
    if let_through("proof-of-nobody", Category.CONTACT, Ground.SERVICE):
        yield "The gate let data out to a recipient that is not registered."
    ended = made_up_recipient("service", ends_on=timezone.now().date() - timedelta(days=1))
    if let_through(ended.slug, Category.CONTACT, Ground.SERVICE):
        yield "The gate let data out to a recipient whose contract has ended."


@promise("P20", kind=Kind.INVARIANT)
def only_on_stated_grounds() -> Found:
    """Each disclosure has a ground that the policy states, and none of them is a sale."""
    for row in Disclosure.objects.exclude(ground__in=STATED)[:MOST]:
        yield f"{row} rests on “{row.ground}”, which the policy does not state."
    for ground in set(Ground.values) - STATED:
        yield f"Data can be disclosed on the ground “{ground}”, which the policy does not state."


@promise("P20", kind=Kind.INVARIANT)
def nothing_leaves_beside_the_gate() -> Found:
    """Our code contacts other machines only through mail, database, cache and file storage."""
    for place in lines_with(LEAVES, except_in=EXCEPTIONS):
        yield f"{place} can send data to another machine."


@promise("P21", kind=Kind.FLOW)
def providers_get_what_they_need() -> Found:
    """The gate refuses to give a provider data that it is not registered for."""
    provider = made_up_recipient("shipping")
    if let_through(provider.slug, Category.CONTENT, Ground.SERVICE):
        yield "The gate let a provider have more than it is registered for."
    if not let_through(provider.slug, Category.CONTACT, Ground.SERVICE):
        yield "The gate refuses a provider what it is registered for."


@promise("P21", kind=Kind.INVARIANT)
def disclosures_are_covered() -> Found:
    """Each disclosure to a provider is within the categories and dates of its contract."""
    rows = Disclosure.objects.filter(ground=Ground.SERVICE)
    outside = rows.filter(
        Q(at__date__lt=F("recipient__contract_on")) | Q(at__date__gt=F("recipient__ends_on"))
    )
    for row in outside[:MOST]:
        yield f"{row} was made while no contract ran."
    given = rows.order_by().values_list("recipient_id", "categories").distinct()
    registered = dict(Recipient.objects.values_list("pk", "categories"))
    for recipient, categories in given:
        if set(categories) - set(registered[recipient]):
            yield f"Recipient {recipient} got more than it is registered for."


@promise("P22", kind=Kind.INVARIANT)
def legal_disclosures_are_documented() -> Found:
    """Each disclosure for legal or safety reasons names its document and its recipient."""
    rows = Disclosure.objects.filter(ground__in=[Ground.LEGAL, Ground.RIGHTS])
    for row in rows.filter(document="")[:MOST]:
        yield f"{row} names no document."
    for row in rows.exclude(recipient__kind__in=["authority", "claimant"])[:MOST]:
        yield f"{row} went neither to an authority nor to a party."


@promise("P22", kind=Kind.FLOW)
def legal_disclosures_are_decided() -> Found:
    """An authority gets nothing without a document and a person who decides."""
    court = made_up_recipient("authority")
    if let_through(court.slug, Category.CONTACT, Ground.LEGAL):
        yield "The gate let data out to an authority without a decision."


@promise("P23", kind=Kind.INVARIANT)
def control_changes_are_announced() -> Found:
    """Nothing goes to a successor before a notice has been on the pages for 14 days."""
    announced = Notice.objects.filter(
        kind=Notice.Kind.CONTROL,
        effective_at__lte=OuterRef("at"),
        effective_at__gte=F("starts_at") + SHORTEST_NOTICE,
    )
    for row in Disclosure.objects.filter(ground=Ground.CONTROL).exclude(Exists(announced))[:MOST]:
        yield f"{row} to a successor was not announced."


@promise("P23", kind=Kind.FLOW, only_reads=True)
def running_notices_are_shown() -> Found:
    """Each active notice is on the home page of every site."""
    homes = {brand.origin: ask(f"{brand.origin}/") for brand in directory.get().brands}
    for notice in Notice.objects.running():
        for origin, home in homes.items():
            if notice.title not in unescape(home.text):
                yield f"Notice {notice.pk} is not shown on {origin}."


@promise("P24", kind=Kind.FLOW)
def consent_comes_first() -> Found:
    """Another company gets data only while the person consents to that company."""
    other, another = made_up_recipient("other"), made_up_recipient("other")
    person = made_up_person()
    if may_have(other, person):
        yield "The gate let data out without consent."
    given = consents.give(
        email=person,
        purpose=Consent.Purpose.DISCLOSURE,
        wording="A check of the promise ledger.",
        how="Promise check",
        brand=directory.get().brands[0],
        concerns=other.slug,
    )
    if not may_have(other, person):
        yield "The gate refuses what the person agreed to."
    if may_have(another, person):
        yield "A consent to one company let data out to another."
    given.withdraw()
    if may_have(other, person):
        yield "The gate let data out after the consent was withdrawn."


def may_have(recipient: Recipient, person: str) -> bool:
    return let_through(recipient.slug, Category.CONTACT, Ground.CONSENT, person)


@promise("P24", kind=Kind.INVARIANT)
def disclosure_consents_have_words() -> Found:
    """Each consent to share data is stored with the wording that was agreed to."""
    rows = Consent.objects.filter(purpose=Consent.Purpose.DISCLOSURE)
    for row in rows.filter(Q(wording="") | Q(wording_hash=""))[:MOST]:
        yield f"{row} has no words."

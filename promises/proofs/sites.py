"""The sites, the documents posted there, and how to reach the company (P01-P05, P26, P32-P34)."""

import hashlib
import re
from collections.abc import Iterator
from html import unescape

from django.utils import timezone

from contactatonce.brands.directory import directory
from contactatonce.brands.models import Brand, Office
from contactatonce.brands.sites import read_sites
from privacy.models import Certification, DocumentVersion, Notice
from privacy.models.documents import SHORTEST_NOTICE
from privacy.policy.clauses import DEAD_NAMES
from promises.registry import Found, Kind, attest, promise
from search.crawler import Answer, ask, tour

from .wording import clause_in_force, text_in_force

HOST_IN_LINK = re.compile(r"https://([a-z0-9.-]+)/")
DEAD_FRAMEWORKS = {"Safe Harbor", "Safe Harbour", "Privacy Shield"}
DOCUMENTS = (("privacy", "/privacy/"), ("terms", "/terms/"), ("cookies", "/cookies/"))

attest(
    "P02",
    "certificates_are_real",
    "Each certificate that is entered here is listed by its program, and none is missing.",
)
attest(
    "P04",
    "framework_is_listed",
    "Our entry in the list of the framework for data from the EU is as it is entered here.",
)


def on_each_site(path: str) -> Iterator[Answer]:
    """Yield each site's response to `path`."""
    for brand in directory.get().brands:
        yield ask(f"{brand.origin}{path}")


@promise("P01", kind=Kind.INVARIANT)
def five_sites() -> Found:
    """The five websites that the policy names are the five that this software runs."""
    named = set(HOST_IN_LINK.findall(clause_in_force("P01")))
    run = set(Brand.objects.values_list("host", flat=True))
    for host in sorted(named - run):
        yield f"The policy names {host}, which this software does not run."
    for host in sorted(run - named):
        yield f"{host} is run, and the policy does not name it."


@promise("P01", kind=Kind.FLOW, only_reads=True)
def every_site_answers() -> Found:
    """Each of the sites answers, and links to the policy."""
    for answer in on_each_site("/"):
        if answer.status != 200:
            yield f"{answer.url} answers {answer.status}."
        elif not any(link.endswith("/privacy/") for link in answer.links()):
            yield f"{answer.url} does not link to the policy."


def certificates_as_shown(kind: str) -> Found:
    """Yield what the policy's page shows wrongly about the certificates of one kind."""
    today = timezone.now().date()
    page = ask(f"{directory.get().brands[0].origin}/privacy/")
    shown = unescape(page.text)
    for row in Certification.objects.filter(kind=kind):
        is_valid = row.valid_from <= today <= row.valid_until
        is_shown = f"<h3>{row.name}</h3>" in shown
        if is_shown and not is_valid:
            yield f"Certificate {row.pk} is shown and does not hold."
        if is_valid and not is_shown:
            yield f"Certificate {row.pk} holds and is not shown."
        if is_valid and row.validation_url not in page.links():
            yield f"Certificate {row.pk} is shown without the page that confirms it."


def dead_names(names: set[str]) -> Found:
    text = text_in_force("privacy").lower()
    for name in sorted(names):
        if name.lower() in text:
            yield f"The policy in force names {name}, which has ended."


@promise("P02", kind=Kind.FLOW, only_reads=True)
def seals_are_valid() -> Found:
    """A certificate is shown only while it is valid, with the page that confirms it."""
    yield from certificates_as_shown(Certification.Kind.PROGRAM)
    yield from dead_names(set(DEAD_NAMES) - DEAD_FRAMEWORKS)


@promise("P04", kind=Kind.FLOW, only_reads=True)
def framework_can_be_looked_up() -> Found:
    """The framework's certificate is shown only while it is valid, with the link to look it up."""
    yield from certificates_as_shown(Certification.Kind.FRAMEWORK)
    yield from dead_names(DEAD_FRAMEWORKS)


@promise("P03", kind=Kind.FLOW, only_reads=True)
def complaints_have_a_way() -> Found:
    """The policy leads to us, and to the dispute form of each program that certifies us."""
    today = timezone.now().date()
    page = ask(f"{directory.get().brands[0].origin}/privacy/")
    links = page.links()
    if not any(link.startswith("mailto:privacy@") for link in links):
        yield "The policy's page does not say where to complain."
    programs = Certification.objects.valid(today).filter(kind=Certification.Kind.PROGRAM)
    for row in programs:
        if not row.dispute_url:
            yield f"Certificate {row.pk} names no dispute form."
        elif row.dispute_url not in links and f"<h3>{row.name}</h3>" in unescape(page.text):
            yield f"The dispute form of certificate {row.pk} is not linked."


@promise("P05", kind=Kind.FLOW, only_reads=True)
def other_terms_are_named() -> Found:
    """The current terms name the chat service's additional terms, and how to ask about them."""
    text = text_in_force("terms")
    for fact in ("additional terms", "info@contactatonce.com"):
        if fact not in text:
            yield f"The terms in force do not say “{fact}”."


@promise("P26", kind=Kind.FLOW, only_reads=True)
def links_tell_little() -> Found:
    """A link tells another website at most which site a visitor came from, not which page."""
    for page in tour().pages:
        policy = page.header("Referrer-Policy")
        if policy not in {"strict-origin-when-cross-origin", "same-origin", "no-referrer"}:
            yield f"{page.url} lets other websites know more: Referrer-Policy is “{policy}”."


@promise("P32", kind=Kind.INVARIANT)
def changes_were_announced() -> Found:
    """Each material version was announced 14 days before it took effect, and is unchanged."""
    for version in DocumentVersion.objects.published():
        if hashlib.sha256(version.text.encode()).hexdigest() != version.digest:
            yield f"{version.document} {version.number} is not what was published."
        if not version.is_material:
            continue
        if not version.announced_at or (
            version.effective_at < version.announced_at + SHORTEST_NOTICE
        ):
            yield f"{version.document} {version.number} took effect without notice."
        if not Notice.objects.filter(version=version).exists():
            yield f"{version.document} {version.number} has no notice on the pages."


@promise("P32", kind=Kind.FLOW, only_reads=True)
def the_current_version_is_posted() -> Found:
    """Each site shows the current version, and no other, at the same URL."""
    for document, path in DOCUMENTS:
        current = DocumentVersion.objects.of(document).in_force().first()
        if current is None:
            yield f"No version of {document} is in force."
            continue
        shown = f"Version {current.number}, in force since"
        for answer in on_each_site(path):
            if answer.status != 200 or shown not in answer.text:
                yield f"{answer.url} does not show version {current.number}, which is in force."


@promise("P33", kind=Kind.INVARIANT)
def offices_are_right() -> Found:
    """Addresses, phones and faxes of both offices match the policy."""
    kept = {office.name: office for office in Office.objects.all()}
    for expected in read_sites()["offices"]:
        office = kept.get(expected["name"])
        if office is None:
            yield f"{expected['name']} is missing."
            continue
        for name, value in expected.items():
            if getattr(office, name).replace("\r\n", "\n") != value:
                yield f"{office.name}: {name} is not the one that the policy gives."


@promise("P33", kind=Kind.FLOW, only_reads=True)
def offices_are_on_every_page() -> Found:
    """Every page shows how to reach both offices; the policy gives the privacy address."""
    for page in tour().pages:
        shown = unescape(page.text)
        for office in Office.objects.all():
            if office.phone not in shown or office.address.splitlines()[0] not in shown:
                yield f"{page.url} does not show the {office.name}."
    for answer in on_each_site("/privacy/"):
        if not any(link == "mailto:privacy@contactatonce.com" for link in answer.links()):
            yield f"{answer.url} does not give the privacy address."


@promise("P34", kind=Kind.FLOW, only_reads=True)
def terms_are_linked() -> Found:
    """Every page leads to the terms of use, which refer to the policy."""
    for page in tour().pages:
        if not any(link.endswith("/terms/") for link in page.links()):
            yield f"{page.url} does not link to the terms."
    terms = text_in_force("terms")
    for fact in ("/privacy/", "as is", "without any warranty", "copyright", "trademarks"):
        if fact not in terms:
            yield f"The terms in force do not say “{fact}”."

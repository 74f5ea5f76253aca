"""`make demo-million`: a desk of 1,000,000 inquiries on PostgreSQL, and how fast its pages are.

Everything is inserted by sets inside the database. Columns that are not named get their default, so
a new column needs no line here.
"""

import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import django

django.setup()

from django.conf import settings  # noqa: E402  after the settings
from django.core.management import call_command  # noqa: E402  after the settings
from django.db import connection, models, transaction  # noqa: E402  after the settings
from django.test import Client  # noqa: E402  after the settings
from django.test.utils import CaptureQueriesContext  # noqa: E402  after the settings
from django.utils import timezone  # noqa: E402  after the settings

from contactatonce.accounts.models import User  # noqa: E402  after the settings
from leads.models import (  # noqa: E402  after the settings
    Company,
    Event,
    Inquiry,
    Lead,
    Person,
)
from leads.models.inquiries import REFERENCE_LETTERS  # noqa: E402  after the settings
from tests.leads.test_work_volume import BIG, LISTS, scanned  # noqa: E402  after the settings

INQUIRIES, PEOPLE, COMPANIES, EVENTS_EACH = 1_000_000, 800_000, 60_000, 5
TURNS = 20
MOST_MS, MOST_QUERIES, MOST_BYTES = 150, 10, 120 * 1024
FIRST = "Ada Bela Carla Dario Elena Farid Grace Hugo Ines Jonas Katya Liam Mara Noor Otto Pia Quinn"
LAST = "Abbott Becker Castillo Dubois Eriksen Fischer Garcia Huber Keller Lind Moreau Novak Okafor"
TRADES = "Motors Autos Apartments Homes Lofts Cars Realty Living Garage Towers Plaza Rentals"
WORDS = "Please show us the chat on our pages and tell us what it costs for one more location."
KINDS = ("received", "identified", "acknowledged", "notified", "state")
FORMS = "(SELECT array_agg(id ORDER BY brand_id) FROM leads_inquiryform WHERE slug = 'contact')"
OWNERS = "(SELECT array_agg(id) FROM accounts_user WHERE is_staff)"


def one_of(texts: str, number: str) -> str:
    """Return the SQL that picks one of the words in `texts` by a number."""
    words = texts.split()
    quoted = ", ".join(f"'{word}'" for word in words)
    return f"(ARRAY[{quoted}])[1 + ({number})::int % {len(words)}]"


def insert(model: type[models.Model], source: str, **columns: str) -> None:
    """Insert a row of `model` for each row of `source`; `columns` are SQL, others get a default."""
    started = time.monotonic()
    names, values, parameters = [], [], []
    for field in model._meta.concrete_fields:
        if field.generated or (field.primary_key and field.name not in columns):
            continue
        names.append(connection.ops.quote_name(field.column))
        values.append(columns.get(field.name, "").replace("%", "%%") or "%s")
        if field.name not in columns:
            default = field.get_db_prep_save(field.get_default(), connection)
            parameters.append(default)
    sql = (
        f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) SELECT {', '.join(values)} FROM "
    )
    with connection.cursor() as cursor:
        cursor.execute(sql + source.replace("%", "%%"), parameters)
    print(f"{model._meta.verbose_name_plural}: {time.monotonic() - started:.0f} s", flush=True)


@contextmanager
def checked_later() -> Iterator[None]:
    """Check no foreign key, and index fragments at the end: both take longer row by row."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes "
            "WHERE tablename LIKE 'leads_%' AND indexdef LIKE '%gin%'"
        )
        found = dict(cursor.fetchall())
        for name in found:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for definition in found.values():
            cursor.execute(definition)
        cursor.execute("SET LOCAL session_replication_role = origin")


@transaction.atomic
@checked_later()
def load(count: int) -> None:
    """Insert companies, people, inquiries, leads and timelines in the shares of a real desk."""
    people, companies = count * PEOPLE // INQUIRIES, count * COMPANIES // INQUIRIES
    name = f"{one_of(FIRST, 'number')} || ' ' || {one_of(LAST, 'number / 17')}"
    domain = one_of("com org net", "number")
    email = f"lower(replace({name}, ' ', '.')) || '.' || number || '@example.' || {domain}"
    phone = "'+1' || (2010000000 + number * 7919 % 700000000)"
    company = f"{one_of(LAST, 'number')} || ' ' || {one_of(TRADES, 'number / 13')} || ' ' || number"
    insert(
        Company,
        f"generate_series(1::bigint, {companies}) number",
        name=company,
        name_key=f"lower({company})",
        created_at="now() - interval '2 years'",
    )
    insert(
        Person,
        f"generate_series(1::bigint, {people}) number",
        name=name,
        email=email,
        email_key=email,
        phone=phone,
        phone_e164=phone,
        company=f"(SELECT max(id) FROM leads_company) - number * 31 % {companies}",
        created_at="now() - interval '2 years'",
    )
    insert(Inquiry, inquiries(count, people), **inquiry_columns(count))
    insert(Lead, leads(count), **lead_columns())
    insert(
        Event,
        f"leads_lead CROSS JOIN generate_series(1, {EVENTS_EACH}) turn "
        "JOIN leads_inquiry ON leads_inquiry.id = inquiry_id",
        lead="inquiry_id",
        kind=one_of(" ".join(KINDS), "turn - 1"),
        at="received_at + turn * interval '7 minutes'",
        cause="'demo'",
        text="CASE turn WHEN 5 THEN 'New → Open' ELSE '' END",
    )


def inquiries(count: int, people: int) -> str:
    return (
        f"(SELECT number, leads_person.*, form.id form_id, form.brand_id "
        f"FROM generate_series(1::bigint, {count}) number "
        f"JOIN leads_person ON leads_person.id = (SELECT max(id) FROM leads_person) "
        f"- number * 7919 % {people} "
        f"JOIN leads_inquiryform form ON form.id = {FORMS}[1 + number % 20 / 5 % 4] "
        f"ORDER BY number) drawn"
    )


def inquiry_columns(count: int) -> dict[str, str]:
    size, letters = len(REFERENCE_LETTERS), REFERENCE_LETTERS
    mixed = f"(number * 522133279 % {size**8})"
    digits = " || ".join(
        f"substr('{letters}', 1 + ({mixed} / {size**place} % {size})::int, 1)" for place in range(8)
    )
    received = f"now() - interval '2 years' * (1 - number / {count}.0)"
    return {
        "reference": digits,
        "key": "gen_random_uuid()",
        "brand": "brand_id",
        "form": "form_id",
        "page": "'/contact/'",
        "received_at": received,
        "answer_by": f"{received} + interval '6 hours'",
        **{column: column for column in ("name", "email", "email_key", "phone", "phone_e164")},
        "company_name": "(SELECT name FROM leads_company WHERE id = company_id)",
        "business_type": one_of(" ".join(Inquiry.BusinessType.values), "number * 7 / 3"),
        "company_size": one_of(" ".join(Inquiry.CompanySize.values), "number / 3"),
        "message": f"'{WORDS} We are number ' || number || '. {WORDS}'",
        "digest": "md5(number::text)",
    }


def leads(count: int) -> str:
    return (
        f"(SELECT *, number > {count} * 0.97 OR draw < 5 is_unfinished, draw >= 980 is_spam FROM "
        f"(SELECT leads_inquiry.id, answer_by, received_at, leads_person.id person_id, company_id, "
        f"row_number() OVER (ORDER BY leads_inquiry.id) number, "
        f"abs(hashint8(leads_inquiry.id)::bigint) % 1000 draw FROM leads_inquiry "
        f"LEFT JOIN leads_person USING (email_key) WHERE leads_inquiry.id NOT IN "
        f"(SELECT inquiry_id FROM leads_lead)) ranked ORDER BY id) drawn"
    )


def lead_columns() -> dict[str, str]:
    unfinished, done = "open contacted qualified new", "won lost not_a_lead won lost"
    state = (
        f"CASE WHEN is_spam THEN 'new' WHEN is_unfinished THEN {one_of(unfinished, 'draw')} "
        f"ELSE {one_of(done, 'draw')} END"
    )
    answered = f"CASE WHEN {state} <> 'new' THEN received_at + draw * interval '1 minute' END"
    return {
        "inquiry": "id",
        "state": state,
        "lost_reason": f"CASE {state} WHEN 'lost' THEN 'price' ELSE '' END",
        "owner": f"CASE WHEN draw % 7 > 0 THEN {OWNERS}[1 + draw % 5] END",
        "person": "person_id",
        "company": "company_id",
        "next_step_on": "CASE WHEN is_unfinished THEN current_date + (draw % 25)::int - 2 END",
        "answer_by": "answer_by",
        "first_answered_at": answered,
        "quarantined_at": "CASE WHEN is_spam THEN received_at END",
        "reply_token": "replace(gen_random_uuid()::text, '-', '')",
    }


def pages(count: int) -> list[tuple[str, str]]:
    """Return title and path of everything that is measured."""
    middle = Inquiry.objects.order_by("pk")[count // 2 : count // 2 + 1].get()
    searches = {
        "prefix of a name": "grac",
        "fragment of 3": "eck",
        "two letters": "ab",
        "e-mail address": middle.email,
        "phone digits": middle.phone_e164[3:9],
        "company": middle.company_name,
        "reference": f"#{middle.reference[:6]}",
        "nothing": "no such words",
    }
    found = [("start page", "/admin/")]
    found += [(query, f"/admin/leads/lead/?{query}") for query in LISTS]
    found += [
        (f"search: {title}", f"/admin/leads/lead/?tab=all&q={quote(text)}")
        for title, text in searches.items()
    ]
    for title, row in (
        ("record", Lead(pk=middle.pk)),
        ("person", middle.lead.person),
        ("company", middle.lead.company),
    ):
        found.append((title, f"/admin/leads/{row._meta.model_name}/{row.pk}/change/"))
    found += [("people", "/admin/leads/person/"), ("companies", "/admin/leads/company/")]
    return found


def measure(client: Client, title: str, path: str) -> bool:
    """Print one row of figures and return whether all of them are within their limits."""
    client.get(path)
    taken, worked, asked = [], [], []
    for _ in range(TURNS):
        started, begun = time.perf_counter(), time.process_time()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path)
        taken.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - begun) * 1000)
        asked.append(sum(float(row["time"]) for row in queries.captured_queries) * 1000)
    read = {table for row in queries.captured_queries for table in scanned(row["sql"]) & BIG}
    p95 = statistics.quantiles(taken, n=20)[-1]
    size = len(response.content)
    is_fine = p95 <= MOST_MS and len(queries) <= MOST_QUERIES and size <= MOST_BYTES and not read
    print(
        f"{'' if is_fine else '!':2}{title[:50]:50} {response.status_code} "
        f"{statistics.median(taken):6.0f} {p95:6.0f} {min(worked):6.0f} {min(asked):6.0f} "
        f"{len(queries):3} {size // 1024:4} {' '.join(sorted(read))}",
        flush=True,
    )
    return is_fine


def main(arguments: list[str]) -> None:
    if not settings.IS_LOCAL or connection.vendor != "postgresql":
        raise SystemExit("Only on PostgreSQL, and never on a public site.")
    count = int(arguments[0]) if arguments else INQUIRIES
    call_command("prepare", demo=True, verbosity=0)
    if Inquiry.objects.count() < count:
        load(count)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(email="ada@example.com"))
    with connection.cursor() as cursor:
        cursor.execute("SET random_page_cost = 1.1")  # for solid state disks, as in operations.md
    print(f"{timezone.now():%Y-%m-%d}, {TURNS} requests each, in milliseconds: median, 95th")
    print("percentile, least processor time, least time of SQL; queries; KB; tables read whole")
    results = [measure(client, title, path) for title, path in pages(count)]
    print(f"{results.count(False)} of {len(results)} pages miss a limit.")


if __name__ == "__main__":
    main(sys.argv[1:])

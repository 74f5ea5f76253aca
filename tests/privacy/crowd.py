"""A crowd in the database, made by the database itself: as many inquiries as are asked for."""

from django.db import connection

from contactatonce.brands.models import Brand
from leads.models import InquiryForm
from tests import factories

EVENTS_EACH = 5


def fill(inquiries: int) -> None:
    """Store so many people, inquiries, leads, answers, and five times as many timeline rows."""
    brand = Brand.objects.order_by("pk").first()
    form = InquiryForm.objects.filter(brand=brand).first() or factories.create_form(brand=brand)
    with connection.cursor() as cursor:
        searches = _take_off_search_indexes(cursor)
    numbers = f"generate_series(1, {inquiries}) AS n"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO leads_person (name, email, email_key, phone, phone_e164, created_at)
            SELECT 'Person Number' || n, 'p' || n || '@example.com', 'p' || n || '@example.com',
                   '+1404' || n, '+1404' || n, now() - (n || ' seconds')::interval
            FROM {numbers}
            """
        )
        columns = _required("leads_inquiry")
        values = {
            "name": "'Person Number' || n",
            "email": "'p' || n || '@example.com'",
            "email_key": "'p' || n || '@example.com'",
            "phone": "'+1404' || n",
            "phone_e164": "'+1404' || n",
            "company_name": "'Company ' || (n % 1000)",
            "message": "'Please show me the chat, number ' || n || repeat(' and more', 12)",
            "reference": "lpad(to_hex(n), 8, 'G')",
            "key": "gen_random_uuid()",
            "brand_id": str(brand.pk),
            "form_id": str(form.pk),
            "received_at": "now() - (n || ' seconds')::interval",
            "answer_by": "now()",
            "spam_score": "0",
            "spam_reasons": "'[]'::jsonb",
            "has_disposable_address": "false",
        }
        listed = ", ".join(columns)
        told = ", ".join(values.get(name, "''") for name in columns)
        cursor.execute(f"INSERT INTO leads_inquiry ({listed}) SELECT {told} FROM {numbers}")
        cursor.execute(
            """
            INSERT INTO leads_lead (inquiry_id, state, lost_reason, person_id,
                                    answer_by, reply_token, version)
            SELECT i.id, 'open', '', p.id, now(), md5(i.id::text), 1
            FROM leads_inquiry i JOIN leads_person p USING (email_key)
            """
        )
        cursor.execute(
            f"""
            INSERT INTO leads_event (lead_id, kind, at, cause, text)
            SELECT l.inquiry_id, 'note', i.received_at, '', 'Rang person number ' || l.inquiry_id
            FROM leads_lead l JOIN leads_inquiry i ON i.id = l.inquiry_id,
                 generate_series(1, {EVENTS_EACH})
            """
        )
        for definition in searches:
            cursor.execute(definition)
        cursor.execute("ANALYZE")


def _take_off_search_indexes(cursor) -> list[str]:
    """Drop the trigram indexes, built faster over full tables; return how to make them."""
    cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '% gin %'")
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in found]


def _required(table: str) -> list[str]:
    """Return the columns of `table` that take no null and have no value of their own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s "
            "AND is_nullable = 'NO' AND is_generated = 'NEVER' AND is_identity = 'NO' "
            "AND column_default IS NULL",
            [table],
        )
        return [row[0] for row in cursor.fetchall()]

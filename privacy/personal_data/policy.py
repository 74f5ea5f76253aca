"""Personal data in consents, opt-outs and disclosures; published texts hold none."""

from datetime import timedelta

from privacy.models import (
    Certification,
    Consent,
    Disclosure,
    DocumentVersion,
    Notice,
    OptOutLink,
    Recipient,
    Suppression,
)
from privacy.registry import Category, Kind, OnErasure, Personal, Retention, declare, holds_nobody

YEAR = timedelta(days=365)
CODE_ONLY = "It holds a coded form of the address, from which the address cannot be read."


declare(
    Consent,
    purpose="To prove what a person agreed to, and to stop when it is withdrawn.",
    source="The person gave it on one of our pages.",
    about=lambda subject: Consent._base_manager.filter(email_key=subject.email),
    retention=Retention(
        "consents",
        "while the consent is active, and 3 years after it was withdrawn or ended",
        3 * YEAR,
        "withdrawn_at ends_at",
    ),
    personal={
        "email": Personal(Category.CONTACT, identifies=Kind.EMAIL),
        **dict.fromkeys(("purpose", "concerns", "withdrawn_at"), Category.CHOICE),
        **dict.fromkeys(("given_at", "given_how", "given_where"), Category.CHOICE),
    },
    plain="wording wording_version wording_hash policy_version brand sites channels ends_at",
)
declare(
    Suppression,
    purpose="To send no mail to an address that wants none.",
    source="The person opted out, or the mail to the address came back.",
    retention=Retention(
        "opt-outs",
        "while the opt-out is active, and 3 years after it was taken back",
        3 * YEAR,
        "lifted_at",
    ),
    personal=dict.fromkeys(
        ("fingerprint", "scope", "brand", "reason", "since", "lifted_at"), Category.CHOICE
    ),
    on_erasure=OnErasure.KEEP,
    keep_because=f"The opt-out must go on working. {CODE_ONLY}",
    keep_until="until the person asks for mail again",
)
declare(
    OptOutLink,
    purpose="To let the opt-out link in a mail work, also years later.",
    source="We made it when we wrote a mail.",
    retention=Retention(
        "opt-out-links", "3 years after it last stood in a mail", 3 * YEAR, "used_at"
    ),
    personal={"fingerprint": Category.CHOICE, "used_at": Category.CHOICE},
    on_erasure=OnErasure.KEEP,
    keep_because=f"Links in mails that were sent must go on working. {CODE_ONLY}",
    keep_until="until 3 years after it last stood in a mail",
)
declare(
    Disclosure,
    purpose="To tell a person who else received data, and to pass corrections on to those.",
    source="We recorded it when we passed data on.",
    retention=Retention("disclosures", "6 years after the disclosure", 6 * YEAR, "at"),
    personal=dict.fromkeys(
        ("fingerprint", "recipient", "ground", "categories", "at"), Category.CHOICE
    ),
    plain="decided_by document",
    on_erasure=OnErasure.KEEP,
    keep_because=f"Who received data must stay answerable. {CODE_ONLY}",
    keep_until="until 6 years after the disclosure",
)

PUBLISHED = "It is a text that everybody can read."
holds_nobody(
    DocumentVersion,
    "document number text html digest is_material summary effective_at announced_at published_at",
    because=PUBLISHED,
)
holds_nobody(
    Notice,
    "kind version title text html starts_at effective_at ends_at",
    because=PUBLISHED,
)
holds_nobody(
    Certification,
    "kind name covers seal validation_url dispute_url valid_from valid_until",
    because="It describes the company's certificates.",
)
holds_nobody(
    Recipient,
    "slug name kind purpose categories country contract_on ends_on",
    because="It describes another company, not a person.",
)

"""Personal data in privacy requests and restrictions."""

from datetime import timedelta

from privacy.models import (
    ConfirmationLink,
    PrivacyRequest,
    RecipientNotice,
    RequestEvent,
    Restriction,
)
from privacy.registry import Category, Exemption, Kind, OnErasure, Personal, Retention, declare
from privacy.rights.transitions import OPEN

KEPT = timedelta(days=730)
UNDER_WAY = Exemption(
    lambda rows, subject: rows.filter(state__in=OPEN),
    OnErasure.KEEP,
    "The request is still open, and we tell the person when it is done.",
    "until the request is closed",
)

declare(
    PrivacyRequest,
    purpose="To do what a person asks about their data, in time, and to prove it.",
    source="The person sent it, or told it to our staff.",
    retention=Retention("requests", "2 years after the request was closed", KEPT, "closed_at"),
    personal={
        "email": Personal(Category.CONTACT, Kind.EMAIL),
        "text": Category.CONTENT,
        "answer": Category.CONTENT,
        "proposals": Category.CONTENT,
        "question": Category.WORK,
        "explanation": Category.WORK,
        "extension_text": Category.WORK,
    },
    plain=(
        "reference key kind state received_at fingerprint place brand channel created_at due_on "
        "policy_version version asked_at confirm_by confirmed_at closed_at extension extended_to "
        "refusal outcome export erasure same_as"
    ),
    exceptions=[UNDER_WAY],
    on_erasure=OnErasure.BLANK,
    is_volatile=True,
)
declare(
    RequestEvent,
    purpose="To prove what was done about a request, when, and who did it.",
    source="Our software wrote it while the request was worked on.",
    retention=Retention("request-steps", "as long as the request", follows="request"),
    personal={"at": Category.WORK},
    plain="request note step before after actor",
    on_erasure=OnErasure.KEEP,
    keep_because="It proves what was done about a request, and names nobody.",
    keep_until="until 2 years after the request was closed",
    is_volatile=True,
)
declare(
    RecipientNotice,
    purpose="To tell those who received data that it was corrected, deleted or restricted.",
    source="Our software wrote it when the request was carried out.",
    retention=Retention("recipient-notices", "as long as the request", follows="request"),
    personal=dict.fromkeys(("recipient", "state", "settled_at"), Category.CHOICE),
    plain="request since settled_by note",
    on_erasure=OnErasure.KEEP,
    keep_because="It proves who was told of a change, and does not name the person.",
    keep_until="until 2 years after the request was closed",
    is_volatile=True,
)
declare(
    ConfirmationLink,
    purpose="To make sure that a request comes from the owner of the address.",
    source="Our software made it when it mailed a link to confirm a request.",
    retention=Retention(
        "request-links", "7 days after the link was mailed", timedelta(0), "expires_at"
    ),
    personal={"fingerprint": Category.CONTACT, "sent_at": Category.CONTACT},
    plain="digest expires_at used_at",
    withheld={"digest": "It guards the link that confirms requests."},
    is_volatile=True,
)
declare(
    Restriction,
    purpose="To keep data without using it because the person asked for that.",
    source="The person asked for it.",
    retention=Retention(
        "restrictions",
        "while the restriction is active, and 3 years after it was lifted",
        timedelta(days=3 * 365),
        "lifted_at",
    ),
    personal=dict.fromkeys(("fingerprint", "since", "lifted_at"), Category.CHOICE),
    on_erasure=OnErasure.KEEP,
    keep_because="The restriction must go on working; the address cannot be read from it.",
    keep_until="until the person lifts it",
)

"""Models of privacy: documents, consents, requests, erasures."""

from .certifications import Certification
from .confirmations import ConfirmationLink
from .consents import Consent
from .disclosures import Disclosure, Recipient
from .documents import DocumentVersion
from .erasure import AwaitingRelease, Erasure, LedgerMark
from .exports import AccessExport
from .holds import LegalHold
from .notices import Notice
from .recipient_notices import RecipientNotice
from .request_events import RequestEvent
from .requests import IllegalTransition, PrivacyRequest
from .restrictions import Restriction
from .suppressions import OptOutLink, Suppression

__all__ = [
    "AccessExport",
    "AwaitingRelease",
    "Certification",
    "ConfirmationLink",
    "Consent",
    "Disclosure",
    "DocumentVersion",
    "Erasure",
    "IllegalTransition",
    "LedgerMark",
    "LegalHold",
    "Notice",
    "OptOutLink",
    "PrivacyRequest",
    "Recipient",
    "RecipientNotice",
    "RequestEvent",
    "Restriction",
    "Suppression",
]

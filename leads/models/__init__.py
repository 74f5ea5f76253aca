"""Inquiries, the people behind them, and the work on them."""

from .forms import FormField, InquiryForm
from .inquiries import Correction, Inquiry
from .people import Company, Person
from .work import Answer, Event, Lead

__all__ = [
    "Answer",
    "Company",
    "Correction",
    "Event",
    "FormField",
    "Inquiry",
    "InquiryForm",
    "Lead",
    "Person",
]

"""Inquiries, the people behind them, and the work on them."""

from .activities import Activity, CalendarFeed
from .assignment import Absence, AssignmentRule, RuleMember
from .balances import Balance
from .forms import FormField, InquiryForm
from .imports import ImportedRow
from .inquiries import Correction, Inquiry
from .merges import Merge
from .people import Company, Person
from .replies import SavedReply
from .views import SavedView
from .work import Answer, Event, Lead

__all__ = [
    "Absence",
    "Activity",
    "Answer",
    "AssignmentRule",
    "Balance",
    "CalendarFeed",
    "Company",
    "Correction",
    "Event",
    "FormField",
    "ImportedRow",
    "Inquiry",
    "InquiryForm",
    "Lead",
    "Merge",
    "Person",
    "RuleMember",
    "SavedReply",
    "SavedView",
]

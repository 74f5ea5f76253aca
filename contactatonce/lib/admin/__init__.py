"""The parts that every admin page of the site is made of."""

from . import rights
from .base import AddOnlyAdmin, Admin, ReadOnly, ReadOnlyAdmin
from .draft_pages import DraftPages
from .drafts import UNSAVED, DraftForm, kept
from .filters import Choice, ChoiceFilter, Tabs, choices_of, is_unknown
from .inlines import Inline, LabeledFormSet, RowForm
from .labels import LabelAutocomplete, label
from .lists import MOST_COUNTED, BoundedPaginator, HouseList
from .unsent import unsent
from .versions import VersionedAdmin, VersionedForm, VersionedModelForm

__all__ = [
    "MOST_COUNTED",
    "UNSAVED",
    "AddOnlyAdmin",
    "Admin",
    "BoundedPaginator",
    "Choice",
    "ChoiceFilter",
    "DraftForm",
    "DraftPages",
    "HouseList",
    "Inline",
    "LabelAutocomplete",
    "LabeledFormSet",
    "ReadOnly",
    "ReadOnlyAdmin",
    "RowForm",
    "Tabs",
    "VersionedAdmin",
    "VersionedForm",
    "VersionedModelForm",
    "choices_of",
    "is_unknown",
    "kept",
    "label",
    "rights",
    "unsent",
]

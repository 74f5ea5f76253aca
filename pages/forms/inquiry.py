"""The inquiry form that a section shows."""

from typing import Final

from django import forms

from contactatonce.brands.models import Brand
from leads.models import InquiryForm

NONE_YET: Final = "The site has no inquiry form yet; make one first."
GONE: Final = (
    "The site has no form “{}” any more, so visitors do not see this section. Choose another."
)
CLOSED: Final = "This form is closed, so visitors do not see this section."


class FormField(forms.ChoiceField):
    """The short name of an inquiry form; `offer` says of which site."""

    def offer(self, brand: Brand, stored: str) -> None:
        """Offer the forms of `brand`; the `stored` one stays a choice, even if it was deleted."""
        known = {form.slug: form for form in InquiryForm.objects.filter(brand=brand)}
        choices = [
            (slug, f"{form}{'' if form.is_open else ', closed'}") for slug, form in known.items()
        ]
        if not known:
            self.help_text = NONE_YET
        if stored and stored not in known:
            choices.append((stored, f"{stored} (gone)"))
            self.help_text = GONE.format(stored)
        elif stored and not known[stored].is_open:
            self.help_text = CLOSED
        self.choices = choices

"""What a visitor can ask for without an account."""

from django import forms
from django.core.validators import RegexValidator

from .models import Suppression

looks_like_an_address = RegexValidator(
    r"^[^\s@\x00-\x1f]+@[^\s@\x00-\x1f]+$",
    "Write the whole address, with an @ in it.",
)


class ScopeForm(forms.Form):
    """Which mail is to stop."""

    scope = forms.ChoiceField(
        label="Which mail should stop?",
        choices=[
            (Suppression.Scope.NEWS.value, "News, offers and follow-ups"),
            (
                Suppression.Scope.ALL.value,
                "All of that, and notices about changes of our policies too",
            ),
        ],
        initial=Suppression.Scope.NEWS.value,
        widget=forms.RadioSelect,
    )


class OptOutForm(ScopeForm):
    """An address, and which mail to it is to stop. Nobody is told whether we know it."""

    email = forms.CharField(
        label="E-mail address",
        max_length=254,
        validators=[looks_like_an_address],
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": "Write the address that is to get no more mail."},
    )

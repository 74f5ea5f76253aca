"""One address, and nothing else."""

from django import forms

SCOPE = "blog:subscribe"  # what its form token names


class SubscribeForm(forms.Form):
    """Which address gets the new posts."""

    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Write the address to which new posts shall go.",
            "invalid": "This is not an e-mail address yet: write it like name@example.com.",
        },
    )

"""One address, and nothing else."""

from django import forms

from contactatonce.lib.email_addresses import EmailAddressField

SCOPE = "blog:subscribe"  # what its form token names


class SubscribeForm(forms.Form):
    """Which address gets the new posts."""

    email = EmailAddressField(
        error_messages={"required": "Write the address to which new posts shall go."}
    )

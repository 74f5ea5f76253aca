"""Forms of members' own pages."""

from typing import Any, ClassVar

from django import forms

from contactatonce.lib.saving import ChangesForm
from contactatonce.lib.text import PlainTextField
from media.forms import ACCEPTED
from media.uploads import Refused

from . import limits, pictures
from .models import Member


class ProfileForm(ChangesForm[Member]):
    """What a member says about themselves."""

    company = PlainTextField(
        label="Company (optional)",
        max_length=80,
        required=False,
        help_text="Shown on your page in the forum.",
    )
    bio = PlainTextField(
        label="About you (optional)",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="A sentence or two, for everyone to read.",
    )

    class Meta:
        model = Member
        fields = ("company", "bio")

    def clean(self) -> None:
        try:
            limits.refuse_silenced(self.instance)
        except limits.NotAllowed as error:
            self.add_error(None, error.args[0])


class AvatarForm(forms.Form):
    """A picture of a member."""

    picture = forms.FileField(
        label="Picture (optional)",
        help_text="JPEG, PNG, WebP, AVIF or GIF, up to 4 MB. We cut it to a square and keep "
        "nothing but its pixels.",
        error_messages={"required": "Choose a picture first."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].widget.attrs["accept"] = ACCEPTED

    def store(self, member: Member) -> bool:
        """Store the picture; return False, with an error, if it is not taken."""
        file = self.cleaned_data["picture"]
        try:
            limits.refuse_silenced(member)
            pictures.read(file, file.size)
            pictures.set_avatar(member=member, file=file)
        except (Refused, limits.NotAllowed) as error:
            self.add_error("picture", error.args[0])
            return False
        return True


class MailForm(ChangesForm[Member]):
    """The choice of mail that a member gets."""

    class Meta:
        model = Member
        fields = ("mails_replies", "mails_mentions", "mails_digest")
        help_texts: ClassVar = {
            "mails_digest": "The liveliest topics of the week. It stops by itself when you have "
            "not been here for half a year."
        }

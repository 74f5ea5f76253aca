"""Forms that upload a picture with its alternative text, and fields that choose one."""

import re
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.conf import settings

from contactatonce.lib.choices import is_key
from contactatonce.lib.form_fields import form_field

from . import services
from .models import Image, is_file_name
from .uploads import Refused, megabytes, read_header

ACCEPTED = "image/jpeg,image/png,image/webp,image/avif,image/gif"
UNDECIDED = "Say what the picture shows, or tick that it is decorative."


class UploadForm(forms.ModelForm):  # type: ignore[type-arg]  # it takes none at run time
    """A new picture; `add` stores it."""

    file = forms.FileField(
        label="Picture",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        help_text="JPEG, PNG, WebP, AVIF or GIF.",
    )

    class Meta:
        model = Image
        fields = ["alt", "decorative", "title"]
        formfield_callback = form_field
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2}),
            "title": forms.TextInput(attrs={"class": "vTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["file", "alt", "decorative", "title"])
        self.fields["title"].required = False
        self.fields["title"].help_text = "How staff find it; its file name if left empty."

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.header = read_header(file, file.size)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file

    def clean(self) -> dict[str, Any]:
        """Demand words or their absence, and no file name for either."""
        data = super().clean() or self.cleaned_data
        file, alt = data.get("file"), " ".join(data.get("alt", "").split())
        if file and alt and is_file_name(alt, file.name):
            self.add_error("alt", "That is the file's name. Say what the picture shows.")
        if "alt" in data and not alt and not data.get("decorative"):
            self.add_error("alt", UNDECIDED)
        if not data.get("title") and file:
            data["title"] = title_of(file.name)
        return data

    def add(self, user: Any) -> Image | None:
        """Store the picture; None with an error on the form where that fails."""
        fields = {name: self.cleaned_data[name] for name in ("file", "title", "alt", "decorative")}
        fields["alt"] = self.instance.alt
        try:
            return services.add(**fields, uploaded_by=user)
        except services.AlreadyThere:
            raise
        except Refused as refusal:
            self.add_error("file", str(refusal))
            return None

    @property
    def note(self) -> str:
        """Describe changes to the picture that its owner may not expect."""
        if not self.header.is_animated:
            return ""
        return "The picture moves; its first frame was taken."

    @property
    def limit(self) -> str:
        return megabytes(settings.IMAGE_MAX_BYTES)


def title_of(name: str) -> str:
    """Return a title made of the name of a file."""
    words = re.sub(r"[\W_]+", " ", PurePosixPath(name).stem).strip()
    return (words[:1].upper() + words[1:])[:120] or "Picture"


class PickImage(forms.Select):
    """A list of pictures with a thumbnail of the chosen one, and an upload beside it."""

    template_name = "media/widgets/pick_image.html"

    class Media:
        css = {"all": ["css/media.css"]}
        js = [forms.Script("js/pictures.js", type="module")]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the pictures to what a select's template gets."""
        context = forms.Widget.get_context(self, name, value, attrs)
        chosen = str(value or "")
        context["widget"] |= {"images": offered(chosen), "chosen": chosen, "accept": ACCEPTED}
        return context


def offered(chosen: str) -> list[Image]:
    """Return the newest pictures, and the one with the key `chosen`, however old it is."""
    newest = services.newest.get()
    if not is_key(chosen) or any(str(image.pk) == chosen for image in newest):
        return newest
    return [*Image.objects.with_renditions().filter(pk=chosen), *newest]


class ImageChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none at run time
    """A choice among all pictures, shown by `PickImage`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Image.objects.all(), widget=PickImage(), **kwargs)

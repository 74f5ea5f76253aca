"""Forms that upload a picture with its alternative text, and fields that choose one."""

import copy
import re
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.conf import settings

from contactatonce.lib.choices import is_key

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


class Recent:
    """The newest pictures, read when the first field of a form needs them.

    One for `one_page` is read once for all the forms that are made from a field of that page;
    otherwise each form reads again.
    """

    MOST = 300

    def __init__(self, *, one_page: bool = False) -> None:
        self._one_page = one_page
        self._read: list[Image] | None = None

    def __deepcopy__(self, memo: dict[int, Any]) -> "Recent":
        return self if self._one_page else Recent()

    def with_chosen(self, value: Any) -> list[Image]:
        """Return the pictures to offer: the newest, and the chosen one however old it is."""
        if self._read is None:
            self._read = list(Image.objects.with_renditions()[: self.MOST])
        chosen = str(value or "")
        if not is_key(chosen) or any(str(image.pk) == chosen for image in self._read):
            return self._read
        return [*Image.objects.with_renditions().filter(pk=chosen), *self._read]


class PickImage(forms.Select):
    """A list of pictures with a thumbnail of the chosen one, and an upload beside it."""

    template_name = "media/widgets/pick_image.html"

    class Media:
        css = {"all": ["css/media.css"]}
        js = [forms.Script("js/pictures.js", type="module")]

    def __init__(self, attrs: dict[str, Any] | None = None, recent: Recent | None = None) -> None:
        super().__init__(attrs)
        self.recent = recent or Recent()

    def __deepcopy__(self, memo: dict[int, Any]) -> "PickImage":
        copied = super().__deepcopy__(memo)
        copied.recent = copy.deepcopy(self.recent)
        return copied

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the pictures to what a select's template gets."""
        context = forms.Widget.get_context(self, name, value, attrs)
        context["widget"]["images"] = self.recent.with_chosen(value)
        context["widget"]["chosen"] = str(value or "")
        context["widget"]["accept"] = ACCEPTED
        return context


class ImageChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none at run time
    """A choice among all pictures, shown by `PickImage`."""

    def __init__(self, *, recent: Recent | None = None, **kwargs: Any) -> None:
        super().__init__(queryset=Image.objects.all(), widget=PickImage(recent=recent), **kwargs)

"""Fields of section forms; their cleaned values are what a page stores."""

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from contactatonce.lib.text import PlainTextField
from media.forms import ImageChoiceField
from pages.targets import validate_target

ICONS: Final = (
    "building",
    "calendar",
    "car",
    "chart",
    "chat",
    "check",
    "clock",
    "handover",
    "key",
    "layers",
    "mobile",
    "pencil",
    "people",
    "phone",
    "screen",
    "shield",
)
DRAWINGS: Final = {
    "chat-car/car": "A chat on a car page",
    "chat-home/home": "A chat on an apartment page",
    "appointment/car": "An appointment from a chat, car",
    "appointment/home": "An appointment from a chat, home",
    "one-team/car": "One team for all sites",
    "phone/car": "A phone with a chat, car",
    "phone/home": "A phone with a chat, home",
    "dashboard/car": "A dashboard",
    "listing/car": "A listing portal: cars",
    "listing/home": "A listing portal: homes",
    "listing/portal": "A listing portal: both",
    "notebook/car": "A notebook, cars",
    "notebook/home": "A notebook, homes",
    "tile/car": "Small picture: car",
    "tile/home": "Small picture: home",
    "tile/portal": "Small picture: portal",
}


class TargetField(PlainTextField):
    """The target of a link."""

    default_validators = [validate_target]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 500, **kwargs})


class LinkWidget(forms.MultiWidget):
    """Two inputs side by side: the link's text and its target."""

    template_name = "admin/pages/widgets/link.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"label": forms.TextInput(), "url": forms.TextInput()}, attrs)

    def decompress(self, value: dict[str, str] | None) -> list[str]:
        return [value["label"], value["url"]] if value else ["", ""]


class LinkField(forms.MultiValueField):
    """A link with its text: {"label", "url"}, or None where both are empty."""

    widget = LinkWidget

    def __init__(self, **kwargs: Any) -> None:
        parts = (PlainTextField(max_length=80, required=False), TargetField(required=False))
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> dict[str, str] | None:
        if not any(data_list):
            return None
        if not all(data_list):
            raise ValidationError("A link needs both a text and a target.")
        return dict(zip(("label", "url"), data_list, strict=True))


class DrawingField(forms.ChoiceField):
    """One of our own drawings: {"name", "trade"}, or None."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("", "None"), *DRAWINGS.items()]
        super().__init__(**{"choices": choices, "required": False, **kwargs})

    def clean(self, value: Any) -> dict[str, str] | None:
        chosen = super().clean(value)
        return dict(zip(("name", "trade"), chosen.split("/"), strict=True)) if chosen else None

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        chosen = "{name}/{trade}".format(**value)
        same = (key for key in DRAWINGS if key.startswith(f"{value['name']}/"))
        return chosen if chosen in DRAWINGS else next(same, "")  # some know one trade only


class IconField(forms.ChoiceField):
    """The icon beside a point."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("", "Check mark"), *((name, name.capitalize()) for name in ICONS)]
        super().__init__(**{"choices": choices, "required": False, **kwargs})


class LinesField(PlainTextField):
    """A list of short texts, one per line."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(**{"widget": widget, "required": False, "max_length": 2000, **kwargs})

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value


class ParagraphsField(LinesField):
    """A list of paragraphs, separated by empty lines."""

    def clean(self, value: Any) -> list[str]:
        text = PlainTextField.clean(self, value)
        parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n"))
        return [" ".join(part.split()) for part in parts if part.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n\n".join(value) if isinstance(value, list | tuple) else value


class PictureField(ImageChoiceField):
    """A picture of the media library: its key, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})

    def clean(self, value: Any) -> int | None:
        image = super().clean(value)
        return image.pk if image else None

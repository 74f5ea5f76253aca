"""The settings of a page."""

from typing import Any, Final

from django import forms

from contactatonce.lib.text import PlainTextField
from pages.addresses import is_free
from pages.models import MenuItem, Page
from pages.models.pages import page_path
from pages.services import ON_TOP, place_of
from publishing.forms import PublishableForm

NOT_IN_MENU: Final = ""
MENU: Final = ("menu_place", "menu_label")


class PageForm(PublishableForm):
    """The settings beside the sections: path, title, picture, menu, times."""

    KEPT = ("title", "description")

    instance: Page

    menu_place = forms.ChoiceField(
        label="In the menu",
        required=False,
        help_text="It shows there while the page is published.",
    )
    menu_label = PlainTextField(
        label="Words in the menu", required=False, max_length=40, help_text="Empty: the title."
    )

    class Meta:
        model = Page
        fields = "__all__"
        widgets = {
            "title": forms.TextInput({"class": "vLargeTextField"}),
            "description": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "menu_place" not in self.fields:
            return
        if self.instance.pk is None:
            del self.fields["menu_place"], self.fields["menu_label"]
            return
        items = list(MenuItem.objects.filter(brand=self.instance.brand_id).select_related("page"))
        mine = next((item for item in items if item.page_id == self.instance.pk), None)
        for name in MENU:
            self.fields[name].show_hidden_initial = True
        self.fields["menu_place"].choices = places(items, mine)  # type: ignore[attr-defined]
        self.initial["menu_place"] = place_of(mine, items) if mine else NOT_IN_MENU
        self.initial["menu_label"] = mine.label if mine else ""

    @property
    def changes_menu(self) -> bool:
        """Tell whether the editor changed the menu entry; a colleague's edit stays otherwise."""
        return any(name in self.changed_data for name in MENU)

    def to_schedule(self) -> dict[str, Any]:
        """Return the form's text, with the sections of the scheduled revision that is edited."""
        edited = {"sections": self.scheduled.snapshot["sections"]} if self.scheduled else {}
        return {**super().to_schedule(), **edited}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in MENU:
            if name in self.fields and name not in self.changed_data:
                self.errors.pop(name, None)
                cleaned[name] = self.initial[name]
        for name in MENU if self.later else ():
            if name in self.changed_data:
                self.add_error(name, "The menu cannot be scheduled: save it by itself first.")
        return cleaned

    def clean_path(self) -> str:
        """Refuse a path that is taken; Django skips its own check for a read-only site."""
        path: str = self.cleaned_data["path"]
        page_path(path)  # first: an address of another form is no page's either
        if not is_free(path):
            raise forms.ValidationError("Something else of this website answers there.")
        others = Page.objects.filter(path=path, brand=self.instance.brand_id)
        if self.instance.pk and others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("The site has a page under this path already.")
        return path


def places(items: list[MenuItem], mine: MenuItem | None) -> list[tuple[str, str]]:
    """Return the possible places in the menu of `items` for the page that is there as `mine`."""
    heads = [item for item in items if not item.is_nested and item != mine]
    return [
        (NOT_IN_MENU, "Not in the menu"),
        (ON_TOP, "On the first level"),
        *((str(head.pk), f"Under “{head.words}”") for head in heads),
    ]

"""Form for posts in the admin."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from contactatonce.brands.models import Brand
from contactatonce.lib import articles, markup
from contactatonce.lib.text import PlainTextField
from publishing.forms import PublishableForm

from .models import Author, Post, Tag
from .models.topics import key_of

MOST_NEW_TAGS = 10
NO_ADDRESS = "No URL can be made from this name. Add it under Tags with a slug."


class EditorWidget(forms.Textarea):
    """Text area to which a script adds buttons, pictures and a preview."""

    template_name = "admin/blog/post/editor.html"

    class Media:
        css = {"all": ["css/site/components/code.css", "css/admin-editor.css"]}

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 30, "class": "vLargeTextField editor-text", **(attrs or {})})


class PostForm(PublishableForm):
    """A post with new tags typed by name."""

    KEPT = ("title", "summary", "body")

    instance: Post
    new_tags = PlainTextField(
        required=False,
        max_length=400,
        label="New tags",
        help_text="Separated by commas; upper and lower case are the same.",
        widget=forms.TextInput({"class": "vTextField"}),
    )

    class Meta:
        model = Post
        fields = "__all__"  # limited by the admin's fieldsets
        widgets = {
            "body": EditorWidget,
            "summary": forms.Textarea({"rows": 2, "class": "vLargeTextField"}),
            "authors": forms.CheckboxSelectMultiple,
            "tags": forms.CheckboxSelectMultiple,
            "also_on": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.typed_tags: list[Tag] = []
        home = self.instance.brand_id
        if "authors" in self.fields:
            authors: Any = self.fields["authors"]
            authors.queryset = Author.objects.order_by("name")
        if home and "also_on" in self.fields:
            others: Any = self.fields["also_on"]
            others.queryset = others.queryset.exclude(pk=home)
        for name in {"tags", "series"} & self.fields.keys():
            topics: Any = self.fields[name]
            if home:
                topics.queryset = topics.queryset.filter(brand=home)
            else:  # a new post: two blogs may have tags of the same name
                topics.queryset = topics.queryset.select_related("brand")
                topics.label_from_instance = lambda topic: f"{topic} ({topic.brand})"
        if "slug" in self.fields and not self.instance.pk:
            self.fields["slug"].required = False
            self.fields[
                "slug"
            ].help_text = "The end of its URL. If empty, it is made from the title."

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"] or slugify(self.cleaned_data.get("title", ""))
        if not slug:
            raise ValidationError("Enter a slug.")
        return slug

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"]).replace("\r\n", "\n")
        try:
            articles.render(body)
        except markup.TooComplex as error:
            raise ValidationError(str(error)) from error
        return body

    def clean_new_tags(self) -> list[str]:
        names = {key_of(name): name for name in self.cleaned_data["new_tags"].split(",")}
        names.pop("", None)
        if len(names) > MOST_NEW_TAGS:
            raise ValidationError(f"{MOST_NEW_TAGS} tags at once is the limit.")
        return [" ".join(name.split()) for name in names.values()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        home = cleaned.get("brand") or (self.instance.brand if self.instance.brand_id else None)
        if home is None:
            return cleaned
        strange = [tag for tag in cleaned.get("tags") or () if tag.brand_id != home.pk]
        if strange:
            names = ", ".join(tag.name for tag in strange)
            self.add_error("tags", f"These tags belong to another blog: {names}.")
        series = cleaned.get("series")
        if series and series.brand_id != home.pk:
            self.add_error("series", "This series belongs to another blog.")
        if home in (cleaned.get("also_on") or ()):
            self.add_error("also_on", f"{home} is already its home.")
        self._find_new_tags(home)
        return cleaned

    def _find_new_tags(self, home: Brand) -> None:
        """Look up the typed tags by name and validate new ones, without saving them."""
        names = {key_of(name): name for name in self.cleaned_data.get("new_tags") or ()}
        known = {tag.name_key: tag for tag in Tag.objects.filter(brand=home, name_key__in=names)}
        new = [Tag(brand=home, name=name) for key, name in names.items() if key not in known]
        slugs: set[str] = set()
        for tag in new:
            if not slugify(tag.name):
                self.add_error("new_tags", f"{tag.name}: {NO_ADDRESS}")
                continue
            try:
                tag.full_clean()
            except ValidationError as error:
                self.add_error("new_tags", [f"{tag.name}: {said}" for said in error.messages])
            if tag.slug in slugs:
                self.add_error("new_tags", f"{tag.name}: Another new tag has this slug.")
            slugs.add(tag.slug)
        self.typed_tags = [*known.values(), *new]

    def snapshot(self, text: Post) -> dict[str, Any]:  # type: ignore[override]  # of posts only
        snapshot = super().snapshot(text)
        typed = {tag.pk for tag in self.typed_tags if tag.pk and "tags" not in self.chosen}
        return {**snapshot, "tags": sorted(typed.union(snapshot["tags"]))}

    def to_schedule(self) -> dict[str, Any]:
        self._store_new_tags()
        return super().to_schedule()

    def _save_m2m(self) -> None:
        """Save the relations, including the typed tags."""
        super()._save_m2m()  # type: ignore[misc]  # not in the stubs
        self._store_new_tags()
        if "tags" not in self.chosen:
            self.instance.tags.add(*self.typed_tags)

    def _store_new_tags(self) -> None:
        """Store the tags that were typed; the history keeps them if the stored ones were chosen."""
        for tag in self.typed_tags:
            if tag.pk is None:
                tag.save()
        if "tags" in self.chosen:
            typed = {tag.pk for tag in self.typed_tags}
            self.set_aside["tags"] = sorted(typed.union(self.set_aside["tags"]))

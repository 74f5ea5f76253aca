"""Load the inquiry forms of each site from content/<site>/forms/."""

from typing import Any

from django.db import transaction

from contactatonce.brands.models import Brand
from contactatonce.lib import content

from .form_fields import EMAIL, MESSAGE
from .models import FormField, InquiryForm

REQUIRED = {EMAIL, MESSAGE}


@transaction.atomic
def load_forms() -> bool:
    """Create each site's forms unless there is a form already; return whether it did."""
    if InquiryForm.objects.exists():
        return False
    for brand in Brand.objects.all():
        for file in sorted((content.ROOT / brand.slug / "forms").glob("*.toml")):
            place = content.name_of(file)
            load_form(brand, file.stem, content.with_include(content.read(file), place), place)
    return True


def load_form(brand: Brand, slug: str, found: dict[str, Any], place: str) -> None:
    """Store a form and its questions in order; `labels` replace the usual ones."""
    content.check_names(found, place, needed=("title", "questions"), optional=found)
    texts = {name: text for name, text in found.items() if name not in {"questions", "labels"}}
    form = content.create(InquiryForm, place, **{**texts, "brand": brand, "slug": slug})
    questions = [text for _, text in content.each(found["questions"], str, f"{place}, questions")]
    labels = found.get("labels", {})
    content.check_names(labels, f"{place}, labels", needed=(), optional=questions)
    for position, question in enumerate(questions):
        content.create(
            FormField,
            f"{place}, question {question}",
            form=form,
            question=question,
            position=position,
            is_required=question in REQUIRED,
            label=labels.get(question, ""),
        )

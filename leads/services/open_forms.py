"""The open inquiry forms of all sites, cached in the process for seconds."""

from contactatonce.brands.models import Brand
from contactatonce.lib.timed_cache import TimedCache
from leads.form_fields import Composition, compose
from leads.models import InquiryForm

Forms = dict[tuple[int, str], Composition]


def read_open_forms() -> Forms:
    forms = InquiryForm.objects.filter(is_open=True).select_related("brand")
    return {(form.brand_id, form.slug): compose(form) for form in forms.prefetch_related("fields")}


open_forms: TimedCache[Forms] = TimedCache(read_open_forms, name="inquiry-forms")


def find(brand: Brand, slug: str) -> Composition | None:
    return open_forms.get().get((brand.pk, slug))

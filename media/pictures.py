"""A picture as HTML."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, Subquery, Value, When
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from .models import Image, Rendition
from .rendering import WIDTHS

FALLBACKS = (Rendition.Format.PNG, Rendition.Format.JPEG)
IN_TEXT = "(min-width: 48rem) 42rem, 100vw"  # a column of text


def html(
    image: Image,
    *,
    sizes: str = "100vw",
    first: bool = False,
    css: str = "",
    alt: str = "",
    decorative: bool = False,
) -> SafeString:
    """Return the <picture> of `image`; give it its renditions (`with_renditions`) for many.

    `sizes` is how wide the page shows it (HTML's attribute). `first` is for the one picture that is
    seen before scrolling: it is loaded at once. `alt` replaces the library's words where the place
    asks for others; `decorative` omits them.
    """
    context = context_for(image, sizes=sizes, first=first, css=css, alt=alt, decorative=decorative)
    return mark_safe(render_to_string("media/picture.html", context).strip())  # noqa: S308  escaped by us


def context_for(
    image: Image, *, sizes: str, first: bool, css: str, alt: str, decorative: bool
) -> dict[str, Any]:
    """Return what the template of a picture needs."""
    by_format: dict[str, list[Rendition]] = {}
    for rendition in sorted(image.renditions.all(), key=lambda one: one.width):
        by_format.setdefault(rendition.format, []).append(rendition)
    width = min(image.width, WIDTHS[-1])
    return {
        "sources": [by_format[kind] for kind in ("avif", "webp") if kind in by_format],
        "fallback": next((by_format[kind] for kind in FALLBACKS if kind in by_format), []),
        "width": width,
        "height": max(1, round(image.height * width / image.width)),
        "sizes": sizes,
        "first": first,
        "css": css,
        "alt": "" if decorative else alt or image.alt,
    }


def url(image: Image, width: int = WIDTHS[-1]) -> str:
    """Return the path of a JPEG or PNG of `image`, at least `width` wide where there is one."""
    chosen = nearest(image.renditions.all(), width)
    return chosen.url if chosen else ""


def nearest(renditions: Iterable[Rendition], width: int) -> Rendition | None:
    """Return the smallest fallback that is `width` wide or more, else the largest."""
    known = sorted((one for one in renditions if one.format in FALLBACKS), key=lambda r: r.width)
    wide = [one for one in known if one.width >= width]
    return next(iter(wide or known[-1:]), None)


def file_of(column: str, width: int) -> Subquery:
    """Return the file that `nearest` chooses for the picture in `column`, as a column itself."""
    # Files that are too narrow come last, the widest first.
    behind = When(width__lt=width, then=Value(WIDTHS[-1] + width) - F("width"))
    place = Case(behind, default=F("width"), output_field=IntegerField())
    known = Rendition.objects.filter(image=OuterRef(column), format__in=FALLBACKS)
    return Subquery(known.order_by(place).values("file")[:1])


def in_text(ids: Collection[int]) -> dict[int, Image]:
    """Return the pictures `ids` with their renditions, by id; an unknown id is left out."""
    if not ids:
        return {}
    return {image.pk: image for image in Image.objects.with_renditions().filter(pk__in=ids)}

"""Personal data in the picture library: none about visitors."""

from media.models import Image, Rendition
from privacy.registry import holds_nobody

holds_nobody(
    Image,
    "title",
    "file",
    "alt",
    "decorative",
    "width",
    "height",
    "content_hash",
    "uploaded_by",
    "uploaded_at",
    "rendered_at",
    because="It is a picture that our staff chose for the websites; no visitor sends one.",
)
holds_nobody(
    Rendition,
    "image",
    "format",
    "width",
    "height",
    "size",
    "file",
    because="It is a smaller copy of such a picture, without what a camera writes into its files.",
)

"""An edition as one site shows it: who speaks, which company is named, where its files are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from contactatonce.brands.models import Brand
from contactatonce.lib import jsonld

from .links import file_path, signed_file_path
from .models import Edition, Testimonial

FORMATS = ("avif", "webp", "jpeg")
LOGO = "logo.webp"
DESCRIPTION = 300  # characters of the words in a description


@dataclass(frozen=True)
class Shown:
    """One published edition on the site `brand`; it comes from `EditionQuerySet.published`."""

    edition: Edition
    brand: Brand

    @property
    def testimonial(self) -> Testimonial:
        return self.edition.testimonial

    @property
    def path(self) -> str:
        return self.testimonial.get_absolute_url()

    @property
    def changed_at(self) -> datetime:
        """When the guest confirmed this edition."""
        return self.edition.confirmed_at or self.edition.created_at

    @property
    def company(self) -> str:
        """Name of the company, if it agreed to be named here: its consent has the guest's name."""
        name = self.edition.company
        agreed = name == self.testimonial.company and self.testimonial.shows_company(self.brand)
        return name if agreed else ""

    @property
    def logo(self) -> str:
        """Path of the company's logo, "" without one: it is served while the company agrees."""
        picture = self.testimonial.logo if self.company else None
        return self.file(LOGO) if picture and picture.rendered_at else ""

    @property
    def role(self) -> str:
        """Job title and company, as far as they are known and may be named."""
        return ", ".join(part for part in (self.edition.title, self.company) if part)

    @property
    def heading(self) -> str:
        return f"{self.edition.name}, {self.company}" if self.company else self.edition.name

    def file(self, name: str) -> str:
        """Return the path of a file that visitors may load."""
        return file_path(self.edition, name)

    @property
    def pictures(self) -> dict[str, str]:
        """Paths of the picture (of the video: its poster) by format; none without a picture."""
        edition = self.edition
        return {
            kind: self.file(f"picture.{kind}")
            for kind in FORMATS
            if f"picture.{kind}" in edition.files
        }

    @property
    def small(self) -> str:
        """Path of the picture for a card, "" without one."""
        return self.file("small.webp") if self.edition.picture_small else ""

    @property
    def video(self) -> str:
        """Path of the video, "" without one."""
        return self.file("video.mp4") if self.edition.video else ""

    @property
    def captions(self) -> str:
        return self.file("captions.vtt")

    @property
    def length(self) -> str:
        """Length of the video for people, such as "1:05"."""
        minutes, seconds = divmod(round(self.edition.seconds), 60)
        return f"{minutes}:{seconds:02}"

    @property
    def home(self) -> Brand:
        """The site of the canonical URL: the one that asked, if it shows this too."""
        home: Brand = self.testimonial.brand
        consent = self.testimonial.person_consent
        is_there = consent is not None and f" {home.slug} " in consent.sites
        return home if is_there else self.brand

    @property
    def canonical(self) -> str:
        return f"{self.home.origin}{self.path}"


@dataclass(frozen=True)
class Preview(Shown):
    """An edition as its giver sees it before it is published: its files by links for a day."""

    def file(self, name: str) -> str:
        return signed_file_path(self.edition, name)


def shown_on(brand: Brand, rows: Iterable[Edition]) -> list[Shown]:
    return [Shown(edition, brand) for edition in rows]


def video_data(shown: Shown) -> jsonld.Data:
    """Describe the video of a testimonial; nothing says how good anyone is."""
    edition, origin = shown.edition, shown.home.origin
    published_at = shown.testimonial.published_at
    poster = shown.pictures.get("jpeg", "")
    return jsonld.without_empty(
        {
            "@type": "VideoObject",
            "name": f"{shown.heading} about {shown.brand.name}",
            "description": edition.quote[:DESCRIPTION],
            "thumbnailUrl": f"{origin}{poster}" if poster else "",
            "uploadDate": published_at.isoformat(timespec="seconds") if published_at else "",
            "duration": f"PT{max(round(edition.seconds), 1)}S",
            "contentUrl": f"{origin}{shown.video}",
            "transcript": edition.transcript,
        }
    )


def wall_path(trade: str = "") -> str:
    path = reverse("testimonials:wall")
    return f"{path}?trade={trade}" if trade else path

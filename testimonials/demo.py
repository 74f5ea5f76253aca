"""Testimonials and customers that are invented, and two films that are drawn for them."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction

from contactatonce.accounts.models import Role, User
from contactatonce.brands.models import Brand
from contactatonce.jobs.registry import job
from contactatonce.lib import content
from media import cards
from media.video import tools

from . import conversion
from .models import Edition, Listing, Testimonial
from .services import directory, editing, files, giving
from .services.consents import Answer
from .services.words import Words

FILE: Final = content.ROOT / "demo" / "testimonials.toml"
SECONDS: Final = 6
LIMITS: Final = tools.Limits(
    seconds=60, cpu_seconds=60, memory_bytes=1_500_000_000, file_bytes=50_000_000
)


@transaction.atomic
def load_testimonials() -> bool:
    """Store the invented rows unless there are any; the films are drawn later, in jobs."""
    by = User.objects.filter(groups__name=Role.EDITOR).order_by("pk").first()
    if by is None or Testimonial.objects.exists() or Listing.objects.exists():
        return False
    found = content.read(FILE)
    brands = {brand.slug: brand for brand in Brand.objects.all()}
    for number, row in enumerate(found["testimonials"]):
        testimonial = give(row, brands[row["site"]], by)
        if row["kind"] == Testimonial.Kind.VIDEO:
            draw_demo.enqueue(testimonial.pk, number)
        else:
            publish(testimonial, by)
    for row in found["listings"]:
        columns = {name: value for name, value in row.items() if name != "site"}
        email = "directory.placeholder@example.com"
        listing = Listing.objects.create(brand=brands[row["site"]], email=email, **columns)
        directory.agree(listing=listing)
    return True


def give(row: content.Table, brand: Brand, by: User) -> Testimonial:
    """Store what an invented guest sent."""
    email = f"{row['name'].split()[0].lower()}.placeholder@example.com"
    invited = giving.invite(brand=brand, email=email, name=row["name"], by=by)
    words = Words(**{name: row[name] for name in Words.__dataclass_fields__ if name in row})
    ticked = Answer(frozenset({brand.slug}), frozenset({"site"}), company=True)
    return giving.accept(testimonial=invited, words=words, answer=ticked)


def publish(testimonial: Testimonial, by: User) -> None:
    edition = editing.draft(testimonial=testimonial, by=by)
    editing.approve(edition=edition, by=by)
    edition.refresh_from_db()
    editing.confirm(edition=edition)


@job()
def draw_demo(testimonial_id: int, number: int) -> None:
    """Draw the film of an invented testimonial, and publish it; without ffmpeg it stays unfinished.

    `number` is its place in the file of demonstration texts.
    """
    testimonial = Testimonial.objects.select_related("brand", "invited_by").get(pk=testimonial_id)
    by = testimonial.invited_by
    if not tools.is_available() or by is None or testimonial.live_number:
        return
    row = content.read(FILE)["testimonials"][number]
    if not testimonial.uploads.exists():
        with TemporaryDirectory() as folder:
            film = draw(Path(folder), cards.draw(testimonial.brand, row["card"]))
            store(testimonial, film)
    edition = editing.draft(testimonial=testimonial, by=by)
    conversion.convert.call(edition.pk)
    edition = Edition.objects.get(pk=edition.pk)
    editing.edit(edition=edition, values={"captions": row["captions"].strip()}, by=by)
    editing.check_captions(edition=edition, by=by)
    edition.refresh_from_db()
    editing.approve(edition=edition, by=by)
    edition.refresh_from_db()
    editing.confirm(edition=edition)


def draw(folder: Path, card: bytes) -> Path:
    """Write a film of a still card with a quiet tone, and return its path."""
    picture, film = folder / "card.png", folder / "film.mp4"
    picture.write_bytes(card)
    command = ["ffmpeg", "-v", "quiet", "-nostdin", "-loop", "1", "-framerate", "25"]
    command += ["-i", str(picture), "-f", "lavfi", "-i", "sine=frequency=330:sample_rate=48000"]
    command += ["-af", "volume=0.2", "-t", str(SECONDS), "-c:v", "libx264", "-pix_fmt", "yuv420p"]
    with tools.output_of([*command, "-c:a", "aac", str(film)], LIMITS) as output:
        list(output)
    return film


def store(testimonial: Testimonial, film: Path) -> None:
    """Take the drawn film as if the guest had sent it."""
    words = film.read_bytes()
    with TemporaryUploadedFile("film.mp4", "video/mp4", len(words), None) as sent:
        sent.write(words)
        sent.flush()
        files.add(testimonial=testimonial, file=sent)

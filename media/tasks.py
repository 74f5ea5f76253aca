"""Background work on pictures."""

from collections.abc import Callable
from datetime import timedelta

from contactatonce.jobs.registry import GiveUp, job, periodic

from . import renditions
from .models import Image
from .uploads import Refused

# Called with a picture's id when all its sizes exist and when its words have changed, so that apps
# which store its HTML render it again.
when_rendered: list[Callable[[int], object]] = []


@job()
def render(image_id: int) -> None:
    """Make the renditions of a picture; skip one that was deleted."""
    image = Image.objects.filter(pk=image_id).first()
    if image is None:
        return
    if image.rendered_at is None:
        try:
            renditions.make_renditions(image)
        except Image.DoesNotExist:
            return
        except (Refused, FileNotFoundError) as error:
            raise GiveUp(f"The original of picture {image_id} cannot be read") from error
    tell(image_id)


@job()
def words_changed(image_id: int) -> None:
    """Have texts that show a picture say its new words."""
    tell(image_id)


def tell(image_id: int) -> None:
    for listener in when_rendered:
        listener(image_id)


@periodic(every=timedelta(hours=12))
def forget_orphans() -> None:
    renditions.forget_orphans()

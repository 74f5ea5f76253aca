"""The job that makes the files of an edition: video, poster, photo."""

from contactatonce.jobs.registry import job

from .models import Edition


def start(edition: Edition) -> None:
    """Convert the photo or video of an edition anew, in a job; call it in the transaction."""
    has_picture = edition.clip_id is not None or edition.photo_id is not None
    edition.progress = 0 if has_picture else None
    edition.failure, edition.converted_at = "", None
    edition.save(update_fields=["progress", "failure", "converted_at"])
    if has_picture:
        convert.using(priority=-5).enqueue(edition.pk)  # mail goes first


@job()
def convert(edition_id: int) -> None:
    """Make what is missing of an edition's files."""
    raise NotImplementedError

"""Jobs of accounts."""

from contactatonce.jobs.registry import Queue, job

from . import letters


@job(queue=Queue.MAIL)
def send_letter(letter: str, user_id: int, brand_id: int, letter_id: str, notice: str = "") -> None:
    letters.deliver(letter, user_id, brand_id, letter_id, notice)

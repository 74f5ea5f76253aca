"""The form that takes a photo or video, one at a time."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from contactatonce.lib.public_forms import Refused
from media.video.probe import MOST_BYTES
from testimonials.models import Testimonial
from testimonials.services import files, steps
from testimonials.services.giving import CHANGEABLE

from .changing import OwnForm

ENVELOPE = 10_000  # bytes of a request around its file


class FileForm(OwnForm):
    """A photo or video; whether one more is taken is known before it is sent."""

    noun = "file"
    nothing_done = "the file has not been stored"
    try_again = "Your words are stored: please send the file again"
    rate = "UPLOAD_RATE"
    open_in = CHANGEABLE
    most_bytes = MOST_BYTES + ENVELOPE

    file = forms.FileField(
        error_messages={
            "required": "Choose a photo or video first.",
            "empty": "The file is empty. Send it again, or record it again.",
        }
    )

    def __init__(
        self,
        testimonial: Testimonial,
        posted: QueryDict | None = None,
        sent: MultiValueDict[str, UploadedFile[bytes]] | None = None,
    ) -> None:
        super().__init__(testimonial, posted)
        self.files = sent or MultiValueDict()

    def check_open(self) -> None:
        try:
            files.refuse_more(self.testimonial)
        except steps.Refused as error:
            raise Refused(409, str(error)) from error

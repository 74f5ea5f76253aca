"""The site's URLs, and one file of the storage of testimonials."""

from django.core.files.storage import storages
from django.urls import include, path

from contactatonce.lib import ranges


def clip(request):
    return ranges.serve(request, storages["testimonials"], "a b/clip.mp4", content_type="video/mp4")


urlpatterns = [path("testimonials/files/clip.mp4", clip), path("", include("contactatonce.urls"))]

"""The site's URLs, and one file of the storage of testimonials."""

from django.core.files.storage import storages
from django.urls import include, path

from contactatonce.lib import ranges


def clip(request):
    name = "a b/clip.mp4"
    response = ranges.serve(request, storages["testimonials"], name, content_type="video/mp4")
    if "secret" in request.GET:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


urlpatterns = [path("testimonials/files/clip.mp4", clip), path("", include("contactatonce.urls"))]

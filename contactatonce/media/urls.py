from django.urls import re_path

from . import views

app_name = "media"
urlpatterns = [
    re_path(
        r"^media/pictures/(?P<image_id>\d{1,18})/(?P<name>[0-9a-f]{16}-\d{1,5})"
        r"\.(?P<extension>avif|webp|jpeg|png)$",
        views.rendition,
        name="rendition",
    ),
]

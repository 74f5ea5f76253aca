from django.urls import path, re_path

from . import views

app_name = "media"
urlpatterns = [
    re_path(
        r"^media/pictures/(?P<image_id>\d{1,18})/(?P<name>[0-9a-f]{16}-\d{1,5})"
        r"\.(?P<extension>avif|webp|jpeg|png)$",
        views.rendition,
        name="rendition",
    ),
    path("card/<str:signed>.png", views.card, name="card"),
    re_path(
        r"^(?P<name>(?:apple-touch-icon|icon-192|icon-512)\.png|favicon\.ico)$",
        views.icon,
        name="icon",
    ),
    path("site.webmanifest", views.manifest, name="manifest"),
]

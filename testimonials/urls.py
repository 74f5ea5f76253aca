from django.urls import path, re_path

from .views import confirming, directory, files, guest, listing, share, uploads, wall

app_name = "testimonials"
NUMBER = r"(?P<pk>[0-9]{1,18})"
urlpatterns = [
    path("testimonials/", wall.wall, name="wall"),
    re_path(rf"^testimonials/{NUMBER}/$", wall.testimonial, name="testimonial"),
    re_path(rf"^testimonials/files/{NUMBER}/(?P<name>[a-z0-9.]+)$", files.file, name="file"),
    path("testimonials/files/signed/<str:token>/", files.signed_file, name="signed_file"),
    path("testimonials/share/<str:token>/", share.share, name="share"),
    path("testimonials/yours/<str:token>/", guest.guest, name="guest"),
    path("testimonials/yours/<str:token>/words/", guest.words, name="words"),
    path("testimonials/yours/<str:token>/files/", uploads.upload, name="files"),
    re_path(
        rf"^testimonials/yours/(?P<token>[^/]+)/files/{NUMBER}/remove/$",
        uploads.remove,
        name="remove_file",
    ),
    path("testimonials/yours/<str:token>/confirm/", confirming.confirm, name="confirm"),
    path("testimonials/yours/<str:token>/consent/", guest.consent, name="consent"),
    path("testimonials/yours/<str:token>/withdraw/", guest.withdraw, name="withdraw"),
    path("customers/", directory.directory, name="directory"),
    path("customers/<str:token>/", listing.listing, name="listing"),
]

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("contactatonce.media.urls")),
    path("", include("blog.urls")),
    path("", include("leads.urls")),
    path("", include("privacy.urls")),
    path("", include("contactatonce.publishing.urls")),
    path("", include("contactatonce.search.urls")),
    *([path("dev/mail/", include("contactatonce.pages.mailbox"))] if settings.DEBUG else []),
    path("", include("contactatonce.pages.urls")),  # last: a path of nobody else is a page's
]

handler400 = "contactatonce.pages.errors.bad_request"
handler403 = "contactatonce.pages.errors.forbidden"
handler404 = "contactatonce.pages.errors.not_found"
handler500 = "contactatonce.pages.errors.failed"

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from contactatonce.accounts.views import list_sessions, show_account

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", show_account, name="account"),
    path("accounts/sessions/", list_sessions, name="account_sessions"),
    path("accounts/", include("allauth.urls")),
    path("", include("media.urls")),
    path("", include("blog.urls")),
    path("", include("forum.urls")),
    path("", include("leads.urls")),
    path("", include("testimonials.urls")),
    path("", include("promises.urls")),
    path("", include("privacy.urls")),
    path("", include("publishing.urls")),
    path("", include("search.urls")),
    *([path("dev/mail/", include("contactatonce.mailbox"))] if settings.DEBUG else []),
    path("", include("pages.urls")),  # last: pages answer every other path
]

handler400 = "pages.errors.bad_request"
handler403 = "pages.errors.forbidden"
handler404 = "pages.errors.not_found"
handler500 = "pages.errors.failed"

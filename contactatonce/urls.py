from django.contrib import admin
from django.urls import include, path

from contactatonce.jobs import health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("leads.urls")),
    path("", include("contactatonce.pages.urls")),
]

from django.urls import path

from . import reports, views

app_name = "promises"

urlpatterns = [
    path("privacy/promises/", views.promises, name="promises"),
    path("csp-reports/", reports.receive, name="csp_reports"),
]

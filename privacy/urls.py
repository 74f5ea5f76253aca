from django.urls import URLPattern, path, re_path

from .models import DocumentVersion
from .views import documents, opt_outs, own_requests, requests

app_name = "privacy"


def document_urls(name: str) -> list[URLPattern]:
    """Return the URLs of one document: the version in force, and all others."""
    which = {"document": name}
    return [
        path(f"{name}/", documents.current, which, name=name),
        path(f"{name}/versions/", documents.versions, which, name=f"{name}_versions"),
        path(f"{name}/versions/<int:number>/", documents.version, which, name=f"{name}_version"),
        path(
            f"{name}/versions/<int:number>/changes/",
            documents.changes,
            which,
            name=f"{name}_changes",
        ),
    ]


urlpatterns = [
    *(url for name in DocumentVersion.Document.values for url in document_urls(name)),
    path("privacy/data/", documents.data_map, name="data_map"),
    path("privacy/recipients/", documents.recipients, name="recipients"),
    path("privacy/requests/", requests.request_form, name="request_form"),
    path("privacy/requests/sent/", requests.request_sent, name="request_sent"),
    path("privacy/requests/confirm/<str:token>/", requests.request_confirm, name="request_confirm"),
    path("privacy/requests/status/<str:token>/", requests.request_status, name="request_status"),
    path(
        "privacy/requests/status/<str:token>/export/",
        requests.request_export,
        name="request_export",
    ),
    *(
        path(
            f"privacy/requests/status/<str:token>/{step}/",
            requests.request_step,
            {"step": step},
            name=f"request_{step}",
        )
        for step in requests.STEPS
    ),
    path("accounts/data/<slug:kind>/", own_requests.own_request, name="own_request"),
    path("privacy/opt-out/", opt_outs.opt_out, name="opt_out"),
    path("privacy/opt-out/done/", opt_outs.done, name="opt_out_done"),
    # No slash at the end: the URL stays short enough for a mail header.
    re_path(
        r"^privacy/opt-out/(?P<token>[A-Za-z0-9_-]{1,64})$",
        opt_outs.opt_out_by_link,
        name="opt_out_link",
    ),
]

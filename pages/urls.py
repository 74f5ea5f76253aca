from django.urls import path, re_path

from . import views

app_name = "pages"
urlpatterns = [
    path("", views.page, name="home"),
    path("brand/<slug:digest>.css", views.brand_css, name="brand_css"),
    path("favicon.svg", views.favicon, name="favicon"),
    # The last of all: any path that a page can have.
    re_path(r"^(?P<path>(?:[a-z0-9]+(?:-[a-z0-9]+)*/)+)$", views.page, name="page"),
]

from django.urls import path

from . import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("brand/<slug:digest>.css", views.brand_css, name="brand_css"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.svg", views.favicon, name="favicon"),
    path("favicon.ico", views.favicon_ico, name="favicon_ico"),
]

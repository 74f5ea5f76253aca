from django.urls import path

from . import views, wellknown

app_name = "search"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("robots.txt", wellknown.robots, name="robots"),
    path("humans.txt", wellknown.humans, name="humans"),
    path(".well-known/security.txt", wellknown.security, name="security"),
    path("sitemap.xml", wellknown.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:name>-<int:number>.xml", wellknown.sitemap, name="sitemap"),
]

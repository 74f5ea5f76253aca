from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from .views.unsubscribing import unsubscribe

app_name = "forum"


def missing(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


reading = [
    path("forum/", missing, name="index"),
    path("forum/boards/<slug:slug>/", missing, name="board"),
    path("forum/topics/<int:pk>/<slug:slug>/", missing, name="topic"),
    path("forum/posts/<int:pk>/", missing, name="post"),
    path("forum/members/<int:pk>/", missing, name="member"),
]
writing: list[object] = []
moderating = [
    path("forum/posts/<int:pk>/report/", missing, name="report"),
    path("forum/me/trust/", missing, name="trust"),
]
people = [
    path("forum/me/posts/", missing, name="own_posts"),
    path("forum/me/settings/", missing, name="settings"),
    path("forum/off/<str:token>/", unsubscribe, name="unsubscribe"),
    path("forum/off/<str:token>/<int:topic_pk>", unsubscribe, name="unsubscribe"),
]
urlpatterns = [*reading, *writing, *moderating, *people]

import re

from django.urls import path, re_path

from . import feeds, views
from .comments.urls import urlpatterns as comments
from .subscriptions.urls import urlpatterns as subscriptions

app_name = "blog"
FEED = rf"(?P<kind>{'|'.join(map(re.escape, feeds.FEEDS))})$"
SLUG = r"(?P<slug>[-a-zA-Z0-9_]+)"
urlpatterns = [
    path("posts/", views.index, name="index"),
    path("posts/<slug:slug>/", views.post, name="post"),
    path("tags/<slug:slug>/", views.tag, name="tag"),
    path("authors/<slug:slug>/", views.author, name="author"),
    path("series/<slug:slug>/", views.series, name="series"),
    path("archive/", views.archive, name="archive"),
    path("feeds/", views.feed_list, name="feeds"),
    re_path(rf"^feeds/{FEED}", feeds.brand_feed, name="feed"),
    re_path(rf"^tags/{SLUG}/{FEED}", feeds.tag_feed, name="tag_feed"),
    re_path(rf"^authors/{SLUG}/{FEED}", feeds.author_feed, name="author_feed"),
    *comments,
    *subscriptions,
]

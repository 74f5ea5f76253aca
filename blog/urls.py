import re

from django.urls import path, re_path

from . import feeds, views
from .comments import views as comments
from .subscriptions import views as subscriptions

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
    path("posts/<slug:slug>/comments/", comments.new, name="comment_new"),
    path("comments/<str:token>/", comments.status, name="comment_status"),
    path("comments/<str:token>/address/", comments.confirm_address, name="comment_confirm_address"),
    path("comments/<str:token>/withdraw/", comments.withdraw, name="comment_withdraw"),
    path("subscribe/", subscriptions.subscribe, name="subscribe"),
    path("subscribe/sent/", subscriptions.sent, name="subscribe_sent"),
    path("subscribe/<str:token>/", subscriptions.subscription, name="subscription"),
    path("subscribe/<str:token>/stop/", subscriptions.stop, name="subscription_stop"),
]

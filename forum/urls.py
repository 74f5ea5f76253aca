from django.urls import path, re_path

from . import feeds
from .views import boards, me, moderating, own_posts, topics, writing
from .views.pictures import picture
from .views.unsubscribing import unsubscribe

app_name = "forum"
KIND = r"(?P<kind>rss\.xml|atom\.xml)$"

urlpatterns = [
    path("forum/", boards.index, name="index"),
    path("forum/search/", boards.search, name="search"),
    path("forum/read/", topics.mark_all_read, name="mark_all_read"),
    path("forum/boards/<slug:slug>/", boards.board, name="board"),
    re_path(rf"^forum/boards/(?P<slug>[-\w]+)/{KIND}", feeds.board_feed, name="board_feed"),
    path("forum/topics/<int:pk>/read/", topics.mark_read, name="mark_read"),
    path("forum/topics/<int:pk>/unread/", topics.first_unread, name="first_unread"),
    re_path(rf"^forum/topics/(?P<pk>[0-9]{{1,18}})/{KIND}", feeds.topic_feed, name="topic_feed"),
    path("forum/posts/<int:pk>/", topics.post, name="post"),
    path("forum/posts/<int:pk>/history/", topics.history, name="history"),
    path("forum/members/<int:pk>/", boards.member, name="member"),
    path("forum/boards/<slug:slug>/new/", writing.new_topic, name="new_topic"),
    path("forum/topics/<int:pk>/reply/", writing.reply, name="reply"),
    path("forum/posts/<int:pk>/edit/", writing.edit, name="edit"),
    path("forum/posts/<int:pk>/held/", own_posts.held, name="held"),
    path("forum/posts/<int:pk>/remove/", own_posts.remove, name="remove"),
    path("forum/posts/<int:pk>/restore/", own_posts.restore, name="restore"),
    path("forum/posts/<int:pk>/history/forget/", own_posts.forget, name="forget"),
    path("forum/posts/<int:pk>/accept/", own_posts.accept, name="accept"),
    path("forum/drafts/<int:pk>/discard/", writing.discard_draft, name="discard_draft"),
    path("forum/pictures/<int:pk>/", picture, name="picture"),
    path("forum/posts/<int:pk>/report/", moderating.report, name="report"),
    path("forum/me/trust/", moderating.own_trust, name="trust"),
    path("forum/me/", me.profile, name="me"),
    path("forum/me/avatar/", me.avatar, name="avatar"),
    path("forum/me/posts/", me.own_posts, name="own_posts"),
    path("forum/me/drafts/", me.drafts, name="drafts"),
    path("forum/me/watched/", me.watched, name="watched"),
    path("forum/me/notifications/", me.notified, name="notifications"),
    path("forum/me/settings/", me.mail_settings, name="settings"),
    path("forum/topics/<int:pk>/watch/", me.watch, name="watch"),
    re_path(r"^forum/avatars/(?P<name>[0-9a-f]{32})\.webp$", me.avatar_file, name="avatar_file"),
    path("forum/off/<str:token>/", unsubscribe, name="unsubscribe"),
    path("forum/off/<str:token>/<int:topic_pk>", unsubscribe, name="unsubscribe"),
    # Last: its slug would match the words of the routes below a topic (models.topics.ROUTES).
    path("forum/topics/<int:pk>/<slug:slug>/", topics.topic, name="topic"),
]

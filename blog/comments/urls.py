from django.urls import path

from . import views

urlpatterns = [
    path("posts/<slug:slug>/comments/", views.new, name="comment_new"),
    path("comments/<str:token>/", views.status, name="comment_status"),
    path("comments/<str:token>/address/", views.confirm_address, name="comment_confirm_address"),
    path("comments/<str:token>/withdraw/", views.withdraw, name="comment_withdraw"),
]

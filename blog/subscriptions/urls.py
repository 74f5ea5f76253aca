from django.urls import path

from . import views

urlpatterns = [
    path("subscribe/", views.subscribe, name="subscribe"),
    path("subscribe/sent/", views.sent, name="subscribe_sent"),
    path("subscribe/<str:token>/", views.subscription, name="subscription"),
    path("subscribe/<str:token>/stop/", views.stop, name="subscription_stop"),
]

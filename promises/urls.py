from django.urls import path

from . import views

app_name = "promises"

urlpatterns = [path("privacy/promises/", views.promises, name="promises")]

from django.urls import path

from . import views

app_name = "leads"
urlpatterns = [
    path("contact/", views.contact, name="contact"),
    path("contact/received/<str:token>/", views.receipt, name="receipt"),
    path("contact/<slug:slug>/", views.form, name="form"),
]

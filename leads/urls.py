from django.urls import path

from . import calendar, embedding, views

app_name = "leads"
urlpatterns = [
    path("contact/", views.contact, name="contact"),
    path("contact/received/<str:token>/", views.receipt, name="receipt"),
    path("contact/<slug:slug>/", views.form, name="form"),
    path("calendar/<str:secret>.ics", calendar.feed, name="calendar"),
    path("embed/received/<str:token>/", embedding.receipt, name="embedded_receipt"),
    path("embed/<slug:slug>/", embedding.form, name="embedded_form"),
]

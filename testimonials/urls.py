from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def later(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


app_name = "testimonials"
urlpatterns = [
    path("testimonials/", later, name="wall"),
    path("testimonials/<int:pk>/", later, name="testimonial"),
    path("testimonials/share/<str:token>/", later, name="share"),
    path("testimonials/yours/<str:token>/", later, name="guest"),
    path("testimonials/yours/<str:token>/files/", later, name="files"),
    path("testimonials/yours/<str:token>/confirm/", later, name="confirm"),
    path("testimonials/yours/<str:token>/consent/", later, name="consent"),
    path("testimonials/yours/<str:token>/withdraw/", later, name="withdraw"),
    path("customers/", later, name="directory"),
    path("customers/<str:token>/", later, name="listing"),
]

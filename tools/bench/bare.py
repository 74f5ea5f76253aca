"""The measure: a view that returns bytes, and a form view that stores one row."""

import os

from django import forms
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

os.environ["DJANGO_SETTINGS_MODULE"] = "tools.bench.bare_settings"
application = get_wsgi_application()

from .models import Message  # noqa: E402  needs the settings set up

PAGE = b"x" * int(os.environ.get("BENCH_PAGE_BYTES", "0"))


class MessageForm(forms.Form):
    name = forms.CharField(max_length=200)
    email = forms.EmailField()
    message = forms.CharField(max_length=10_000)


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE)


def post(request: HttpRequest) -> HttpResponse:
    form = MessageForm(request.POST)
    if not form.is_valid():
        return HttpResponse(str(form.errors), status=422)
    Message.objects.create(**form.cleaned_data)
    response = HttpResponseRedirect("/thanks/")
    response.status_code = 303
    return response


urlpatterns = [path("", page), path("contact/", page), path("contact/contact/", post)]

if __name__ == "__main__":
    with connection.schema_editor() as editor:
        editor.create_model(Message)

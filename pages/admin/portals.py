"""Sign-in pages and agreements of the chat service."""

from django.contrib import admin

from contactatonce.lib.admin import Admin
from pages.models import Portal


@admin.register(Portal)
class PortalAdmin(Admin):
    list_title = "Chat portals"
    list_display = ["name", "audience", "sign_in_url", "agreement_url", "position"]

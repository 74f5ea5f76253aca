"""End forum mail by a mailed link, without signing in (P13; RFC 8058)."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from contactatonce.lib.public_forms import ButtonForm, receive, see_other
from contactatonce.lib.secret_pages import secret_page
from forum import letters
from forum.models import Topic
from forum.notifications import stop_mail


class StopForm(ButtonForm):
    """A button; a mail program presses it with "One-Click"."""

    def __init__(self, posted: QueryDict | None = None) -> None:
        self.is_sent_by_machine = bool(posted and posted.get("List-Unsubscribe") == "One-Click")
        super().__init__(posted)


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str, topic_pk: int | None = None) -> HttpResponse:
    """Ask before ending mail about a topic, or all forum mail; POST ends it. GET changes nothing.

    Mail programs POST here for One-Click, cross-origin and without redirects.
    """
    member = letters.owner_of(token)
    if member is None:
        raise Http404
    topics = Topic.objects.select_related("opening", "merged_into__opening")
    found = get_object_or_404(topics, pk=topic_pk) if topic_pk else None
    topic = found and (found.merged_into or found)  # even if readers do not see it now
    context = {"topic": topic, "is_done": "done" in request.GET}

    def show(form: StopForm, status: int = 200) -> HttpResponse:
        return render(request, "forum/unsubscribe.html", {**context, "form": form}, status=status)

    def act(form: StopForm) -> HttpResponse:
        stop_mail(member=member, topic=topic)
        if form.is_sent_by_machine:
            context["is_done"] = True
            return show(form)
        args = [token, topic.pk] if topic else [token]
        return see_other(f"{reverse('forum:unsubscribe', args=args)}?done")

    if request.method != "POST":
        return show(StopForm())
    return receive(request, StopForm, make=StopForm, show=show, act=act)

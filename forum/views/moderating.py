"""Pages for members about moderation: report a post; their trust, and why they are silenced."""

from django.db.models import Q
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib.public_forms import Refused, receive, see_other
from forum import notifications, reports, silence, text, trust
from forum.access import members_only
from forum.limits import NotAllowed
from forum.models import Member, Post, Report
from forum.moderation_forms import AppealForm, ReportForm

from .boards import trail_to


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: BrandRequest, member: Member, pk: int) -> HttpResponse:
    """Ask what is wrong with a post; POST reports it. Afterwards the page shows the outcome."""
    reported = Report.objects.filter(by=member.pk or 0)
    earlier = reported.filter(post=pk).first()

    def make(posted: QueryDict | None = None) -> ReportForm:
        own = Q(pk__in=reported.values("post"))  # it may be hidden by now
        seen = Q(pk__in=Post.objects.readable().filter(topic__board__brand=request.brand))
        posts = Post.objects.filter(own | seen).select_related("topic__opening", "author__user")
        return ReportForm(get_object_or_404(posts, pk=pk), member, posted)

    def show(form: ReportForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "post": form.post,
            "body": text.shown(form.post.html),
            "report": earlier,
            "is_own": form.post.author_id == member.pk,
            "trail": trail_to("Report a post"),
        }
        return render(request, "forum/report.html", context, status=status)

    def act(form: ReportForm) -> HttpResponse:
        sent = form.cleaned_data
        if not (earlier and sent == {"reason": earlier.reason, "text": earlier.text}):
            try:
                reports.report(post=form.post, by=member, **sent)
            except NotAllowed as error:
                raise Refused(409, error.args[0]) from error
        return see_other(reverse("forum:report", args=[pk]))

    if request.method != "POST":
        return show(make())
    return receive(request, ReportForm, make=make, show=show, act=act)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def own_trust(request: BrandRequest, member: Member) -> HttpResponse:
    """Show a member's level, what it allows and what the next one needs; POST asks a moderator."""
    context = {
        **trust_of(member),
        "member": member,
        "silence": None,
        "new": notifications.unseen(member),
    }
    if member.is_silenced:
        context["silence"] = silence.active_of(member)

    def show(form: AppealForm, status: int = 200) -> HttpResponse:
        return render(request, "forum/me/trust.html", {**context, "form": form}, status=status)

    def act(form: AppealForm) -> HttpResponse:
        try:
            silence.ask(member=member, text=form.cleaned_data["text"])
        except NotAllowed as error:
            raise Refused(409, error.args[0]) from error
        return see_other(reverse("forum:trust"))

    def make(posted: QueryDict) -> AppealForm:
        if context["silence"] is None:  # undone while the member wrote
            raise Http404
        return AppealForm(posted)

    if request.method != "POST":
        return show(AppealForm())
    return receive(request, AppealForm, make=make, show=show, act=act)


def trust_of(member: Member) -> dict[str, object]:
    """Return the levels of trust with the member's own figures."""
    levels = trust.all_levels()
    now = timezone.now()
    facts = trust.facts_of_one(member)
    following = levels[member.trust + 1] if member.trust < trust.HIGHEST_EARNED else None
    window = levels[min(member.trust + 1, trust.HIGHEST_EARNED)].days_without_reports
    return {
        "level": levels[member.trust],
        "following": following,
        "needs": facts.needs(following, now) if following else [],
        "window": window,
        "upheld": facts.upheld_since(now - window * trust.DAY),
    }

"""Members' own pages: profile, posts, watched topics, notifications and mail settings."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib import ranges
from contactatonce.lib.limits import seconds_to_wait
from contactatonce.lib.paging import page_of, turning
from contactatonce.lib.public_forms import see_other
from forum import notifications, pictures, text
from forum.access import members_only
from forum.drafts import drafts_of, has_form, place_of, url_of
from forum.me_forms import AvatarForm, MailForm, ProfileForm
from forum.models import Member, Post, Topic, Watch
from forum.models.members import forum_files
from forum.reading import topics_of
from privacy.models import Suppression
from privacy.outreach import opt_outs

SIZE = 20  # rows of a page
CACHED = 3600  # seconds: a removed picture soon leaves browsers too

TOO_MANY = "Too many changes came from your network. Please try again in {minutes} minutes."


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: BrandRequest, member: Member) -> HttpResponse:
    """Show the member's profile; POST changes it."""
    form = ProfileForm(request.POST or None, instance=member)
    if request.method == "POST" and form.is_valid() and is_admitted(request, form):
        form.save()
        messages.success(request, "Your profile is changed.")
        return redirect("forum:me")
    return show_profile(request, member, form, AvatarForm())


def is_admitted(request: BrandRequest, form: forms.BaseForm) -> bool:
    """Count the request for its network; return False, with an error, if it sent too many."""
    wait = seconds_to_wait(request, group="FORUM_RATE", rate=settings.FORUM_RATE)
    if wait:
        form.add_error(None, TOO_MANY.format(minutes=-(-wait // 60)))
    return not wait


def show_profile(
    request: BrandRequest, member: Member, form: ProfileForm, avatar_form: AvatarForm
) -> HttpResponse:
    context = {"form": form, "avatar_form": avatar_form, "member": member}
    return show(request, member, "profile", context)


@members_only
@require_POST
def avatar(request: BrandRequest, member: Member) -> HttpResponse:
    """Store an uploaded picture of the member, or remove it."""
    if "remove" in request.POST:
        pictures.set_avatar(member=member, file=None)
        messages.success(request, "Your picture is removed.")
        return redirect("forum:me")
    form = AvatarForm(request.POST, request.FILES)
    if form.is_valid() and is_admitted(request, form) and form.store(member):
        messages.success(request, "Your picture is changed.")
        return redirect("forum:me")
    return show_profile(request, member, ProfileForm(instance=member), form)


@require_safe
def avatar_file(request: BrandRequest, name: str) -> HttpResponseBase:
    """Serve a member's picture while they have it; removing or erasing it ends that at once."""
    if not Member.objects.filter(avatar=f"{name}.webp").exists():
        raise Http404
    answer = ranges.serve(request, forum_files(), f"{name}.webp", content_type="image/webp")
    answer.headers["Cache-Control"] = f"public, max-age={CACHED}"
    return answer


@members_only
@require_safe
def own_posts(request: BrandRequest, member: Member) -> HttpResponse:
    """List the member's posts on this site with their states."""
    posts = Post.objects.filter(author=member.pk, topic__board__brand=request.brand)
    rows = posts.select_related("topic__board", "topic__opening").order_by("-pk")
    return show_list(request, member, "own_posts", rows)


@members_only
@require_safe
def drafts(request: BrandRequest, member: Member) -> HttpResponse:
    """List what the member has not sent yet on this site, to read even where no form opens."""
    found = list(drafts_of(member, request.brand)[: 5 * SIZE]) if member.pk else []
    names = text.members_in([draft.text for draft in found])
    rows = [
        (draft, url_of(place) if has_form(place) else "", text.to_typed(draft.text, names))
        for draft, place in ((draft, place_of(draft)) for draft in found)
    ]
    return show(request, member, "drafts", {"rows": rows})


@members_only
@require_safe
def watched(request: BrandRequest, member: Member) -> HttpResponse:
    """List the topics on this site that the member watches or mutes."""
    rows = Watch.objects.filter(member=member.pk, topic__in=Topic.objects.published())
    rows = rows.filter(topic__board__brand=request.brand).order_by("-since", "-pk")
    rows = rows.select_related("topic__board", "topic__opening")
    return show_list(request, member, "watched", rows)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def watch(request: BrandRequest, member: Member, pk: int) -> HttpResponse:
    """Show whether the member watches a topic; POST watches, mutes, or does neither."""
    topic = get_object_or_404(topics_of(request.brand, member).published(), pk=pk)
    if request.method == "POST":
        level = request.POST.get("level", "")
        if level not in {"", *Watch.Level.values}:
            raise Http404
        notifications.set_watch(member=member, topic=topic, level=level)
        is_from_list = request.POST.get("from") == "list"
        return see_other(reverse("forum:watched") if is_from_list else topic.get_absolute_url())
    return show(request, member, "watch", {"topic": topic, "level": topic.watching or ""})


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def notified(request: BrandRequest, member: Member) -> HttpResponse:
    """List the member's notifications; POST marks all as seen."""
    if request.method == "POST":
        notifications.see(member)
        return see_other(reverse("forum:notifications"))
    return show_list(request, member, "notifications", notifications.shown_to(member))


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def mail_settings(request: BrandRequest, member: Member) -> HttpResponse:
    """Show what the member is mailed; POST changes it."""
    form = MailForm(request.POST or None, instance=member)
    if request.method == "POST":
        form.save()
        messages.success(request, "Your mail settings are changed.")
        return redirect("forum:settings")
    stopped = opt_outs.active(address=member.email, brand=request.brand)
    has_opted_out = stopped.filter(scope=Suppression.Scope.ALL).exists()
    return show(request, member, "settings", {"form": form, "has_opted_out": has_opted_out})


def show_list(
    request: BrandRequest, member: Member, page: str, rows: QuerySet[Any]
) -> HttpResponse:
    """Render a page of rows, one of the member's own pages."""
    listing = page_of(request, rows, SIZE, may_be_empty=True)
    links = turning(listing, request.path)
    return show(request, member, page, {"listing": listing, "links": links})


def show(
    request: BrandRequest, member: Member, page: str, context: dict[str, object]
) -> HttpResponse:
    """Render one of the member's own pages with its menu."""
    context |= {"reader": member, "new": notifications.unseen(member)}
    is_wrong = any(getattr(context.get(name), "errors", None) for name in ("form", "avatar_form"))
    return render(request, f"forum/me/{page}.html", context, status=422 if is_wrong else 200)

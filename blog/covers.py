"""Covers of the posts that come with the project, drawn in the background."""

from django.db import transaction

from contactatonce.jobs.registry import job
from media import covers
from publishing import services

from .drafts import drafts_of
from .models import Post


@job()
def draw_cover(post_id: int) -> None:
    """Give a post without a cover the one that its file asks for; one that has another keeps it."""
    post = Post.objects.select_related("brand").filter(pk=post_id, cover=None).first()
    if post is None:
        return
    draft = next((one for one in drafts_of(post.brand) if one.slug == post.slug), None)
    if draft is None or not draft.motif:
        return
    accent = post.brand.accent
    image = covers.add(accent=accent, motif=draft.motif, title=draft.title, alt=draft.cover_alt)
    with transaction.atomic():
        if Post.objects.filter(pk=post_id, cover=None).update(cover=image):
            post.refresh_from_db()
            services.record(post, note="Cover drawn")

"""The letter that tells the author of a comment what became of it, without a word of his (P06)."""

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from blog import links
from blog.models import Comment
from contactatonce.brands.models import Office
from contactatonce.lib.mail import compose
from moderation.models import Verdict

from . import threads

# RFC 3834, and what Exchange reads instead: no out-of-office mail answers an automatic one.
AUTOMATIC = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}


def verdict_given(comment: Comment, verdict: Verdict, to: str) -> EmailMultiAlternatives:
    """Return the letter: published, or refused and why, with the link to the author's page."""
    brand = comment.brand
    path = reverse("blog:comment_status", args=[links.token(links.COMMENT, comment.key)])
    return compose(
        "comment_verdict",
        to=[to],
        sender=(brand.mail_name, brand.mail_from),
        context={
            "brand": brand,
            "comment": comment,
            "verdict": verdict,
            "comment_link": f"{brand.origin}{threads.path_to(comment)}",
            "status_link": f"{brand.origin}{path}",
            "offices": Office.objects.all(),
        },
        message_id=f"comment-{comment.pk}-{verdict.pk}@{brand.host}",
        headers=AUTOMATIC,
    )

"""Mail about a verdict to the author of a comment; it quotes nothing they wrote (P06)."""

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from blog import links
from blog.models import Comment
from contactatonce.brands.letters import compose
from moderation.models import Verdict
from privacy import secret_links

from . import threads
from .services import needs_confirmation


def verdict_given(comment: Comment, verdict: Verdict, to: str) -> EmailMultiAlternatives:
    """Compose the mail: published, or refused and why, with a link to the author's page."""
    brand = comment.brand
    path = reverse("blog:comment_status", args=[secret_links.token(links.COMMENT, comment.key)])
    secret = secret_links.token(links.COMMENT_ADDRESS, comment.key)
    proof = reverse("blog:comment_confirm_address", args=[secret])
    return compose(
        brand,
        "blog.comment_verdict",
        to=to,
        message_id=f"comment-{comment.pk}-{verdict.pk}@{brand.host}",
        context={
            "comment": comment,
            "verdict": verdict,
            "comment_link": f"{brand.origin}{threads.path_to(comment)}",
            "status_link": f"{brand.origin}{path}",
            "proof_link": f"{brand.origin}{proof}" if needs_confirmation(comment, to) else "",
        },
    )

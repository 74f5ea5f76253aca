"""Structured data of topics: QAPage for answered questions, else DiscussionForumPosting.

(https://schema.org/QAPage, https://schema.org/DiscussionForumPosting)
"""

from contactatonce.brands.models import Brand
from contactatonce.lib.jsonld import Data, without_empty

from . import text
from .models import Post
from .reading import TopicPage

LONGEST_TEXT = 2000


def of_topic(page: TopicPage, brand: Brand) -> list[Data]:
    """Return the data of a page of a topic; none if its first post is not public."""
    topic, opening = page.topic, page.topic.opening
    if opening is None or not opening.is_published:
        return []
    url = f"{brand.origin}{topic.get_absolute_url()}"
    replies = [each.post for each in page.posts if not each.is_opening]
    posting = {**of_post(opening, brand), "url": url, "inLanguage": "en-US"}
    if topic.is_question and topic.replies:
        return [question(page, posting, brand, replies)]
    return [
        without_empty(
            {
                **posting,
                "@type": "DiscussionForumPosting",
                "@id": f"{url}#topic",
                "headline": topic.title,
                "isPartOf": {"@id": f"{brand.origin}/#website"},
                "commentCount": topic.replies,
                "comment": [{"@type": "Comment", **of_post(post, brand)} for post in replies],
            }
        )
    ]


def question(page: TopicPage, posting: Data, brand: Brand, replies: list[Post]) -> Data:
    accepted = page.answer
    others = [post for post in replies if accepted is None or post.pk != accepted.pk]
    return {
        "@type": "QAPage",
        "@id": f"{posting['url']}#topic",
        "mainEntity": without_empty(
            {
                **posting,
                "@type": "Question",
                "name": page.topic.title,
                "answerCount": page.topic.replies,
                "acceptedAnswer": answer(accepted, brand) if accepted else "",
                "suggestedAnswer": [answer(post, brand) for post in others],
            }
        ),
    }


def answer(post: Post, brand: Brand) -> Data:
    return {"@type": "Answer", **of_post(post, brand)}


def of_post(post: Post, brand: Brand) -> Data:
    """Return what all kinds of posts share; a former member has no page."""
    author = post.author
    page = "" if author.is_former else f"{brand.origin}{author.get_absolute_url()}"
    edited = post.edited_at.isoformat(timespec="seconds") if post.edited_at else ""
    return without_empty(
        {
            "text": text.plain(post.html)[:LONGEST_TEXT],
            "url": f"{brand.origin}{post.get_absolute_url()}",
            "datePublished": post.submitted_at.isoformat(timespec="seconds"),
            "dateModified": edited,
            "author": without_empty({"@type": "Person", "name": author.name, "url": page}),
        }
    )

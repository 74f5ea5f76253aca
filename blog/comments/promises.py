"""Promise checks of comments."""

from blog.models import Comment, CommentAddress
from moderation.models import Verdict
from moderation.states import State
from promises.proofs.canary import Canary, captured_log
from promises.proofs.rights import not_covered
from promises.proofs.sharing import made_up_person
from promises.registry import Found, Kind, promise
from search.crawler import ask, statements

from .forms import trap_name
from .letters import verdict_given
from .proof_forms import comments_of, fields_for, open_post, open_posts, post_comment

PUBLIC = "can be read, collected and used"
ASKED = {"form_token", "name", "email", "text", "parent"}


@promise("P27", kind=Kind.FLOW)
def writers_are_told_first() -> Found:
    """Each comment form says above its fields that comments are public."""
    for post in open_posts():
        page = open_post(post).text
        form = page.find("comment-form")
        if not 0 <= page.find(PUBLIC) < form:
            yield f"Post {post.pk} does not say before its form that comments are public."


@promise("P06", kind=Kind.FLOW)
def comments_ask_no_more() -> Found:
    """A comment form asks for name, e-mail address and text only, and never shows the address."""
    for post in open_posts():
        page = open_post(post).text
        form = page[page.find("comment-form") :].partition("</form>")[0]
        names = {part.partition('"')[0] for part in form.split(' name="')[1:]}
        for name in sorted(names - ASKED - {trap_name(post)}):
            yield f"The comment form of post {post.pk} asks for {name}."
        person = made_up_person()
        status = post_comment(post, fields_for(post, person)).header("Location")
        Comment.objects.filter(pk__in=[each.pk for each in comments_of(person)]).update(
            state=State.PUBLISHED
        )
        urls = [status, post.get_absolute_url(), "/feeds/rss.xml", "/feeds/feed.json"]
        for url in urls:
            if person in ask(f"{post.brand.origin}{url}").text:
                yield f"The address of a commenter is shown under post {post.pk}."


@promise("P15", kind=Kind.FLOW)
def comments_work_without_cookies() -> Found:
    """A comment can be sent without cookies."""
    for post in open_posts():
        sent = post_comment(post, fields_for(post, made_up_person()))
        if sent.status != 303:
            yield f"A comment on post {post.pk}, sent without a cookie, is answered {sent.status}."


@promise("P14", kind=Kind.FLOW)
def commenting_sets_no_cookie() -> Found:
    """Sending a comment and reading its status sets no cookie."""
    for post in open_posts():
        sent = post_comment(post, fields_for(post, made_up_person()))
        shown = ask(f"{post.brand.origin}{sent.header('Location')}")
        if sent.header("Set-Cookie") or shown.header("Set-Cookie"):
            yield f"Commenting on post {post.pk} sets a cookie."


@promise("P30", kind=Kind.FLOW)
def a_comment_can_be_shown_and_removed() -> Found:
    """A comment is part of the export and of the erasure, and its link removes it."""
    for post in open_posts()[:1]:
        person = made_up_person()
        status = post_comment(post, fields_for(post, person)).header("Location")
        stored = comments_of(person)
        if len(stored) != 1:
            yield f"A comment on post {post.pk} was not stored."
            continue
        yield from not_covered(person, {Comment: 1, CommentAddress: 1})
        ask(f"{post.brand.origin}{status}withdraw/", {})
        if comments_of(person) or CommentAddress.objects.filter(pk=stored[0].pk).exists():
            yield f"A comment on post {post.pk} was withdrawn, and its author is still known."


@promise("P07", kind=Kind.FLOW)
def no_trace_of_the_commenter_is_left() -> Found:
    """A marked IP address is stored nowhere after valid and invalid comments."""
    canary = Canary()
    for post in open_posts()[:1]:
        with statements() as written, captured_log() as log:
            person = made_up_person()
            fields = fields_for(post, person)
            post_comment(post, fields, canary.environ)
            post_comment(post, fields | {"email": "nobody"}, canary.environ)
            post_comment(post, fields | {"form_token": "forged"}, canary.environ)
        yield from canary.found_in("the log", log.getvalue())
        for sql, values in written:
            yield from canary.found_in(" ".join(sql.split()[:3]), values)
        for comment in comments_of(person):
            verdict = Verdict(decision=Verdict.Decision.APPROVE)
            mail = verdict_given(comment, verdict, person).message().as_string()
            yield from canary.found_in("the letter about the verdict", mail)

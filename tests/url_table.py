"""The table of every URL and every role, which tests/test_url_roles.py checks.

A new URL needs a line here, or the test fails and names it:
- a public or signed-in page: a line in PAGES, under the route as Django prints it;
- a model in the admin: a line in MODELS. Its cells say what each role may do there:
  v sees the list and a row, a opens the add page, c may save a row, d opens the delete page;
- a page of its own that a ModelAdmin adds: a line in url_table_admin.py with who may open it.

A model also needs one row to be shown: the test's setUpTestData makes it.
"""

from blog.urls import FEED
from tests.url_answers import (
    EVERYBODY,
    PEOPLE,
    ROLES,
    SENT_AWAY,
    Page,
    only,
    same,
    signed_in,
    staff,
)
from tests.url_table_admin import ADMIN_PAGES

__all__ = ["ADMIN_PAGES", "EVIDENCE", "MODELS", "PAGES", "ROLES", "Page", "only"]

SIGN_IN_ONLY = {**dict.fromkeys(PEOPLE, SENT_AWAY), "anonymous": 200}
ASKED_AGAIN = signed_in(SENT_AWAY)  # for a fresh sign-in
MEMBERS_ONLY = signed_in(303)
NO_SUCH_FOR_MEMBERS = signed_in(404)
HAS_FACTOR = {**signed_in(200), "member": SENT_AWAY}  # the member of this test has none

PAGES: dict[str, Page] = {
    # The public sites
    "": Page("/", EVERYBODY),
    "brand/<slug:digest>.css": Page("/brand/0.css", EVERYBODY),
    r"^media/pictures/(?P<image_id>\d{1,18})/(?P<name>[0-9a-f]{16}-\d{1,5})"
    r"\.(?P<extension>avif|webp|jpeg|png)$": Page(
        "/media/pictures/1/0123456789abcdef-400.webp", same(404)
    ),
    "robots.txt": Page("/robots.txt", EVERYBODY),
    "search/": Page("/search/?q=chat", EVERYBODY),
    "humans.txt": Page("/humans.txt", EVERYBODY),
    ".well-known/security.txt": Page("/.well-known/security.txt", EVERYBODY),
    "sitemap.xml": Page("/sitemap.xml", EVERYBODY),
    "sitemap-<slug:name>-<int:number>.xml": Page("/sitemap-contact-1.xml", EVERYBODY),
    "favicon.svg": Page("/favicon.svg", EVERYBODY),
    "site.webmanifest": Page("/site.webmanifest", EVERYBODY),
    "^(?P<name>(?:apple-touch-icon|icon-192|icon-512)\\.png|favicon\\.ico)$": Page(
        "/favicon.ico", EVERYBODY
    ),
    "card/<str:signed>.png": Page("/card/forged.png", same(404)),
    "calendar/<str:secret>.ics": Page("/calendar/forged.ics", same(404)),
    "contact/": Page("/contact/", EVERYBODY),
    "contact/received/<str:token>/": Page("/contact/received/forged/", same(404)),
    "contact/<slug:slug>/": Page("/contact/contact/", same(301)),
    "embed/<slug:slug>/": Page("/embed/contact/", same(404)),  # the site lists nobody
    "embed/received/<str:token>/": Page("/embed/received/forged/", same(404)),
    "privacy/": Page("/privacy/", EVERYBODY),
    "privacy/versions/": Page("/privacy/versions/", EVERYBODY),
    "privacy/versions/<int:number>/": Page("/privacy/versions/1/", EVERYBODY),
    "privacy/versions/<int:number>/changes/": Page("/privacy/versions/1/changes/", same(404)),
    "cookies/": Page("/cookies/", EVERYBODY),
    "cookies/versions/": Page("/cookies/versions/", EVERYBODY),
    "cookies/versions/<int:number>/": Page("/cookies/versions/1/", EVERYBODY),
    "cookies/versions/<int:number>/changes/": Page("/cookies/versions/1/changes/", same(404)),
    "terms/": Page("/terms/", EVERYBODY),
    "terms/versions/": Page("/terms/versions/", EVERYBODY),
    "terms/versions/<int:number>/": Page("/terms/versions/1/", EVERYBODY),
    "terms/versions/<int:number>/changes/": Page("/terms/versions/1/changes/", same(404)),
    "privacy/data/": Page("/privacy/data/", EVERYBODY),
    "privacy/promises/": Page("/privacy/promises/", EVERYBODY),
    "csp-reports/": Page("/csp-reports/", same(400), "post"),
    "privacy/recipients/": Page("/privacy/recipients/", EVERYBODY),
    "privacy/requests/": Page("/privacy/requests/", EVERYBODY),
    "privacy/requests/sent/": Page("/privacy/requests/sent/", EVERYBODY),
    "privacy/requests/confirm/<str:token>/": Page("/privacy/requests/confirm/forged/", same(410)),
    "privacy/requests/status/<str:token>/": Page("/privacy/requests/status/forged/", same(404)),
    **{
        f"privacy/requests/status/<str:token>/{action}/": Page(
            f"/privacy/requests/status/forged/{action}/", same(404), "post"
        )
        for action in ("withdraw", "propose", "answer", "export")
    },
    "posts/<slug:slug>/comments/": Page("/posts/no-such-post/comments/", same(404)),
    "comments/<str:token>/": Page("/comments/forged/", same(404)),
    "comments/<str:token>/address/": Page("/comments/forged/address/", same(404)),
    "comments/<str:token>/withdraw/": Page("/comments/forged/withdraw/", same(404)),
    "subscribe/": Page("/subscribe/", same(404)),  # the corporate site is no blog
    "subscribe/sent/": Page("/subscribe/sent/", EVERYBODY),
    "subscribe/<str:token>/": Page("/subscribe/forged/", same(410)),
    "subscribe/<str:token>/stop/": Page("/subscribe/forged/stop/", same(410)),
    "privacy/opt-out/": Page("/privacy/opt-out/", EVERYBODY),
    "privacy/opt-out/done/": Page("/privacy/opt-out/done/", EVERYBODY),
    "^privacy/opt-out/(?P<token>[A-Za-z0-9_-]{1,64})$": Page("/privacy/opt-out/forged", EVERYBODY),
    "posts/": Page("/posts/", EVERYBODY),
    "posts/<slug:slug>/": Page("/posts/nothing/", same(404)),
    "tags/<slug:slug>/": Page("/tags/nothing/", same(404)),
    "authors/<slug:slug>/": Page("/authors/nobody/", same(404)),
    "series/<slug:slug>/": Page("/series/nothing/", same(404)),
    "archive/": Page("/archive/", EVERYBODY),
    "feeds/": Page("/feeds/", EVERYBODY),
    f"^feeds/{FEED}": Page("/feeds/rss.xml", EVERYBODY),
    **{
        f"^{part}/(?P<slug>[-a-zA-Z0-9_]+)/{FEED}": Page(f"/{part}/nothing/rss.xml", same(404))
        for part in ("tags", "authors")
    },
    # The forum: this site has no boards
    "forum/": Page("/forum/", same(404)),
    "forum/search/": Page("/forum/search/?q=chat", same(404)),
    "forum/read/": Page("/forum/read/", MEMBERS_ONLY, "post"),
    "forum/boards/<slug:slug>/": Page("/forum/boards/nothing/", same(404)),
    r"^forum/boards/(?P<slug>[-\w]+)/(?P<kind>rss\.xml|atom\.xml)$": Page(
        "/forum/boards/nothing/rss.xml", same(404)
    ),
    "forum/topics/<int:pk>/<slug:slug>/": Page("/forum/topics/1/nothing/", same(404)),
    "forum/topics/<int:pk>/read/": Page("/forum/topics/1/read/", NO_SUCH_FOR_MEMBERS, "post"),
    "forum/topics/<int:pk>/unread/": Page("/forum/topics/1/unread/", same(404)),
    r"^forum/topics/(?P<pk>[0-9]{1,18})/(?P<kind>rss\.xml|atom\.xml)$": Page(
        "/forum/topics/1/rss.xml", same(404)
    ),
    "forum/posts/<int:pk>/": Page("/forum/posts/1/", same(404)),
    "forum/posts/<int:pk>/history/": Page("/forum/posts/1/history/", same(404)),
    "forum/members/<int:pk>/": Page("/forum/members/1/", same(404)),
    "testimonials/": Page("/testimonials/", EVERYBODY),
    "^testimonials/(?P<pk>[0-9]{1,18})/$": Page("/testimonials/0/", same(404)),
    "^testimonials/files/(?P<pk>[0-9]{1,18})/(?P<name>[a-z0-9.]+)$": Page(
        "/testimonials/files/0/video.mp4", same(404)
    ),
    "testimonials/files/signed/<str:token>/": Page("/testimonials/files/signed/forged/", same(404)),
    "testimonials/share/<str:token>/": Page("/testimonials/share/forged/", same(404)),
    "testimonials/yours/<str:token>/": Page("/testimonials/yours/forged/", same(404)),
    **{
        f"testimonials/yours/<str:token>/{page}/": Page(
            f"/testimonials/yours/forged/{page}/", same(404)
        )
        for page in ("words", "files", "confirm", "consent", "withdraw")
    },
    "^testimonials/yours/(?P<token>[^/]+)/files/(?P<pk>[0-9]{1,18})/remove/$": Page(
        "/testimonials/yours/forged/files/1/remove/", same(404), "post"
    ),
    "customers/": Page("/customers/", EVERYBODY),
    "customers/<str:token>/": Page("/customers/forged/", same(404)),
    # The forum, members' own pages
    **{
        f"forum/me/{page}": Page(f"/forum/me/{page}", signed_in(200))
        for page in ("", "posts/", "drafts/", "watched/", "notifications/", "settings/")
    },
    "forum/me/avatar/": Page("/forum/me/avatar/", signed_in(422), "post"),
    "forum/topics/<int:pk>/watch/": Page("/forum/topics/1/watch/", signed_in(404)),
    r"^forum/avatars/(?P<name>[0-9a-f]{32})\.webp$": Page(
        f"/forum/avatars/{'0' * 32}.webp", same(404)
    ),
    "forum/me/trust/": Page("/forum/me/trust/", signed_in(200)),
    "forum/posts/<int:pk>/report/": Page("/forum/posts/1/report/", NO_SUCH_FOR_MEMBERS),
    "forum/off/<str:token>/": Page("/forum/off/forged/", same(404)),
    "forum/off/<str:token>/<int:topic_pk>": Page("/forum/off/forged/1", same(404)),
    "preview/<str:token>/": Page("/preview/forged/", same(404)),
    "^(?P<path>(?:[a-z0-9]+(?:-[a-z0-9]+)*/)+)$": Page("/no-such-page/", same(404)),
    # Signing in
    # Writing in the forum
    "forum/boards/<slug:slug>/new/": Page("/forum/boards/none/new/", signed_in(404)),
    "forum/topics/<int:pk>/reply/": Page("/forum/topics/1/reply/", signed_in(404)),
    **{
        f"forum/posts/<int:pk>/{action}/": Page(f"/forum/posts/1/{action}/", signed_in(404))
        for action in ("edit", "held", "remove")
    },
    **{
        f"forum/posts/<int:pk>/{action}/": Page(f"/forum/posts/1/{action}/", signed_in(404), "post")
        for action in ("restore", "accept", "history/forget")
    },
    "forum/drafts/<int:pk>/discard/": Page("/forum/drafts/1/discard/", signed_in(302), "post"),
    "forum/pictures/<int:pk>/": Page("/forum/pictures/1/", same(404)),
    "accounts/": Page("/accounts/", signed_in(200)),
    "accounts/data/<slug:kind>/": Page("/accounts/data/access/", ASKED_AGAIN),
    "accounts/login/code/": Page("/accounts/login/code/", SIGN_IN_ONLY),
    "accounts/sessions/": Page("/accounts/sessions/", signed_in(200)),
    "accounts/login/": Page("/accounts/login/", SIGN_IN_ONLY),
    "accounts/logout/": Page("/accounts/logout/", signed_in(200)),
    "accounts/login/code/confirm/": Page("/accounts/login/code/confirm/", same(SENT_AWAY)),
    "accounts/inactive/": Page("/accounts/inactive/", EVERYBODY),
    "accounts/signup/": Page("/accounts/signup/", SIGN_IN_ONLY),
    "accounts/reauthenticate/": Page("/accounts/reauthenticate/", signed_in(200)),
    "accounts/email/": Page("/accounts/email/", signed_in(200)),
    "accounts/confirm-email/": Page("/accounts/confirm-email/", EVERYBODY),
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": Page("/accounts/confirm-email/x/", EVERYBODY),
    "accounts/password/change/": Page("/accounts/password/change/", signed_in(200)),
    "accounts/password/set/": Page("/accounts/password/set/", signed_in(SENT_AWAY)),
    "accounts/password/reset/": Page("/accounts/password/reset/", EVERYBODY),
    "accounts/password/reset/done/": Page("/accounts/password/reset/done/", EVERYBODY),
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": Page(
        "/accounts/password/reset/key/1-x/", EVERYBODY
    ),
    "accounts/password/reset/key/done/": Page("/accounts/password/reset/key/done/", EVERYBODY),
    "accounts/2fa/": Page("/accounts/2fa/", signed_in(200)),
    "accounts/2fa/authenticate/": Page("/accounts/2fa/authenticate/", same(SENT_AWAY)),
    "accounts/2fa/reauthenticate/": Page("/accounts/2fa/reauthenticate/", HAS_FACTOR),
    "accounts/2fa/totp/activate/": Page("/accounts/2fa/totp/activate/", ASKED_AGAIN),
    "accounts/2fa/totp/deactivate/": Page(
        "/accounts/2fa/totp/deactivate/", {**ASKED_AGAIN, "member": 404}
    ),
    "accounts/2fa/recovery-codes/": Page("/accounts/2fa/recovery-codes/", signed_in(404)),
    "accounts/2fa/recovery-codes/generate/": Page(
        "/accounts/2fa/recovery-codes/generate/", ASKED_AGAIN
    ),
    "accounts/2fa/recovery-codes/download/": Page(
        "/accounts/2fa/recovery-codes/download/", signed_in(404)
    ),
    "accounts/2fa/webauthn/": Page("/accounts/2fa/webauthn/", signed_in(200)),
    "accounts/2fa/webauthn/add/": Page("/accounts/2fa/webauthn/add/", ASKED_AGAIN),
    "accounts/2fa/webauthn/reauthenticate/": Page(
        "/accounts/2fa/webauthn/reauthenticate/", same(SENT_AWAY)
    ),
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": Page(
        "/accounts/2fa/webauthn/keys/0/remove/", ASKED_AGAIN
    ),
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": Page(
        "/accounts/2fa/webauthn/keys/0/edit/", ASKED_AGAIN
    ),
    "accounts/2fa/webauthn/login/": Page("/accounts/2fa/webauthn/login/", same(SENT_AWAY)),
    # The admin's own pages
    "admin/": Page("/admin/", staff(200)),
    "admin/login/": Page("/admin/login/", same(SENT_AWAY)),
    "admin/logout/": Page("/admin/logout/", staff(405)),
    "admin/password_change/": Page("/admin/password_change/", staff(SENT_AWAY)),
    "admin/password_change/done/": Page("/admin/password_change/done/", staff(200)),
    "admin/autocomplete/": Page("/admin/autocomplete/", staff(403)),
    "admin/jsi18n/": Page("/admin/jsi18n/", staff(200)),
    "admin/r/<int:content_type_id>/<int:object_id>/": Page("/admin/r/0/0/", staff(404)),
    "admin/(?P<url>.*)$": Page("/admin/nothing/", staff(404)),
}

MODELS: dict[str, tuple[str, str, str, str, str]] = {
    #                       Sales  Editor Moderator Privacy officer Administrator
    "accounts.user": ("", "", "", "", "vac"),
    "auth.group": ("", "", "", "", "v"),
    "admin.logentry": ("", "", "", "", "v"),
    "leads.lead": ("vac", "", "", "v", "vac"),
    "leads.person": ("vac", "", "", "vc", "vacd"),
    "leads.company": ("vac", "", "", "vc", "vacd"),
    "leads.savedreply": ("vacd", "", "", "", "vacd"),
    "leads.savedview": ("vcd", "", "", "", "vcd"),
    "leads.assignmentrule": ("v", "", "", "", "vacd"),
    "leads.absence": ("vacd", "", "", "", "vacd"),
    "leads.inquiryform": ("v", "vac", "", "", "vacd"),
    "moderation.verdict": ("", "", "v", "", ""),
    "moderation.watchedword": ("", "", "vacd", "", ""),
    "forum.board": ("", "", "v", "", "vac"),  # over a board with topics
    "forum.tag": ("", "", "vacd", "", "vacd"),
    "forum.trustlevel": ("", "", "v", "", "vc"),
    "forum.topic": ("", "", "v", "", "v"),
    "forum.member": ("", "", "v", "", "v"),
    "forum.report": ("", "", "v", "", "v"),
    "forum.silence": ("", "", "v", "", "v"),
    "pages.page": ("", "vacd", "", "", ""),
    "pages.sitemenu": ("", "vc", "", "", ""),
    "pages.portal": ("", "vacd", "", "", ""),
    "publishing.redirect": ("", "vacd", "", "", "vacd"),
    "search.linkproblem": ("", "v", "", "", "v"),
    "brands.brand": ("", "vc", "", "", "vac"),
    "brands.calendar": ("", "v", "", "", "vacd"),
    "brands.office": ("", "v", "", "", "vacd"),
    "blog.author": ("", "vacd", "", "", ""),  # over no post
    "blog.post": ("", "vacd", "", "", ""),
    "blog.series": ("", "vacd", "", "", ""),
    "blog.tag": ("", "vacd", "", "", ""),
    "media.image": ("", "vacd", "", "", ""),
    "testimonials.testimonial": ("", "vc", "", "v", "vc"),
    "testimonials.invitation": ("va", "va", "", "", "va"),
    "testimonials.openlink": ("v", "va", "", "", "va"),
    "testimonials.listing": ("", "vac", "", "v", "vac"),
    "jobs.job": ("", "", "", "", "v"),
    "jobs.periodicrun": ("", "", "", "", "v"),
    "jobs.effect": ("", "", "", "", "v"),
    "privacy.consent": ("", "", "", "v", ""),
    "privacy.privacyrequest": ("", "", "", "va", ""),
    "privacy.legalhold": ("", "", "", "va", ""),
    "privacy.suppression": ("", "", "", "va", ""),
    "promises.evidence": ("", "", "", "v", "v"),
    "promises.blockedcontent": ("", "", "", "", "v"),
    "promises.attestation": ("", "", "", "va", ""),
    "privacy.documentversion": ("", "", "", "vacd", ""),  # a draft; what is published stays
    "privacy.notice": ("", "", "", "vacd", ""),  # a planned one; what was shown stays
    "privacy.certification": ("", "", "", "vacd", ""),
    "privacy.recipient": ("", "", "", "vac", ""),
    "privacy.disclosure": ("", "", "", "va", ""),
}

# What nobody adds, changes or deletes in the admin, not even a superuser.
EVIDENCE = (
    "search.linkproblem",
    "privacy.consent",
    "moderation.verdict",
    "admin.logentry",
    "auth.group",
    "jobs.job",
    "jobs.periodicrun",
    "jobs.effect",
)

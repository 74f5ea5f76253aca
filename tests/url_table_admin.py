"""The pages of its own that each ModelAdmin adds, and who may open them; see url_table.py."""

from uuid import UUID

from tests.url_answers import Page, only

ADMIN_PAGES: dict[str, Page] = {
    "admin/search/linkproblem/check/": Page(
        "/admin/search/linkproblem/check/", only("Editor", "Administrator", status=302), "post"
    ),
    "admin/pages/page/<int:pk>/preview/": Page("/admin/pages/page/{row}/preview/", only("Editor")),
    "admin/pages/page/<int:pk>/sections/add/<slug:kind>/": Page(
        "/admin/pages/page/{row}/sections/add/steps/", only("Editor")
    ),
    "admin/pages/page/<int:pk>/sections/<slug:key>/": Page(
        "/admin/pages/page/{row}/sections/k-steps/", only("Editor")
    ),
    **{
        f"admin/pages/page/<int:pk>/sections/<slug:key>/{action}/": Page(
            f"/admin/pages/page/{{row}}/sections/k-steps/{action}/",
            only("Editor", status=302),
            "post",
        )
        for action in ("up", "down", "duplicate")
    },
    "admin/pages/page/<int:pk>/sections/<slug:key>/delete/": Page(
        "/admin/pages/page/{row}/sections/gone/delete/", only("Editor", status=302), "post"
    ),
    **{
        f"admin/pages/page/<int:pk>/{action}/": Page(
            f"/admin/pages/page/{{row}}/{action}/", only("Editor", status=302), "post"
        )
        for action in ("unpublish", "cancel_scheduled")
    },
    "admin/pages/page/<int:pk>/revisions/<int:number>/": Page(
        "/admin/pages/page/{row}/revisions/1/", only("Editor")
    ),
    "admin/pages/page/<int:pk>/revisions/<int:number>/restore/": Page(
        "/admin/pages/page/{row}/revisions/1/restore/", only("Editor", status=302), "post"
    ),
    "admin/pages/page/<int:pk>/scheduled/<int:number>/": Page(
        "/admin/pages/page/{row}/scheduled/0/", only("Editor", status=404)
    ),
    "admin/pages/page/<int:pk>/previews/": Page(
        "/admin/pages/page/{row}/previews/", only("Editor")
    ),
    "admin/pages/page/<int:pk>/previews/<int:link>/revoke/": Page(
        "/admin/pages/page/{row}/previews/0/revoke/", only("Editor", status=404), "post"
    ),
    "admin/blog/post/preview-text/": Page("/admin/blog/post/preview-text/", only("Editor"), "post"),
    **{
        f"admin/blog/post/<int:pk>/{action}": Page(
            f"/admin/blog/post/{{row}}/{action}", only("Editor", status=302), "post"
        )
        for action in ("unpublish/", "cancel_scheduled/")
    },
    "admin/blog/post/<int:pk>/revisions/<int:number>/": Page(
        "/admin/blog/post/{row}/revisions/1/", only("Editor")
    ),
    "admin/blog/post/<int:pk>/revisions/<int:number>/restore/": Page(
        "/admin/blog/post/{row}/revisions/1/restore/", only("Editor", status=302), "post"
    ),
    "admin/blog/post/<int:pk>/scheduled/<int:number>/": Page(
        "/admin/blog/post/{row}/scheduled/0/", only("Editor", status=404)
    ),
    "admin/blog/post/<int:pk>/previews/": Page("/admin/blog/post/{row}/previews/", only("Editor")),
    "admin/blog/post/<int:pk>/previews/<int:link>/revoke/": Page(
        "/admin/blog/post/{row}/previews/0/revoke/", only("Editor", status=404), "post"
    ),
    "admin/brands/brand/<slug:slug>/style/": Page(
        "/admin/brands/brand/contactatonce/style/", only("Editor", "Administrator")
    ),
    "admin/moderation/verdict/queue/": Page("/admin/moderation/verdict/queue/", only("Moderator")),
    "admin/moderation/verdict/judge/": Page(
        "/admin/moderation/verdict/judge/", only("Moderator", status=303), "post"
    ),
    "admin/moderation/verdict/undo/": Page(
        "/admin/moderation/verdict/undo/", only("Moderator", status=303), "post"
    ),
    "admin/media/image/upload/": Page(
        "/admin/media/image/upload/", only("Editor", status=422), "post"
    ),
    "admin/media/image/<int:pk>/original/": Page(
        "/admin/media/image/{row}/original/",
        only("Editor", status=404),  # the row has no file
    ),
    "admin/promises/evidence/board/": Page(
        "/admin/promises/evidence/board/", only("Privacy officer", "Administrator")
    ),
    "admin/promises/evidence/board/<str:number>/": Page(
        "/admin/promises/evidence/board/P30/", only("Privacy officer", "Administrator")
    ),
    "admin/privacy/legalhold/foresight/": Page(
        "/admin/privacy/legalhold/foresight/", only("Privacy officer")
    ),
    **{
        f"admin/privacy/privacyrequest/<int:pk>/{action}/": Page(
            f"/admin/privacy/privacyrequest/{{row}}/{action}/",
            only("Privacy officer", status=409),  # without the version that was shown
            "post",
        )
        for action in (
            "begin",
            "prepare",
            "release",
            "release_again",
            "execute",
            "lift",
            "sweep",
            "confirm",
            "notified",
            "cannot_notify",
            "ask",
            "extend",
            "refuse",
            "fulfill",
            "erase",
            "explain",
            "link",
            "approve",
        )
    },
    **{
        f"admin/leads/{model}/<int:pk>/{page}/": Page(
            f"/admin/leads/{model}/{{row}}/{url}/", only("Sales", "Administrator", status=404)
        )
        for model in ("person", "company")
        for page, url in (
            ("merge/<int:other>", "merge/0"),
            ("merges/<int:merge>/undo", "merges/0/undo"),
        )
    },
    "admin/leads/person/import/": Page(
        "/admin/leads/person/import/", only("Sales", "Administrator")
    ),
    "admin/leads/person/import/<uuid:batch>/revert/": Page(
        f"/admin/leads/person/import/{UUID(int=0)}/revert/",
        only("Sales", "Administrator", status=302),
        "post",
    ),
    "admin/leads/lead/next/": Page(
        "/admin/leads/lead/next/", only("Sales", "Administrator", status=302), "post"
    ),
    "admin/leads/lead/calendar/": Page(
        "/admin/leads/lead/calendar/", only("Sales", "Administrator")
    ),
    "admin/leads/savedview/save/": Page(
        "/admin/leads/savedview/save/", only("Sales", "Administrator", status=302), "post"
    ),
    "admin/leads/lead/newest/": Page(
        "/admin/leads/lead/newest/", only("Sales", "Privacy officer", "Administrator")
    ),
    "admin/leads/lead/row/": Page(
        "/admin/leads/lead/row/", only("Sales", "Administrator", status=400), "post"
    ),
    "admin/leads/lead/undo/": Page(
        "/admin/leads/lead/undo/", only("Sales", "Administrator", status=303), "post"
    ),
    "admin/leads/lead/export/": Page(
        "/admin/leads/lead/export/", only("Sales", "Administrator"), "post"
    ),
    "admin/leads/lead/team/": Page(
        "/admin/leads/lead/team/", only("Sales", "Privacy officer", "Administrator")
    ),
    "admin/leads/lead/hand-over/<int:user_pk>/": Page(
        "/admin/leads/lead/hand-over/0/", only("Sales", "Administrator", status=404)
    ),
    **{
        f"admin/leads/lead/<int:pk>/{action}/": Page(
            f"/admin/leads/lead/{{row}}/{action}/",
            only("Sales", "Administrator", status=status),
            "post",
        )
        for action, status in (
            ("take", 302),
            ("again", 302),
            ("release", 302),
            ("spam", 302),
            ("not_spam", 302),
            ("seen", 302),
            ("note", 422),
            ("call", 422),
            ("answer", 422),  # nothing was written
            ("answer_next", 422),
            ("answer_remind", 422),
            ("done", 302),
            ("insert", 302),
            ("step", 302),  # it has defaults
        )
    },
    "admin/accounts/user/<int:pk>/invite/": Page(
        "/admin/accounts/user/{row}/invite/", only("Administrator", status=302), "post"
    ),
    "admin/accounts/user/<int:pk>/reset-second-factor/": Page(
        "/admin/accounts/user/{row}/reset-second-factor/", only("Administrator", status=302), "post"
    ),
    "admin/privacy/recipient/data-map/": Page(
        "/admin/privacy/recipient/data-map/", only("Privacy officer")
    ),
    "admin/privacy/documentversion/<int:pk>/preview/": Page(
        "/admin/privacy/documentversion/{row}/preview/", only("Privacy officer")
    ),
    "admin/jobs/job/<uuid:pk>/run-again/": Page(
        "/admin/jobs/job/{row}/run-again/", only("Administrator", status=302), "post"
    ),
    "admin/testimonials/testimonial/consents/": Page(
        "/admin/testimonials/testimonial/consents/",
        only("Editor", "Privacy officer", "Administrator"),
    ),
    "admin/testimonials/testimonial/<int:pk>/progress/": Page(
        "/admin/testimonials/testimonial/{row}/progress/",
        only("Editor", "Privacy officer", "Administrator"),
    ),
    "admin/testimonials/testimonial/<int:pk>/proof/": Page(
        "/admin/testimonials/testimonial/{row}/proof/",
        only("Editor", "Privacy officer", "Administrator"),
        "post",
    ),
    "admin/testimonials/testimonial/<int:pk>/withdraw/": Page(
        "/admin/testimonials/testimonial/{row}/withdraw/",
        only("Editor", "Privacy officer", "Administrator", status=409),  # without what was shown
        "post",
    ),
    **{
        f"admin/testimonials/testimonial/<int:pk>/{action}/": Page(
            f"/admin/testimonials/testimonial/{{row}}/{action}/",
            only("Editor", "Administrator", status=409),
            "post",
        )
        for action in (
            "draft",
            "approve",
            "check",
            "convert",
            "ask",
            "discard",
            "publish",
            "take_down",
            "go_on",
            "refuse",
            "details",
        )
    },
    "admin/testimonials/invitation/<int:pk>/again/": Page(
        "/admin/testimonials/invitation/{row}/again/",
        only("Sales", "Editor", "Administrator", status=302),
        "post",
    ),
    "admin/testimonials/openlink/<int:pk>/close/": Page(
        "/admin/testimonials/openlink/{row}/close/",
        only("Editor", "Administrator", status=302),
        "post",
    ),
    **{
        f"admin/testimonials/listing/<int:pk>/{action}/": Page(
            f"/admin/testimonials/listing/{{row}}/{action}/",
            only("Editor", "Administrator", status=302),
            "post",
        )
        for action in ("ask", "remove")
    },
    "admin/forum/topic/figures/": Page(
        "/admin/forum/topic/figures/", only("Moderator", "Administrator")
    ),
    "admin/forum/topic/<int:pk>/steps/<slug:name>/": Page(
        "/admin/forum/topic/{row}/steps/lock/", only("Moderator", status=302), "post"
    ),
    "admin/forum/member/<int:pk>/steps/<slug:name>/": Page(
        "/admin/forum/member/{row}/steps/trust/",
        only("Moderator", "Administrator", status=422),  # without a level
        "post",
    ),
    # Last, because it signs one of the people out.
    "admin/accounts/user/<int:pk>/sign-out/": Page(
        "/admin/accounts/user/{row}/sign-out/", only("Administrator", status=302), "post"
    ),
}

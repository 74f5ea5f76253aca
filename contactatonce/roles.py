"""Permissions of each role in the admin; `sync_roles` writes them to the groups."""

from django.contrib.auth.models import Group, Permission

from contactatonce.accounts.models import Role

ALL = ("view", "add", "change", "delete")

# No one adds or deletes testimonials: people give them, and withdrawals delete them.
TESTIMONIALS = {
    "testimonials.testimonial": ("view", "change", "withdraw", "prove"),
    "testimonials.invitation": ("view", "add"),
    "testimonials.openlink": ("view", "add"),
    "testimonials.listing": ("view", "add", "change"),
}

# role -> {"app.model": actions}; a name without a dot in the model part is a permission of its own.
ROLES: dict[str, dict[str, tuple[str, ...]]] = {
    Role.SALES: {
        "leads.lead": ("view", "add", "change", "export"),
        "leads.inquiry": ("view",),
        "leads.correction": ("view",),
        "leads.event": ("view", "add"),
        "leads.answer": ("view", "add"),
        "leads.activity": ("view", "add", "change"),
        "leads.person": ("view", "add", "change"),
        "leads.company": ("view", "add", "change"),
        "leads.savedreply": ALL,
        "leads.merge": ("view", "add"),
        "leads.importedrow": ("view", "add"),
        "leads.inquiryform": ("view",),
        "leads.assignmentrule": ("view",),
        "leads.rulemember": ("view",),
        "leads.absence": ALL,
        "leads.savedview": ALL,
        "testimonials.invitation": ("view", "add"),
        "testimonials.openlink": ("view",),
    },
    Role.EDITOR: {
        "leads.inquiryform": ("view", "add", "change"),
        "leads.formfield": ALL,
        "pages.page": ALL,
        "pages.sitemenu": ("view", "change"),
        "pages.portal": ALL,
        "publishing.redirect": ALL,
        "search.linkproblem": ("view",),
        "brands.brand": ("view", "change"),
        "brands.calendar": ("view",),
        "brands.office": ("view",),
        "media.image": ALL,
        "blog.author": ALL,
        "blog.post": ALL,
        "blog.series": ALL,
        "blog.tag": ALL,
        **TESTIMONIALS,
    },
    Role.MODERATOR: {
        "moderation.verdict": ("view", "add"),
        "moderation.watchedword": ALL,
        "forum.board": ("view",),
        "forum.tag": ALL,
        "forum.topic": ("view", "change"),
        "forum.member": ("view", "change"),
        "forum.report": ("view",),
        "forum.silence": ("view",),
        "forum.trustlevel": ("view",),
    },
    Role.PRIVACY_OFFICER: {
        "privacy.documentversion": ALL,
        "privacy.notice": ALL,
        "privacy.certification": ALL,
        "privacy.recipient": ("view", "add", "change"),
        "privacy.disclosure": ("view", "add"),
        "privacy.consent": ("view",),
        "privacy.suppression": ("view", "add"),
        "promises.evidence": ("view",),
        "promises.attestation": ("view", "add"),
        "privacy.privacyrequest": ("view", "add", "change"),
        "privacy.legalhold": ("view", "add", "change"),
        "leads.lead": ("view",),
        "leads.inquiry": ("view",),
        "leads.correction": ("view",),
        "leads.event": ("view",),
        "leads.answer": ("view",),
        "leads.activity": ("view",),
        "leads.person": ("view", "change"),
        "leads.company": ("view", "change"),
        "leads.merge": ("view",),
        "leads.importedrow": ("view",),
        "testimonials.testimonial": ("view", "withdraw", "prove"),
        "testimonials.listing": ("view",),
    },
    Role.ADMINISTRATOR: {
        "accounts.user": ("view", "add", "change"),
        "auth.group": ("view",),
        "brands.brand": ALL,
        "brands.calendar": ALL,
        "brands.holiday": ALL,
        "brands.openinghours": ALL,
        "brands.hostalias": ALL,
        "brands.office": ALL,
        "leads.inquiryform": ALL,
        "leads.formfield": ALL,
        "leads.assignmentrule": ALL,
        "leads.rulemember": ALL,
        "leads.absence": ALL,
        "leads.lead": ("view", "add", "change", "export"),
        "leads.inquiry": ("view",),
        "leads.correction": ("view",),
        "leads.event": ("view", "add"),
        "leads.answer": ("view", "add"),
        "leads.activity": ("view", "add", "change"),
        "leads.person": ALL,
        "leads.company": ALL,
        "leads.savedreply": ALL,
        "leads.merge": ("view", "add"),
        "leads.importedrow": ("view", "add"),
        "leads.savedview": ALL,
        "publishing.redirect": ALL,
        "search.linkproblem": ("view",),
        "jobs.periodicrun": ("view",),
        "jobs.effect": ("view",),
        "jobs.job": ("view", "change"),
        "promises.evidence": ("view",),
        "promises.blockedcontent": ("view",),
        "admin.logentry": ("view",),
        "forum.board": ALL,
        "forum.tag": ALL,
        "forum.topic": ("view",),
        "forum.member": ("view", "change", "merge"),
        "forum.report": ("view",),
        "forum.silence": ("view",),
        "forum.trustlevel": ("view", "change"),
        **TESTIMONIALS,
    },
}

# "app.model" -> role -> fields that, of all roles that may change the model, only this one may
# change. A change of one needs a recent sign-in.
FIELDS: dict[str, dict[str, tuple[str, ...]]] = {
    "accounts.user": {Role.ADMINISTRATOR: ("email", "is_active", "is_staff", "groups")},
    "brands.brand": {
        Role.ADMINISTRATOR: (
            "slug",
            "kind",
            "host",
            "position",
            "embedding_hosts",
            "mail_name",
            "mail_from",
            "calendar",
            "answer_hours",
        )
    },
    "brands.hostalias": {Role.ADMINISTRATOR: ("host",)},
    "brands.office": {Role.ADMINISTRATOR: ("address", "phone", "fax", "email")},
    "leads.inquiryform": {Role.ADMINISTRATOR: ("notified",)},
}


def wanted_permissions(role: str) -> set[tuple[str, str]]:
    """Return (app label, codename) of every permission that the table gives to `role`."""
    return {
        (app, f"{action}_{model}")
        for target, actions in ROLES[role].items()
        for app, model in [target.split(".")]
        for action in actions
    }


def sync_roles(**kwargs: object) -> None:
    """Make the groups exactly what the table says; run after every migrate."""
    known = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.select_related("content_type")
    }
    for role in ROLES:
        wanted = wanted_permissions(role)
        missing = wanted - set(known)
        if missing and known:
            raise LookupError(
                f"The role {role} names permissions that do not exist: {sorted(missing)}"
            )
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set(known[permission] for permission in wanted)

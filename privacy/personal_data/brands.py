"""Personal data in sites, offices and business hours."""

from contactatonce.brands.models import Brand, Calendar, Holiday, HostAlias, Office, OpeningHours
from privacy.registry import holds_nobody

WEBSITE = "It describes the websites, not a person."
holds_nobody(
    Brand,
    "slug",
    "name",
    "kind",
    "host",
    "tagline",
    "description",
    "mail_name",
    "mail_from",
    "accent",
    "accent_dark",
    "tint",
    "typeface",
    "mark",
    "embedding_hosts",
    "calendar",
    "answer_hours",
    "position",
    because=WEBSITE,
)
holds_nobody(HostAlias, "brand", "host", because=WEBSITE)
holds_nobody(Calendar, "name", "time_zone", because=WEBSITE)
holds_nobody(OpeningHours, "calendar", "weekday", "opens_at", "closes_at", because=WEBSITE)
holds_nobody(Holiday, "calendar", "day_on", "name", because=WEBSITE)
holds_nobody(
    Office,
    "name",
    "address",
    "phone",
    "fax",
    "email",
    "time_zone",
    "position",
    because="It is the company itself.",
)

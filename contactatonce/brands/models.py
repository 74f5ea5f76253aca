"""The five websites (P01), the company's offices (P33), and business hours."""

import re
import zoneinfo
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from contactatonce.lib.email_addresses import EmailField

from . import hours, palette

hex_color = RegexValidator(r"^#[0-9a-f]{6}$", "Write a color as # and six hex digits, lower case.")
host_name = RegexValidator(
    r"^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$",
    "Write the bare host name in lower case, such as www.example.com.",
)


def bare_hosts(text: str) -> None:
    """Raise ValidationError unless each line of `text` is a bare host name."""
    for line in text.split():
        host_name(line)


def known_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is in the IANA time zone database."""
    if ("/" not in name and name != "UTC") or name not in zoneinfo.available_timezones():
        raise ValidationError(
            "%(name)s is not a time zone such as America/New_York.", params={"name": name}
        )


def find_zone(name: str) -> zoneinfo.ZoneInfo:
    """Return the time zone `name`, or UTC if an upgrade of the system has removed it.

    `/statusz` reports the missing zone; the pages go on.
    """
    try:
        return zoneinfo.ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


class Calendar(models.Model):
    """The business hours and holidays of the people who answer."""

    name = models.CharField(max_length=80, unique=True)
    time_zone = models.CharField(
        max_length=64,
        default="America/New_York",
        validators=[known_time_zone],
        help_text="Business hours and holidays are in this zone.",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return find_zone(self.time_zone)

    @property
    def schedule(self) -> hours.Schedule:
        """The business hours to reckon with; no query if both relations are prefetched."""
        week: hours.Week = {}
        for stretch in self.opening_hours.all():
            week.setdefault(stretch.weekday, []).append((stretch.opens_at, stretch.closes_at))
        holidays = {holiday.day_on for holiday in self.holidays.all()}
        return hours.Schedule(week, holidays, self.zone)


class OpeningHours(models.Model):
    """A stretch of a weekday in which people answer."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"
        SATURDAY = 5, "Saturday"
        SUNDAY = 6, "Sunday"

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    opens_at = models.TimeField()
    closes_at = models.TimeField()

    class Meta:
        ordering = ["weekday", "opens_at"]
        verbose_name_plural = "business hours"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="opening_hours_close_after_opening",
                violation_error_message="Closing time must be later than opening time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens_at:%H:%M}–{self.closes_at:%H:%M}"


class Holiday(models.Model):
    """A day on which no one answers."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="holidays")
    day_on = models.DateField("day")
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["day_on"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "day_on"], name="one_holiday_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.day_on} {self.name}"


class Office(models.Model):
    """A place where the company can be reached."""

    name = models.CharField(max_length=80)
    address = models.TextField(help_text="As on an envelope, line by line.")
    phone = models.CharField(max_length=40, blank=True)
    fax = models.CharField(max_length=40, blank=True)
    email = EmailField(blank=True)
    time_zone = models.CharField(
        max_length=64,
        default="America/New_York",
        validators=[known_time_zone],
        help_text="The admin shows and reads times in this zone for people of this office.",
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Lower numbers come first.")

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return find_zone(self.time_zone)

    @property
    def phone_link(self) -> str:
        """The number as a tel: URI (RFC 3966), without the optional trunk zero."""
        return "tel:" + re.sub(r"[^+\d]", "", self.phone.replace("(0)", ""))


class Brand(models.Model):
    """One of the company's public websites."""

    class Kind(models.TextChoices):
        CORPORATE = "corporate", "Corporate site"
        VERTICAL = "vertical", "Site for one trade"
        BLOG = "blog", "Blog"

    class Typeface(models.TextChoices):
        SANS = "sans", "Sans serif"
        STRONG = "strong", "Sans serif, heavy headings"
        SOFT = "soft", "Sans serif, light headings"
        SERIF = "serif", "Serif headings"

    class Mark(models.TextChoices):
        TALK = "talk", "Bubble with three dots"
        CAR = "car", "Bubble with a car"
        HOME = "home", "Bubble with a house"
        LINES = "lines", "Bubble with lines of text"
        QUOTE = "quote", "Bubble with quotation marks"

    slug = models.SlugField(
        unique=True,
        help_text="Short name; in development the site’s host is this name plus .localhost.",
    )
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    host = models.CharField(
        max_length=253,
        unique=True,
        validators=[host_name],
        help_text="The site’s one host; every alias redirects to it.",
    )
    tagline = models.CharField(max_length=120, help_text="One line under the name.")
    description = models.CharField(max_length=200, help_text="For search engines and shared links.")
    mail_name = models.CharField("mail comes from (name)", max_length=80)
    mail_from = EmailField("mail comes from (address)")
    accent = models.CharField(max_length=7, validators=[hex_color], default="#0b5cad")
    accent_dark = models.CharField(
        "accent on dark", max_length=7, validators=[hex_color], default="#7db8f5"
    )
    tint = models.CharField(
        "tint of the grounds",
        max_length=7,
        validators=[hex_color],
        blank=True,
        help_text="Colors stripes and cards very lightly; empty for the accent.",
    )
    typeface = models.CharField(max_length=8, choices=Typeface.choices, default=Typeface.SANS)
    mark = models.CharField("logo", max_length=8, choices=Mark.choices, default=Mark.TALK)
    embedding_hosts = models.TextField(
        "may show our form",
        blank=True,
        validators=[bare_hosts],
        help_text="Hosts whose pages may show this site’s inquiry form in a frame, one a line, "
        "such as www.example.com. No other page of the site can be framed.",
    )
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="brands")
    answer_hours = models.PositiveSmallIntegerField(
        "answers within",
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(80)],
        help_text="Business hours until an inquiry is answered; visitors see the exact time.",
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Lower numbers come first.")

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = "site"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.check_host()
        self.check_palette()

    def check_host(self) -> None:
        """Raise ValidationError if another site has the host as an alias."""
        if HostAlias.objects.exclude(brand_id=self.pk).filter(host=self.host).exists():
            raise ValidationError({"host": "Another site has this host as an alias."})

    def check_palette(self) -> None:
        """Raise ValidationError, with the measured ratios, for colors with too little contrast."""
        try:
            for color in filter(None, (self.accent, self.accent_dark, self.tint)):
                hex_color(color)
        except ValidationError:
            return  # the field reports it
        wrong = {
            field: advice
            for field, accent, scheme in (
                ("accent", self.accent, palette.LIGHT),
                ("accent_dark", self.accent_dark, palette.DARK),
            )
            if (advice := palette.advice(accent, self.tint or accent, scheme))
        }
        if wrong:
            raise ValidationError(wrong)

    @property
    def mark_template(self) -> str:
        return f"includes/marks/{self.mark}.svg"

    @property
    def frame_ancestors(self) -> list[str]:
        """The hosts that may frame the site's form, as Content Security Policy sources."""
        hosts = self.embedding_hosts.split()
        return [f"http://{host}:*" if settings.LOCAL_PORT else f"https://{host}" for host in hosts]

    @property
    def origin(self) -> str:
        """Scheme and host of the site, without a trailing slash."""
        if settings.LOCAL_PORT:
            host = "127.0.0.1" if self.kind == self.Kind.CORPORATE else f"{self.slug}.localhost"
            return f"http://{host}:{settings.LOCAL_PORT}"
        return f"https://{self.host}"

    def answer_by(self, received_at: datetime) -> datetime:
        """Return the time by which we promise to answer an inquiry received at `received_at`."""
        return self.calendar.schedule.add_hours(received_at, self.answer_hours)


class HostAlias(models.Model):
    """Another host that redirects to a site."""

    brand = models.ForeignKey(Brand, models.CASCADE, verbose_name="site", related_name="aliases")
    host = models.CharField(max_length=253, unique=True, validators=[host_name])

    class Meta:
        ordering = ["host"]
        verbose_name_plural = "host aliases"

    def __str__(self) -> str:
        return self.host

    def clean(self) -> None:
        others = Brand.objects.exclude(pk=self.brand_id)
        if self.host == self.brand.host or others.filter(host=self.host).exists():
            raise ValidationError({"host": "A site already has this host as its own."})

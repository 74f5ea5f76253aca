"""The five websites (P01), the company's offices (P33), and when somebody answers."""

import re
import zoneinfo
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

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
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            "%(name)s is no time zone, such as America/New_York.", params={"name": name}
        )


class Calendar(models.Model):
    """The hours and holidays by which people answer."""

    name = models.CharField(max_length=80, unique=True)
    time_zone = models.CharField(
        max_length=64,
        default="America/New_York",
        validators=[known_time_zone],
        help_text="Opening hours and holidays are read in this zone.",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def is_open_at(self, moment: datetime) -> bool:
        """Tell whether people answer at `moment`."""
        local = moment.astimezone(self.zone)
        if any(holiday.day_on == local.date() for holiday in self.holidays.all()):
            return False
        return any(
            stretch.weekday == local.weekday()
            and stretch.opens_at <= local.time() < stretch.closes_at
            for stretch in self.opening_hours.all()
        )


class OpeningHours(models.Model):
    """One stretch of a weekday in which people answer."""

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
        verbose_name_plural = "opening hours"
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
    """A day on which nobody answers."""

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
    address = models.TextField(help_text="As it stands on an envelope, one line each.")
    phone = models.CharField(max_length=40, blank=True)
    fax = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    position = models.PositiveSmallIntegerField(default=0, help_text="Lower numbers come first.")

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def phone_link(self) -> str:
        """The number as a tel: URI wants it (RFC 3966), without the optional trunk zero."""
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
        help_text="Short name; with .localhost behind it the site’s address in development.",
    )
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    host = models.CharField(
        max_length=253,
        unique=True,
        validators=[host_name],
        help_text="The one address of the site; every alias answers with a redirect to it.",
    )
    tagline = models.CharField(max_length=120, help_text="One line under the name.")
    description = models.CharField(max_length=200, help_text="For search engines and shared links.")
    mail_name = models.CharField("mail comes from (name)", max_length=80)
    mail_from = models.EmailField("mail comes from (address)")
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
        "such as www.example.com. Nothing else of the site can be framed by anybody.",
    )
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="brands")
    answer_hours = models.PositiveSmallIntegerField(
        "answers within",
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(80)],
        help_text="Opening hours until an inquiry is answered; visitors are told the exact time.",
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Lower numbers come first.")

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = "site"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if HostAlias.objects.exclude(brand_id=self.pk).filter(host=self.host).exists():
            raise ValidationError({"host": "Another site has this host as an alias."})
        self.check_palette()

    def check_palette(self) -> None:
        """Raise ValidationError, with the measured ratios, for colors that cannot be read."""
        try:
            for color in filter(None, (self.accent, self.accent_dark, self.tint)):
                hex_color(color)
        except ValidationError:
            return  # the field says so itself
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
        """What stands in the bubble of the site's logo."""
        return f"includes/marks/{self.mark}.svg"

    @property
    def frame_ancestors(self) -> list[str]:
        """Who may show the site's form in a frame, as sources of a Content Security Policy."""
        hosts = self.embedding_hosts.split()
        return [f"http://{host}:*" if settings.LOCAL_PORT else f"https://{host}" for host in hosts]

    @property
    def origin(self) -> str:
        """Scheme and host of the site, without a slash at the end."""
        if settings.LOCAL_PORT:
            host = "127.0.0.1" if self.kind == self.Kind.CORPORATE else f"{self.slug}.localhost"
            return f"http://{host}:{settings.LOCAL_PORT}"
        return f"https://{self.host}"

    def answer_by(self, received_at: datetime) -> datetime:
        """Return the moment by which an inquiry received at `received_at` is answered."""
        week: hours.Week = {}
        for stretch in self.calendar.opening_hours.all():
            week.setdefault(stretch.weekday, []).append((stretch.opens_at, stretch.closes_at))
        closed = {holiday.day_on for holiday in self.calendar.holidays.all()}
        return hours.add_hours(received_at, self.answer_hours, week, closed, self.calendar.zone)


class HostAlias(models.Model):
    """Another host that leads to a site."""

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

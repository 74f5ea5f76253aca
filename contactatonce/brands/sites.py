"""The five websites and the two offices as the policy names them (P01, P33)."""

from datetime import date, time

from django.db import transaction

from .models import Brand, Calendar, Holiday, HostAlias, Office, OpeningHours

OFFICES = (
    {
        "name": "Corporate office",
        "address": "11675 Great Oaks Way\nSuite 350\nAlpharetta, GA 30022\nUnited States",
        "phone": "+1-866-358-3880",
        "fax": "+1-770-206-2282",
        "email": "privacy@contactatonce.com",
    },
    {
        "name": "UK office",
        "address": "PO Box 405\nLeatherhead\nSurrey KT22 2GN\nUnited Kingdom",
        "phone": "+44-(0)-330-808-0201",
        "fax": "+44-(0)1372-386615",
    },
)

SITES = (
    {
        "slug": "contactatonce",
        "name": "Contact At Once!",
        "kind": Brand.Kind.CORPORATE,
        "host": "www.contactatonce.com",
        "tagline": "Online chat that turns shoppers into conversations",
        "description": (
            "Live chat for car dealers, apartment communities and the portals that list them."
        ),
        "mail_from": "hello@contactatonce.com",
        "accent": "#0b5cad",
        "accent_dark": "#7db8f5",
    },
    {
        "slug": "autodealerchat",
        "name": "Auto Dealer Chat",
        "kind": Brand.Kind.VERTICAL,
        "host": "www.autodealerchat.com",
        "tagline": "Chat for car dealers",
        "description": (
            "Answer car shoppers while they look at the car: live chat for dealer websites."
        ),
        "mail_from": "hello@autodealerchat.com",
        "accent": "#b3261e",
        "accent_dark": "#ff9d92",
        "typeface": Brand.Typeface.STRONG,
        "mark": Brand.Mark.CAR,
    },
    {
        "slug": "apartmentchat",
        "name": "Apartment Chat",
        "kind": Brand.Kind.VERTICAL,
        "host": "www.apartmentchat.com",
        "tagline": "Chat for apartment communities",
        "description": (
            "Answer future residents while they compare floor plans: chat for leasing offices."
        ),
        "mail_from": "hello@apartmentchat.com",
        "accent": "#0a6b58",
        "accent_dark": "#6fd6bd",
        "typeface": Brand.Typeface.SOFT,
        "mark": Brand.Mark.HOME,
    },
    {
        "slug": "dealerchatblog",
        "name": "Dealer Chat Blog",
        "kind": Brand.Kind.BLOG,
        "host": "www.dealerchatblog.com",
        "tagline": "Notes on talking with car shoppers online",
        "description": "Practical writing on chat, leads and response times for car dealers.",
        "mail_from": "editors@dealerchatblog.com",
        "accent": "#8a3b12",
        "accent_dark": "#f3ab80",
        "typeface": Brand.Typeface.SERIF,
        "mark": Brand.Mark.LINES,
    },
    {
        "slug": "apartmentchatblog",
        "name": "Apartment Chat Blog",
        "kind": Brand.Kind.BLOG,
        "host": "www.apartmentchatblog.com",
        "tagline": "Notes on leasing conversations online",
        "description": (
            "Practical writing on chat, leasing and response times for apartment communities."
        ),
        "mail_from": "editors@apartmentchatblog.com",
        "accent": "#5a4694",
        "accent_dark": "#bfaef2",
        "typeface": Brand.Typeface.SERIF,
        "mark": Brand.Mark.QUOTE,
    },
)

US_HOLIDAYS = (
    (date(2026, 11, 26), "Thanksgiving Day"),
    (date(2026, 12, 25), "Christmas Day"),
    (date(2027, 1, 1), "New Year's Day"),
    (date(2027, 5, 31), "Memorial Day"),
    (date(2027, 7, 5), "Independence Day (observed)"),
    (date(2027, 9, 6), "Labor Day"),
    (date(2027, 11, 25), "Thanksgiving Day"),
    (date(2027, 12, 24), "Christmas Day (observed)"),
)


@transaction.atomic
def load_sites() -> bool:
    """Create sites, offices and calendar unless there is a site already; tell whether it did."""
    if Brand.objects.exists():
        return False
    calendar = Calendar.objects.create(name="Alpharetta", time_zone="America/New_York")
    OpeningHours.objects.bulk_create(
        OpeningHours(calendar=calendar, weekday=day, opens_at=time(9), closes_at=time(18))
        for day in range(5)
    )
    Holiday.objects.bulk_create(
        Holiday(calendar=calendar, day_on=day, name=name) for day, name in US_HOLIDAYS
    )
    for position, office in enumerate(OFFICES):
        Office.objects.create(**office, position=position)
    for position, site in enumerate(SITES):
        brand = Brand.objects.create(
            **site, mail_name=site["name"], calendar=calendar, position=position
        )
        HostAlias.objects.create(brand=brand, host=brand.host.removeprefix("www."))
    return True

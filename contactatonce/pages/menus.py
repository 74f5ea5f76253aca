"""What each site's menu offers, two levels deep."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """One entry of a menu: a link, or a heading over links of its own."""

    label: str
    url: str = ""
    items: tuple["Item", ...] = ()


HOW = Item("How it works", "/#how")
QUESTIONS = Item("Questions", "/#questions")

MENUS: dict[str, tuple[Item, ...]] = {
    "contactatonce": (
        Item(
            "Solutions",
            items=(
                Item("Car dealers", "site:autodealerchat"),
                Item("Apartment communities", "site:apartmentchat"),
                Item("Portals and publishers", "/#portals"),
            ),
        ),
        Item("Product", "/#product"),
        HOW,
        QUESTIONS,
        Item(
            "Blogs",
            items=(
                Item("Dealer Chat Blog", "site:dealerchatblog"),
                Item("Apartment Chat Blog", "site:apartmentchatblog"),
            ),
        ),
    ),
    "autodealerchat": (
        Item("Why chat", "/#why"),
        Item("Product", "/#product"),
        HOW,
        QUESTIONS,
        Item("Blog", "site:dealerchatblog"),
    ),
    "apartmentchat": (
        Item("Why chat", "/#why"),
        Item("Product", "/#product"),
        HOW,
        QUESTIONS,
        Item("Blog", "site:apartmentchatblog"),
    ),
    "dealerchatblog": (
        Item("Topics", "/#topics"),
        Item("About this blog", "/#about"),
        Item("The product", "site:autodealerchat"),
    ),
    "apartmentchatblog": (
        Item("Topics", "/#topics"),
        Item("About this blog", "/#about"),
        Item("The product", "site:apartmentchat"),
    ),
}

LEGAL = (
    Item("Contact", "/contact/"),
    Item("Privacy policy", "/privacy/"),
    Item("Our promises", "/privacy/promises/"),
    Item("What we hold", "/privacy/data/"),
    Item("Privacy requests", "/privacy/requests/"),
    Item("Stop our mail", "/privacy/opt-out/"),
    Item("Cookies", "/cookies/"),
    Item("Terms of use", "/terms/"),
    Item("Accessibility", "/accessibility/"),
)


def menu_of(slug: str) -> tuple[Item, ...]:
    """Return the menu of the site called `slug`; a site without one has its contact button only."""
    return MENUS.get(slug, ())

"""The menus that a new installation begins with; afterwards they live in the database."""

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

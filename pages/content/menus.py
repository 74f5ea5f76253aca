"""The menus that a new installation begins with; afterwards they live in the database."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """One entry of a menu: a link, or a heading over links of its own."""

    label: str
    url: str = ""
    items: tuple["Item", ...] = ()


QUESTIONS = Item("Questions", "/questions/")
POSTS = Item("All posts", "/posts/")
FOLLOW = Item("Follow", "/feeds/")
ABOUT_BLOG = Item("About this blog", "/about/")

MENUS: dict[str, tuple[Item, ...]] = {
    "contactatonce": (
        Item(
            "Solutions",
            items=(
                Item("Car dealers", "/car-dealers/"),
                Item("Apartment communities", "/apartments/"),
                Item("Portals and publishers", "/portals-and-publishers/"),
            ),
        ),
        Item("Products", "/products/"),
        Item("How it works", "/#how"),
        QUESTIONS,
        Item(
            "Company",
            items=(
                Item("About us", "/about/"),
                Item("Support and sign-in", "/support/"),
                Item("Dealer Chat Blog", "site:dealerchatblog"),
                Item("Apartment Chat Blog", "site:apartmentchatblog"),
            ),
        ),
    ),
    "autodealerchat": (
        Item("How it works", "/how-it-works/"),
        Item(
            "Departments",
            items=(
                Item("Sales and BDC", "/sales/"),
                Item("Service and parts", "/service/"),
            ),
        ),
        Item("What it costs", "/pricing/"),
        QUESTIONS,
        Item("Blog", "site:dealerchatblog"),
    ),
    "apartmentchat": (
        Item("How it works", "/how-it-works/"),
        Item(
            "Offices",
            items=(
                Item("Leasing", "/leasing/"),
                Item("Residents", "/residents/"),
            ),
        ),
        Item("What it costs", "/pricing/"),
        QUESTIONS,
        Item("Blog", "site:apartmentchatblog"),
    ),
    "dealerchatblog": (
        POSTS,
        Item("Topics", "/#topics"),
        ABOUT_BLOG,
        FOLLOW,
        Item("The product", "site:autodealerchat"),
    ),
    "apartmentchatblog": (
        POSTS,
        Item("Topics", "/#topics"),
        ABOUT_BLOG,
        FOLLOW,
        Item("The product", "site:apartmentchat"),
    ),
}

"""The pages and menus of a new installation."""

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from contactatonce.brands.models import Brand
from pages.content.menus import MENUS, Item
from pages.models.pages import new_key
from publishing import services

from .content import HOMES, PAGES
from .models import MenuItem, Page
from .schema import dump
from .sections import PageContent


@transaction.atomic
def load_pages() -> bool:
    """Create pages and menus unless there is a page already; tell whether it did."""
    if Page.objects.exists():
        return False
    brands = {brand.slug: brand for brand in Brand.objects.all()}
    for content in (*homes(brands), *PAGES):
        if content.brand in brands:
            create(brands[content.brand], content)
    for slug, items in MENUS.items():
        if slug in brands:
            create_menu(brands[slug], items)
    return True


def homes(brands: dict[str, Brand]) -> Iterator[PageContent]:
    """Yield the home page of each site, which the site's own words describe."""
    for slug, sections in HOMES.items():
        if slug in brands:
            brand = brands[slug]
            yield PageContent(
                brand=slug,
                path="/",
                title=brand.tagline,
                description=brand.description,
                sections=sections,
            )


def create(brand: Brand, content: PageContent) -> Page:
    """Store and publish a page; its first revision is what it was loaded with."""
    page = Page(
        brand=brand,
        path=content.path,
        title=content.title,
        description=content.description,
        sections=[
            {"key": new_key(), "kind": section.kind, "content": dump(section)}
            for section in content.sections
        ],
        publish_at=timezone.now(),
    )
    page.full_clean()
    page.save()
    services.record(page, note="As it was installed")
    return page


def create_menu(brand: Brand, items: tuple[Item, ...]) -> None:
    """Store a menu; an entry for the path of a page follows that page when it moves."""
    pages = {page.path: page for page in Page.objects.filter(brand=brand)}
    rows: list[tuple[Item, bool]] = []
    for item in items:
        rows += [(item, False), *((below, True) for below in item.items)]
    MenuItem.objects.bulk_create(
        MenuItem(
            brand=brand,
            position=position,
            is_nested=is_nested,
            label=item.label,
            page=pages.get(item.url),
            target="" if item.url in pages else item.url,
        )
        for position, (item, is_nested) in enumerate(rows)
    )

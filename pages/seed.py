"""Load the pages and menus of a new installation from content/<site>/."""

from django.db import transaction
from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.lib import content
from publishing import services

from .content import Item, PageContent, menu_of, pages_of
from .models import MenuItem, Page
from .models.pages import new_key
from .schema import dump


@transaction.atomic
def load_pages() -> bool:
    """Create pages and menus unless a page exists; return whether it did."""
    if Page.objects.exists():
        return False
    for brand in Brand.objects.all():
        for found in pages_of(brand):
            create(brand, found)
        create_menu(brand, menu_of(brand))
    return True


def create(brand: Brand, found: PageContent) -> Page:
    """Store and publish a page; its first revision is the text of the file."""
    page = content.create(
        Page,
        found.place,
        brand=brand,
        path=found.path,
        title=found.title,
        description=found.description,
        sections=[
            {"key": new_key(), "kind": section.kind, "content": dump(section)}
            for section in found.sections
        ],
        publish_at=timezone.now(),
    )
    services.record(page, note="As it was installed")
    return page


def create_menu(brand: Brand, items: tuple[Item, ...]) -> None:
    """Store a menu; an entry for the path of a page follows that page when it moves."""
    pages = {page.path: page for page in Page.objects.filter(brand=brand)}
    rows = [row for item in items for row in ((item, False), *((one, True) for one in item.items))]
    for position, (item, is_nested) in enumerate(rows):
        content.create(
            MenuItem,
            f"content/{brand.slug}/menu.toml, {item.label}",
            brand=brand,
            position=position,
            is_nested=is_nested,
            label=item.label,
            page=pages.get(item.url),
            target="" if item.url in pages else item.url,
        )

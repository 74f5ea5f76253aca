"""Declare that pages hold no personal data."""

from privacy.registry import holds_nobody

from .models import MenuItem, Page, Portal

WORDS = "It is what the company says on its websites."

holds_nobody(Page, *Page.REVISED, "pictures version updated_at", because=WORDS)
holds_nobody(MenuItem, "brand position is_nested label page target", because=WORDS)
holds_nobody(Portal, "audience name agreement_url sign_in_url position", because=WORDS)

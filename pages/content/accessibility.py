"""The accessibility statement, which is the same on all five websites."""

from typing import Final

from pages.sections import CallToAction, Link, PageContent, RichText

BRANDS: Final = (
    "contactatonce",
    "autodealerchat",
    "apartmentchat",
    "dealerchatblog",
    "apartmentchatblog",
)

TEXT = """\
This statement is about the five websites of Contact At Once! Our aim is that everybody can read
them and write to us: with a keyboard, a screen reader, a magnifier, a small phone or an old
computer. The standard that we measure ourselves by is the [Web Content Accessibility Guidelines
2.2](https://www.w3.org/TR/WCAG22/), level AA.

## What you can rely on

- **Keyboard.** Everything can be reached and used without a mouse. You can always see where you
  are, and a link at the top takes you straight to the content.
- **No script needed.** Reading, searching and writing to us work with JavaScript switched off.
- **Contrast.** Text stands out from its background by at least 4.5 to 1, in light and in dark.
  The pages follow the setting of your device.
- **Size.** Text can be enlarged with your browser’s own zoom, and the pages fit a narrow screen.
- **Quiet.** Nothing plays by itself. If you have asked your device for less motion, there is
  none.
- **Words for pictures.** Pictures that tell something have a description. Those that only
  decorate are passed over by screen readers.
- **Forms.** Each field has a label and says why we ask. If something is missing, the page says so
  in words, next to the field and at the top. What you have written is kept.
- **Paper.** Pages print black on white.

## How we check

Automated tools look for barriers and for faulty HTML on the pages of all five websites. Such
tools find only a part of what can be in somebody’s way. No outside organization has examined
these websites; if one does, we say so here.

## What falls short

- **Code and wide tables** in blog posts can be wider than a phone. They scroll sideways on their
  own.
- **Readers’ comments** are published as they were written. They may be harder to read than our
  own texts.
- **The chat service** and its portals are not part of these websites, and this statement does not
  cover them. If something in them is in your way, tell us, and we pass it on to the people who
  can change it.

## Another way

Whatever you can ask or tell us here with a form, you can also ask or tell us by phone or by mail.
That includes questions about our products, requests about your data, and saying that you want no
more mail. Numbers and addresses stand at the foot of every page.
"""


def statement(brand: str) -> PageContent:
    """Return the statement as a page of the site called `brand`."""
    return PageContent(
        brand=brand,
        path="/accessibility/",
        title="Accessibility",
        description=(
            "What we do so that everybody can use these websites, what falls short, and how to "
            "tell us that something is in your way."
        ),
        sections=(
            RichText(anchor="statement", text=TEXT),
            CallToAction(
                title="Is something in your way?",
                text=(
                    "Tell us the page and what happened. The receipt says by when you have an "
                    "answer."
                ),
                primary=Link("Write to us", "/contact/"),
            ),
        ),
    )


PAGES = tuple(statement(brand) for brand in BRANDS)

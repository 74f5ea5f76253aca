"""The home page of the site for car dealers."""

from pages.sections import (
    Benefits,
    CallToAction,
    Drawing,
    Hero,
    Link,
    Point,
    Questions,
    Section,
    Steps,
    Walk,
)

from .assurances import ASSURANCES

ASK = Link("Ask for a demonstration", "/contact/")

AUTODEALERCHAT: tuple[Section, ...] = (
    Hero(
        eyebrow="Live chat for car dealers",
        title="“Is it still there?” Answer before they look elsewhere.",
        text=(
            "People shop for cars at lunch, at night and on your lot with a phone in hand. Chat "
            "on the vehicle page lets them ask, and lets your people turn the question into a "
            "test drive."
        ),
        drawing=Drawing("chat-car"),
        primary=ASK,
        secondary=Link("See how it works", "/#how"),
        notes=("For franchised and independent dealers", "Sales and service", "Phone and desk"),
    ),
    Benefits(
        anchor="why",
        title="What changes on your floor",
        text=(
            "Chat does not replace the phone or the handshake. It gets more people as far as both."
        ),
        points=(
            Point(
                "The car is in the conversation",
                "Your salesperson sees the stock number that the shopper looks at. No “which one "
                "do you mean?”, no searching while somebody waits.",
                icon="car",
            ),
            Point(
                "The right desk picks up",
                "Sales, service, parts or finance: a question goes to the people who can answer "
                "it, and can be handed on in the middle of a sentence.",
                icon="handover",
            ),
            Point(
                "Up from the chair",
                "Walking the lot? The chat rings on the phone in your pocket. Answer it beside "
                "the very car, and send a picture of it.",
                icon="mobile",
            ),
            Point(
                "Appointments, not just names",
                "A good chat ends with a day and an hour. It goes to your lead system with the "
                "full transcript, so the greeting at the door fits.",
                icon="calendar",
            ),
            Point(
                "Portals included",
                "Shoppers who find you on a listing portal can chat from there as well. For your "
                "team it is the same list.",
                icon="layers",
            ),
            Point(
                "Nobody is left waiting",
                "When the store is closed, or all hands are full, the button takes a message and "
                "says when you will be back.",
                icon="clock",
            ),
        ),
    ),
    Walk(
        anchor="product",
        title="From a question to a test drive",
        points=(
            Point(
                "It rings where your people are",
                "Whoever is free picks up, on the showroom computer or outdoors. The manager sees "
                "which conversations are open and can step in with a quiet word.",
                drawing=Drawing("phone"),
                bullets=(
                    "Presence per person and per department",
                    "Short answers at hand for price, warranty and trade-in",
                    "Whispered help that the shopper does not see",
                ),
            ),
            Point(
                "Numbers a sales meeting can use",
                "Which cars people ask about, at which hours, and how quickly they were answered. "
                "Plan the Saturday schedule by it instead of by feeling.",
                drawing=Drawing("dashboard"),
                bullets=(
                    "Waiting time and missed chats by hour",
                    "Conversations by vehicle and by source",
                    "Transcripts to read together, for coaching",
                ),
            ),
        ),
    ),
    Steps(
        anchor="how",
        title="Up and running in three steps",
        points=(
            Point(
                "Show us your store",
                "Tell us about your website, the portals you list on and your opening hours. We "
                "look at the pages where shoppers hesitate.",
            ),
            Point(
                "We connect and practice",
                "The button goes on your vehicle pages, leads go to your system. Your team plays "
                "through the ten most usual chats with us.",
            ),
            Point(
                "Open the doors",
                "You go live. After some weeks we read the reports together and adjust hours, "
                "desks and ready-made answers.",
            ),
        ),
    ),
    ASSURANCES,
    Questions(
        anchor="questions",
        title="What dealers ask us",
        points=(
            Point(
                "We are short of people. Who should answer?",
                "Start with the hours that you can cover, even if it is only the afternoon. "
                "Outside them the button takes messages. One person can hold several chats side "
                "by side.",
            ),
            Point(
                "Will people just ask for the lowest price?",
                "Some will. Your team can answer with a range, an out-the-door sheet or an "
                "invitation, as you like. You decide what may be said in writing.",
            ),
            Point(
                "Does it work with our lead system?",
                "Transcripts and contact data go out as ordinary lead mails that common dealer "
                "systems read. Name yours and we tell you how.",
            ),
            Point(
                "Can service and parts use it too?",
                "Yes. Each department has its own hours and its own people, and chats can be "
                "handed from one to the other.",
            ),
            Point(
                "What about our group with several stores?",
                "Each store answers for itself. Group managers see the reports of all, and a "
                "conversation can move to the store that has the car.",
            ),
        ),
    ),
    CallToAction(
        title="See it on one of your own cars",
        text="Send us the address of your website. We come back with a time for a demonstration.",
        primary=ASK,
        secondary=Link("Read the Dealer Chat Blog", "site:dealerchatblog"),
    ),
)

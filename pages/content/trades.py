"""What the corporate site says to each of the two trades."""

from pages.sections import (
    Benefits,
    CallToAction,
    Drawing,
    Hero,
    Link,
    PageContent,
    Point,
    Questions,
    Walk,
)

DEMO = Link("See it at work", "/contact/demo/")

CAR_DEALERS = PageContent(
    brand="contactatonce",
    path="/car-dealers/",
    title="Chat for car dealers",
    description=(
        "Live chat on the vehicle page for franchised and independent dealers: sales, service and "
        "parts, answered by your own people."
    ),
    sections=(
        Hero(
            eyebrow="Car dealers",
            title="Answer while the shopper is still looking at the car",
            text=(
                "A shopper compares in the evening, in tabs. What decides which store gets the "
                "visit is often a single question: is it there, does it tow, what is mine worth? "
                "Auto Dealer Chat puts that question in front of somebody who can answer it."
            ),
            drawing=Drawing("chat-car"),
            primary=DEMO,
            secondary=Link("Visit Auto Dealer Chat", "site:autodealerchat"),
        ),
        Benefits(
            anchor="who",
            title="What each desk gets from it",
            text="One chat, different jobs.",
            points=(
                Point(
                    "Internet sales and BDC",
                    "Conversations that begin with a stock number and end with a day, an hour and "
                    "a name.",
                    icon="calendar",
                ),
                Point(
                    "The showroom",
                    "Chats that ring in the pocket of whoever is free, and a transcript to read "
                    "before the handshake.",
                    icon="people",
                ),
                Point(
                    "Service and parts",
                    "Hours, people and ready-made answers of their own, apart from sales.",
                    icon="car",
                ),
                Point(
                    "The general manager",
                    "One page that tells how many asked, how long they waited and how many nobody "
                    "answered.",
                    icon="chart",
                ),
            ),
        ),
        Walk(
            anchor="groups",
            title="For one store and for many",
            points=(
                Point(
                    "Each store answers for itself",
                    "Shoppers reach the people who stand beside the car. If another store of your "
                    "group has it, the conversation can move there, with what was said.",
                    drawing=Drawing("one-team"),
                    bullets=(
                        "Reports by store and for the group",
                        "Listing portals included",
                        "Transcripts go out as ordinary lead mails",
                    ),
                    link=Link("How it works in a dealership", "site:autodealerchat"),
                ),
            ),
        ),
        Questions(
            anchor="questions",
            title="Asked by dealers",
            points=(
                Point(
                    "Do we need a person who only chats?",
                    "Not to begin with. Start with the hours that your people can cover without "
                    "fail, and take messages in the others. The reports show when more is worth "
                    "it.",
                ),
                Point(
                    "Does it work on the portals that list our cars?",
                    "Where a portal offers the chat, yes: its conversations arrive in the same "
                    "list as those from your own website. Tell us where you list and we say which "
                    "of them do.",
                ),
                Point(
                    "Can we keep our lead system?",
                    "Yes. Contact data and transcript go out as lead mails that common dealer "
                    "systems read. Name yours and we check it with you.",
                ),
            ),
        ),
        CallToAction(
            title="See it on one of your own cars",
            text=(
                "Send us a link to a vehicle page. We show you the conversation that could begin "
                "there."
            ),
            primary=DEMO,
            secondary=Link("Read the Dealer Chat Blog", "site:dealerchatblog"),
        ),
    ),
)

APARTMENTS = PageContent(
    brand="contactatonce",
    path="/apartments/",
    title="Chat for apartment communities",
    description=(
        "Live chat for leasing offices: settle the questions that decide a visit, put the tour on "
        "the calendar, keep answers consistent."
    ),
    sections=(
        Hero(
            eyebrow="Apartment communities",
            title="Two people, one phone, a tour on the stairs. And chat.",
            text=(
                "A leasing office cannot be everywhere. Apartment Chat is built for that day: it "
                "rings where somebody is free, says so when nobody is, and keeps leasing and "
                "residents apart."
            ),
            drawing=Drawing("chat-home"),
            primary=DEMO,
            secondary=Link("Visit Apartment Chat", "site:apartmentchat"),
        ),
        Benefits(
            anchor="who",
            title="Who works with it",
            text="From the single community to the portfolio.",
            points=(
                Point(
                    "Leasing offices",
                    "Answers about the very floor plan that the visitor is reading about, and a "
                    "tour with a time on it.",
                    icon="building",
                ),
                Point(
                    "Property managers",
                    "Ready-made answers with wording that you approved, and transcripts that show "
                    "what was told.",
                    icon="shield",
                ),
                Point(
                    "Regional managers",
                    "Questions, hours and waits of all communities side by side, in one view.",
                    icon="chart",
                ),
                Point(
                    "Resident offices",
                    "A button of their own on the residents’ page, with other people and other "
                    "hours.",
                    icon="key",
                ),
            ),
        ),
        Walk(
            anchor="cover",
            title="Cover for each other",
            points=(
                Point(
                    "A sister community can take the half hour",
                    "While you show an apartment, a colleague elsewhere answers, with your "
                    "community’s page in view. Or you set yourselves to away with one tap, and "
                    "the button takes a message.",
                    drawing=Drawing("phone", "home"),
                    bullets=(
                        "Honest hours: closed means a message, not a queue",
                        "The next person reads what was said",
                        "Contact data and transcript go out as a guest card mail",
                    ),
                    link=Link("How it works in a leasing office", "site:apartmentchat"),
                ),
            ),
        ),
        Questions(
            anchor="questions",
            title="Asked by communities",
            points=(
                Point(
                    "Is chat a risk for fair housing?",
                    "Chat puts every answer in writing, which lets you check it. You approve the "
                    "wording of the ready-made answers, the same for all who ask. What the law "
                    "demands of you, your counsel knows best.",
                ),
                Point(
                    "We manage many communities. Must all begin at once?",
                    "No. Begin with a few that differ from each other. What works there is set up "
                    "for the others afterward.",
                ),
                Point(
                    "Will residents write there, too?",
                    "They will. A button on the residents’ page can lead them to the right "
                    "people, and a chat that lands with leasing can be handed on.",
                ),
            ),
        ),
        CallToAction(
            title="Show us one floor plan",
            text=(
                "We answer with the questions that renters are likely to ask about it, and how a "
                "chat would take them."
            ),
            primary=DEMO,
            secondary=Link("Read the Apartment Chat Blog", "site:apartmentchatblog"),
        ),
    ),
)

PAGES = (CAR_DEALERS, APARTMENTS)

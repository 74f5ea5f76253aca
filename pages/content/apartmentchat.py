"""The home page of the site for apartment communities."""

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

TOUR = Link("Ask for a tour of it", "/contact/")

APARTMENTCHAT: tuple[Section, ...] = (
    Hero(
        eyebrow="Live chat for apartment communities",
        title="The tour begins with a question. Be there for it.",
        text=(
            "Renters compare five communities in an evening and visit two. The ones that answer "
            "about the cats, the parking and the date in May are the ones that get the visit."
        ),
        drawing=Drawing("chat-home"),
        primary=TOUR,
        secondary=Link("See how it works", "/#how"),
        notes=("For single communities and portfolios", "On your site and on listing sites"),
    ),
    Benefits(
        anchor="why",
        title="Made for the way a leasing office works",
        text="Two people, one phone, a tour in progress: chat has to fit into that day.",
        points=(
            Point(
                "Floor plan in view",
                "The office sees which home the visitor is reading about, so the answer can be "
                "about B2 on the third floor and not about apartments as such.",
                icon="building",
            ),
            Point(
                "Out on a tour? Still reachable",
                "Answer from a phone between two doors, or let a colleague at a sister community "
                "cover for the half hour.",
                icon="mobile",
            ),
            Point(
                "A visit with a time on it",
                "Settle day and hour in the chat. The visit goes to the calendar and to your "
                "leasing system, with what was said.",
                icon="calendar",
            ),
            Point(
                "The same fair answer for everyone",
                "Ready-made answers keep to wording that you approved, and every transcript is "
                "kept for as long as you say, so you can show what was told to whom.",
                icon="shield",
            ),
        ),
    ),
    Walk(
        anchor="product",
        title="From first look to front door",
        points=(
            Point(
                "One ring for the whole office",
                "Whoever is free takes the chat. If it has to move on, the next person reads what "
                "was said, and the future resident need not tell it twice.",
                drawing=Drawing("phone", "home"),
                bullets=(
                    "Cover for each other across communities",
                    "Honest hours: closed means a message, not a queue",
                    "Answers for residents kept apart from leasing",
                ),
            ),
            Point(
                "See what renters ask about",
                "If a third of your chats ask about parking, the page should say more about "
                "parking. Reports show you the questions, the hours and the waits.",
                drawing=Drawing("dashboard", "home"),
                bullets=(
                    "By community, by floor plan and by listing site",
                    "Waiting time beside the hours of the office",
                    "One view for regional managers",
                ),
            ),
        ),
    ),
    Steps(
        anchor="how",
        title="Three steps to the first chat",
        points=(
            Point(
                "Walk us through your community",
                "We look at your website and your listings, at who is in the office when, and at "
                "what people call about.",
            ),
            Point(
                "We prepare, you approve",
                "Button, hours and the ready-made answers are set up for you. Nothing is shown "
                "before you have read it.",
            ),
            Point(
                "Welcome people in",
                "Your office answers. We stay close in the first weeks and help wherever the "
                "reports show a gap.",
            ),
        ),
    ),
    ASSURANCES,
    Questions(
        anchor="questions",
        title="What leasing offices ask us",
        points=(
            Point(
                "We are two people. Can we manage this as well?",
                "Most chats are short, and you can hold one while the coffee brews. You set "
                "yourselves to away with one tap, and visitors can leave a message.",
            ),
            Point(
                "How do we keep to fair housing rules?",
                "You approve the wording of every ready-made answer, the same for all who ask, "
                "and the transcripts show what was written. What the rules demand of you, your "
                "counsel knows best; the tool helps you keep to it.",
            ),
            Point(
                "Can we use it for residents, too?",
                "Yes. A button on the residents’ page can lead to other people and other hours, "
                "so that a dripping faucet does not land with leasing.",
            ),
            Point(
                "Does it reach our leasing system?",
                "Contact data and transcript go out as a guest card mail. Tell us which system "
                "you use and we check it with you.",
            ),
            Point(
                "We manage forty communities. Where do we start?",
                "With three that differ from each other. What works there is then set up for the "
                "others without starting over.",
            ),
        ),
    ),
    CallToAction(
        title="Show us one floor plan",
        text="Tell us the name of your community, and what people ask most. We answer with ideas.",
        primary=TOUR,
        secondary=Link("Read the Apartment Chat Blog", "site:apartmentchatblog"),
    ),
)

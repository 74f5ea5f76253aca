"""What the site for apartment communities says about the chat in the leasing office."""

from pages.sections import (
    Benefits,
    CallToAction,
    Drawing,
    Hero,
    LatestPosts,
    Link,
    PageContent,
    Point,
    Questions,
    Steps,
    Walk,
)

TOUR = Link("Ask for a tour of it", "/contact/demo/")
BLOG = Link("Read the Apartment Chat Blog", "site:apartmentchatblog")

HOW = PageContent(
    brand="apartmentchat",
    path="/how-it-works/",
    title="How it works",
    description=(
        "A chat in a leasing office from the first question to the tour: what the renter sees, "
        "what your office sees, and what happens at lunch."
    ),
    sections=(
        Hero(
            eyebrow="How it works",
            title="One question, from the floor plan to the front door",
            text=(
                "Follow a single conversation through an office of two. It is invented, and "
                "nothing about it is unusual."
            ),
            drawing=Drawing("chat-home"),
            primary=TOUR,
            secondary=Link("Questions and answers", "/questions/"),
        ),
        Walk(
            anchor="walk",
            title="What happens, and who sees what",
            points=(
                Point(
                    "A renter asks about a floor plan",
                    "Somebody compares five communities in an evening and wants to know about the "
                    "cat. The button says whether your office is in, before the click.",
                    drawing=Drawing("listing", "home"),
                    bullets=(
                        "No account, no download",
                        "On your site and on listing sites that carry it",
                        "Closed? Then it takes a message",
                    ),
                ),
                Point(
                    "The office is on a tour",
                    "The chat rings on the desk and on the phone. Rosa is on the stairs, so a "
                    "colleague at the sister community picks it up, and sees which home it is "
                    "about.",
                    drawing=Drawing("phone", "home"),
                    bullets=(
                        "Whoever is free takes it",
                        "Away with one tap",
                        "Ready-made answers with approved wording",
                    ),
                ),
                Point(
                    "It becomes a visit",
                    "Day and hour are settled in the chat. Contact data and transcript go out as "
                    "a guest card mail, and Rosa reads them before she opens the door.",
                    drawing=Drawing("appointment", "home"),
                    bullets=(
                        "The next person reads what was said",
                        "The page that the chat began on is part of it",
                        "Nobody has to tell it twice",
                    ),
                ),
                Point(
                    "You see what renters ask",
                    "If a third of your chats are about parking, the page should say more about "
                    "parking. Reports show questions, hours and waits.",
                    drawing=Drawing("dashboard", "home"),
                    bullets=(
                        "By community, by floor plan and by listing site",
                        "Waits beside the hours of the office",
                        "One view for regional managers",
                    ),
                ),
            ),
        ),
        Steps(
            anchor="start",
            title="How a community gets started",
            text="There is work for both sides. This is how we divide it.",
            points=(
                Point(
                    "You walk us through",
                    "Your website, your listings, who is in the office when, and what people call "
                    "about.",
                ),
                Point(
                    "We prepare, you approve",
                    "Button, hours and ready-made answers are set up for you. Nothing is shown "
                    "before you have read it.",
                ),
                Point(
                    "You open, we stay close",
                    "Your office answers. In the first weeks we look at the reports with you and "
                    "help wherever they show a gap.",
                ),
            ),
        ),
        CallToAction(
            title="Follow one of your floor plans through it",
            text="Send us a link. In the demonstration we play the renter.",
            primary=TOUR,
            secondary=Link("For leasing offices", "/leasing/"),
        ),
    ),
)

LEASING = PageContent(
    brand="apartmentchat",
    path="/leasing/",
    title="Chat for leasing offices",
    description=(
        "For leasing agents and property managers: answers about the floor plan in view, tours "
        "with a time, and wording that you approved."
    ),
    sections=(
        Hero(
            eyebrow="For leasing",
            title="Answer the question that decides the visit",
            text=(
                "Renters compare many communities and visit few. The cat, the parking, the date in "
                "May: settle it in a minute, and offer a time while they are still interested."
            ),
            drawing=Drawing("chat-home"),
            primary=TOUR,
            secondary=Link("How it works", "/how-it-works/"),
        ),
        Benefits(
            anchor="day",
            title="What it is like to work with",
            text="Made for an office where everybody does three things at once.",
            points=(
                Point(
                    "The home is in the conversation",
                    "You see which floor plan the visitor is reading about, and answer about that "
                    "one.",
                    icon="building",
                ),
                Point(
                    "Short and side by side",
                    "Most chats are short, and you can hold one while the coffee brews.",
                    icon="chat",
                ),
                Point(
                    "A visit with a time on it",
                    "Day and hour go to your leasing system with what was said.",
                    icon="calendar",
                ),
                Point(
                    "Away means away",
                    "One tap before the tour, and visitors can leave a message instead of waiting.",
                    icon="clock",
                ),
            ),
        ),
        Walk(
            anchor="fair",
            title="The same facts for everyone",
            points=(
                Point(
                    "Wording that you approved",
                    "Ready-made answers hold fees, criteria and pet rules as you want them said. "
                    "Agents add their own first line. Transcripts are kept for as long as you "
                    "say, so you can check what was told.",
                    drawing=Drawing("phone", "home"),
                    bullets=(
                        "One place for approved answers",
                        "Transcripts to read and to learn from",
                        "What the law demands of you, your counsel knows best",
                    ),
                ),
                Point(
                    "Listings that learn",
                    "What renters keep asking is what the page does not say. Look at the "
                    "questions once a month and add a line where it helps.",
                    drawing=Drawing("listing", "home"),
                    bullets=(
                        "Questions by floor plan",
                        "Conversations by listing site",
                        "Hours in which nobody answered",
                    ),
                ),
            ),
        ),
        Questions(
            anchor="questions",
            title="Asked by leasing teams",
            points=(
                Point(
                    "We are two people. Can we do this as well?",
                    "Yes, if you cover only the hours that you can keep, and set yourselves to "
                    "away for every tour. The rest are messages that you answer in the morning.",
                ),
                Point(
                    "Does a chat become a guest card?",
                    "Contact data and transcript go out as a guest card mail. Tell us which "
                    "system you use and we check it with you.",
                ),
                Point(
                    "May an agent change a ready-made answer?",
                    "You decide which wording is fixed. A good rule is that facts and terms stay "
                    "as they are, and the greeting is the agent’s own.",
                ),
            ),
        ),
        LatestPosts(title="From the Apartment Chat Blog", count=3, link=BLOG),
        CallToAction(
            title="Bring the question you hear most",
            text=(
                "In the demonstration you ask it as a renter, and see how it looks on the other "
                "side."
            ),
            primary=TOUR,
            secondary=Link("For residents", "/residents/"),
        ),
    ),
)

PAGES = (HOW, LEASING)

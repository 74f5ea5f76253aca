"""The home pages of the two blogs."""

from pages.sections import About, CallToAction, Hero, LatestPosts, Link, Point, Section, Topics

TELL = Link("Suggest a topic", "/contact/")
BY_MAIL = Link("New posts by e-mail", "/subscribe/")
ALL_POSTS = Link("All posts", "/posts/")
NEWEST = LatestPosts(anchor="posts", title="New on the blog", count=6, link=ALL_POSTS)

DEALERCHATBLOG: tuple[Section, ...] = (
    Hero(
        eyebrow="For people who sell and service cars",
        title="Notes on talking with car shoppers online",
        text=(
            "What to write back when somebody asks for your best price at nine in the evening. "
            "How to staff a Saturday. When to stop typing and pick up the phone."
        ),
        primary=BY_MAIL,
        secondary=ALL_POSTS,
    ),
    NEWEST,
    Topics(
        anchor="topics",
        title="What we write about",
        text="Six subjects that come up in every dealership sooner or later.",
        points=(
            Point(
                "The first reply",
                "Openings that sound like a person, questions that help, and lines to retire.",
                icon="chat",
            ),
            Point(
                "Hours and cover",
                "Who should be on when, and how to be honest with visitors when nobody is.",
                icon="clock",
            ),
            Point(
                "Price, trade-in, finance",
                "Answering the hard three in writing without giving the store away.",
                icon="key",
            ),
            Point(
                "From chat to appointment",
                "Moving a conversation to a day, an hour and a car with the keys in it.",
                icon="calendar",
            ),
            Point(
                "Reading the reports",
                "Which figures tell you something, and which only look good on a slide.",
                icon="chart",
            ),
            Point(
                "Service lane and parts",
                "The other half of the business has questions to answer, too.",
                icon="car",
            ),
        ),
    ),
    About(
        anchor="about",
        title="Who writes here",
        paragraphs=(
            "The Dealer Chat Blog is published by Contact At Once!, the company that makes Auto "
            "Dealer Chat. We sell chat software to dealers, so we are not neutral about chat. We "
            "try to be useful anyway, also to stores that use somebody else’s product or none.",
            "The subjects come from the daily work of dealerships: first replies, price questions, "
            "a Saturday with too few people. The names under the posts are invented for "
            "demonstration, and their pages say so; the company answers for what is written.",
        ),
        list_title="What you can hold us to",
        rules=(
            "A figure comes with its source and its date, or not at all.",
            "Conversations we quote are made up and say so, or their authors agreed.",
            "When a post is about our own product, its first paragraph says it.",
            "Mistakes are corrected in the open, with a date.",
        ),
        link=Link("See the product behind the blog", "site:autodealerchat"),
    ),
    CallToAction(
        title="Which conversation went wrong last week?",
        text="Tell us, and we write about it, without your name unless you want it there.",
        primary=TELL,
        secondary=Link("Visit Auto Dealer Chat", "site:autodealerchat"),
    ),
)

APARTMENTCHATBLOG: tuple[Section, ...] = (
    Hero(
        eyebrow="For leasing teams and property managers",
        title="Notes on leasing conversations online",
        text=(
            "How to answer “is it quiet at night?” truthfully and still get the visit. What to do "
            "with a chat that comes in the middle of a tour. What renters ask before they ask "
            "about rent."
        ),
        primary=BY_MAIL,
        secondary=ALL_POSTS,
    ),
    NEWEST,
    Topics(
        anchor="topics",
        title="What we write about",
        text="The week of a leasing office, one question at a time.",
        points=(
            Point(
                "Before the visit",
                "Pets, parking, noise, light: answers that help people decide to come.",
                icon="chat",
            ),
            Point(
                "Small teams",
                "Being reachable with two people, one phone and a tour on the stairs.",
                icon="people",
            ),
            Point(
                "Fair and consistent",
                "Wording that treats everybody alike, and how to keep to it on a busy day.",
                icon="shield",
            ),
            Point(
                "Listings that answer",
                "What to put on the page once you know what people keep asking.",
                icon="screen",
            ),
            Point(
                "Regional view",
                "Comparing communities without comparing apples with lobbies.",
                icon="chart",
            ),
            Point(
                "After the keys",
                "Chat with residents: renewals, repairs and the tone that keeps people.",
                icon="key",
            ),
        ),
    ),
    About(
        anchor="about",
        title="Who writes here",
        paragraphs=(
            "The Apartment Chat Blog is published by Contact At Once!, the company that makes "
            "Apartment Chat. We earn our living with chat for leasing offices, and you should "
            "read us with that in mind.",
            "The subjects come from the daily work of leasing offices: tours, prices, pets, a June "
            "with too few hands. The names under the posts are invented for demonstration, and "
            "their pages say so; the company answers for what is written.",
        ),
        list_title="What you can hold us to",
        rules=(
            "A figure comes with its source and its date, or not at all.",
            "Conversations we quote are made up and say so, or their authors agreed.",
            "Nothing here is legal advice, and we say where you need some.",
            "Mistakes are corrected in the open, with a date.",
        ),
        link=Link("See the product behind the blog", "site:apartmentchat"),
    ),
    CallToAction(
        title="What did a renter ask you this week?",
        text="Send us the question that made you think. It may become the next post.",
        primary=TELL,
        secondary=Link("Visit Apartment Chat", "site:apartmentchat"),
    ),
)

"""The corporate site's home page."""

from pages.sections import (
    Benefits,
    CallToAction,
    Drawing,
    Hero,
    Link,
    Point,
    Questions,
    Section,
    Solutions,
    Steps,
    Walk,
)

from .assurances import ASSURANCES

TALK = Link("Talk to us", "/contact/")

CONTACTATONCE: tuple[Section, ...] = (
    Hero(
        eyebrow="Online chat for dealers, communities and portals",
        title="They are looking right now. Say hello.",
        text=(
            "A shopper on your page has a question, and a competitor one tab away. Contact At "
            "Once! puts that shopper in touch with one of your people while the question is still "
            "warm."
        ),
        drawing=Drawing("one-team"),
        primary=TALK,
        secondary=Link("See how it works", "/#how"),
        notes=(
            "Answered by your people",
            "On your site and on the portals that list you",
            "Nothing to install for shoppers",
        ),
    ),
    Benefits(
        anchor="why",
        title="A form asks people to wait. Chat does not.",
        text=(
            "Whoever writes to a form has to hope for a call back. Whoever chats gets an answer, "
            "asks the next question and makes a plan to come by."
        ),
        points=(
            Point(
                "Present when it counts",
                "The chat button appears while somebody on your team is there to answer. When "
                "nobody is, it says so and takes a message instead of keeping people waiting.",
                icon="clock",
            ),
            Point(
                "About one thing, from the first word",
                "Each conversation brings along the page it began on, so your people know which "
                "car or which floor plan it is about before they type.",
                icon="screen",
            ),
            Point(
                "One place for every site",
                "Chats from your own website and from the listing portals arrive in the same "
                "list, in the same way, for the whole team.",
                icon="layers",
            ),
        ),
    ),
    Solutions(
        anchor="solutions",
        title="Made for places people want to visit",
        text=(
            "Cars and homes are chosen online and signed for in person. We work on the step "
            "between."
        ),
        points=(
            Point(
                "Car dealers",
                "Is it still there, what would my trade-in bring, can I drive it today? Answer on "
                "the vehicle page, and hand over to the desk that knows.",
                drawing=Drawing("tile", "car"),
                link=Link("Chat for car dealers", "site:autodealerchat"),
            ),
            Point(
                "Apartment communities",
                "Pets, parking, move-in dates: settle the questions that decide a visit, and put "
                "the tour in the calendar before the tab is closed.",
                drawing=Drawing("tile", "home"),
                link=Link("Chat for apartments", "site:apartmentchat"),
            ),
            Point(
                "Portals and publishers",
                "Give the advertisers on your marketplace a live line to your visitors, and show "
                "them which conversations your pages brought.",
                drawing=Drawing("tile", "portal"),
                link=Link("For portals and publishers", "/#portals"),
            ),
        ),
    ),
    Walk(
        anchor="product",
        title="What your team works with",
        points=(
            Point(
                "Answer from the desk or from the lot",
                "A new chat rings in the browser and on the phone of whoever is available. The "
                "first to pick up has it; everybody else sees that it is taken care of.",
                drawing=Drawing("phone"),
                bullets=(
                    "Each person sets when they are available",
                    "Hand a conversation on, with everything said so far",
                    "Ready-made answers for the questions that come every day",
                ),
            ),
            Point(
                "Know what your pages start",
                "Reports show when people write, how long they waited and which listings they "
                "asked about, so that you can put people where the conversations are.",
                drawing=Drawing("dashboard"),
                bullets=(
                    "By hour, by page and by member of the team",
                    "Missed chats named as plainly as answered ones",
                    "The transcript goes where you keep your leads",
                ),
            ),
        ),
    ),
    Walk(
        anchor="portals",
        title="For portals and publishers",
        points=(
            Point(
                "A live line on every listing",
                "Marketplaces earn when their advertisers hear from buyers. With chat on your "
                "listing pages a visitor sees at a glance where somebody is there to answer.",
                drawing=Drawing("listing", "portal"),
                bullets=(
                    "The button knows each advertiser’s presence and hours",
                    "Your design, your page: the chat opens only when it is asked for",
                    "One integration serves all advertisers, however they answer",
                ),
                link=Link("Ask about a partnership", "/contact/"),
            ),
        ),
    ),
    Steps(
        anchor="how",
        title="How it works",
        text="From our first call to your first conversation there are three steps.",
        points=(
            Point(
                "We look at your pages together",
                "Tell us which sites and portals bring you visitors, who could answer, and when. "
                "We propose where the chat belongs and where it would only be in the way.",
            ),
            Point(
                "We set it up, your people try it",
                "We place the button, connect the system in which you keep your leads, and "
                "practice with your team until the first answer comes easily.",
            ),
            Point(
                "You talk, we watch the gaps",
                "Your team answers. We go through the reports with you and mend what they show: "
                "hours without cover, questions without a good reply.",
            ),
        ),
    ),
    ASSURANCES,
    Questions(
        anchor="questions",
        title="Questions and answers",
        text="What owners and managers ask us first.",
        points=(
            Point(
                "Who answers the chats?",
                "Your own people, as they know the cars, the homes and the neighborhood. You "
                "decide who is on, and each person sets when they are available.",
            ),
            Point(
                "What happens outside our hours?",
                "The button tells visitors that nobody is in and offers to take a message. It "
                "never pretends that somebody is there.",
            ),
            Point(
                "Does the chat slow our website down?",
                "The button is a plain link until somebody uses it. The conversation is loaded "
                "when a visitor opens it, not before.",
            ),
            Point(
                "Do our visitors have to install something or sign up?",
                "No. A chat opens in the browser they are in, on a phone as on a desk, and begins "
                "with the first line they type.",
            ),
            Point(
                "Where do the conversations go?",
                "Each transcript is sent to the address or the lead system you name, with the "
                "page it began on. You can look it up in your own account as well.",
            ),
            Point(
                "What do you do with the details that we send you here?",
                "We use them to answer you. They are not sold, and you can have them corrected or "
                "deleted by writing to privacy@contactatonce.com.",
            ),
        ),
    ),
    CallToAction(
        title="Tell us where your shoppers are",
        text="Write two lines about your business. A person reads them and answers.",
        primary=TALK,
    ),
)

"""What the corporate site says about its products, and to portals."""

from pages.sections import (
    About,
    Benefits,
    CallToAction,
    Drawing,
    Hero,
    InquiryForm,
    Link,
    PageContent,
    Point,
    Solutions,
    Steps,
    Walk,
)

DEMO = Link("See it at work", "/contact/demo/")

PRODUCTS = PageContent(
    brand="contactatonce",
    path="/products/",
    title="Products",
    description=(
        "What belongs to the chat: a button that tells the truth, one list for the whole team, "
        "handover, transcripts in your lead system, and reports."
    ),
    sections=(
        Hero(
            eyebrow="Products",
            title="From the first question to the visit, in one conversation",
            text=(
                "The shopper sees a button. Your people see who is free, what the question is "
                "about and what was said before. Your manager sees where nobody answered. Here is "
                "what stands behind each of the three."
            ),
            drawing=Drawing("dashboard"),
            primary=DEMO,
            secondary=Link("How it works", "/#how"),
            notes=(
                "Nothing to install for shoppers",
                "Answered by your people",
                "On your site and on portals",
            ),
        ),
        Benefits(
            anchor="parts",
            title="Six parts that work together",
            text=(
                "Each of them does one thing. You see them all in a demonstration of half an hour."
            ),
            points=(
                Point(
                    "The button",
                    "It shows whether somebody is there. When nobody is, it takes a message. "
                    "Until it is used it is a plain link, so it does not hold up your page.",
                    icon="chat",
                ),
                Point(
                    "The list",
                    "Chats from your website and from listing portals arrive in one place. The "
                    "first to pick one up has it, and everybody else sees that it is taken care "
                    "of.",
                    icon="layers",
                ),
                Point(
                    "The phone in your pocket",
                    "Whoever is away from the desk answers from the lot, the lobby or a sister "
                    "store, with the same list and the same history.",
                    icon="mobile",
                ),
                Point(
                    "The handover",
                    "A conversation can move to another person or department with everything that "
                    "was said, so nobody has to tell it twice.",
                    icon="handover",
                ),
                Point(
                    "The ready-made answers",
                    "Wording for the questions that come every day. You approve it, your people "
                    "add their own first line.",
                    icon="pencil",
                ),
                Point(
                    "The reports",
                    "When people write, how long they waited, what they asked about, and which "
                    "chats were missed.",
                    icon="chart",
                ),
            ),
        ),
        Walk(
            anchor="sides",
            title="Three sides of one chat",
            points=(
                Point(
                    "For the shopper: a straight answer",
                    "No account, no download and no form in front of the first line. The chat "
                    "opens in the browser that the shopper is in, and it knows the page that it "
                    "began on.",
                    drawing=Drawing("chat-car"),
                    bullets=(
                        "Says before the click whether somebody is in",
                        "Works on a phone as on a desk",
                        "Takes a message when you are closed",
                    ),
                ),
                Point(
                    "For your people: the context beside the question",
                    "Which car, which floor plan, which portal: it stands next to the "
                    "conversation. So the first answer can be about the thing itself.",
                    drawing=Drawing("phone"),
                    bullets=(
                        "Each person sets when they are available",
                        "A manager can help with a quiet word",
                        "Ready-made answers at hand",
                    ),
                ),
                Point(
                    "For managers: the gaps, by the hour",
                    "The most useful report is the plainest one: the hours in which people wrote "
                    "and nobody answered. Beside it stand waits, subjects and sources.",
                    drawing=Drawing("dashboard", "home"),
                    bullets=(
                        "By hour, by page and by member of the team",
                        "Transcripts for coaching",
                        "The lead goes where you keep your leads",
                    ),
                ),
            ),
        ),
        Solutions(
            anchor="editions",
            title="Made for three kinds of business",
            text="The parts are the same. Wording, departments and connections differ by trade.",
            points=(
                Point(
                    "Auto Dealer Chat",
                    "For franchised and independent dealers: sales, service and parts, with the "
                    "stock number in view.",
                    drawing=Drawing("tile", "car"),
                    link=Link("Chat for car dealers", "/car-dealers/"),
                ),
                Point(
                    "Apartment Chat",
                    "For single communities and portfolios: leasing and residents, with the floor "
                    "plan in view.",
                    drawing=Drawing("tile", "home"),
                    link=Link("Chat for apartments", "/apartments/"),
                ),
                Point(
                    "For portals and publishers",
                    "A live line on every listing, which knows the presence and hours of each "
                    "advertiser.",
                    drawing=Drawing("tile", "portal"),
                    link=Link("Chat for portals", "/portals-and-publishers/"),
                ),
            ),
        ),
        CallToAction(
            title="Half an hour, on pages like yours",
            text=(
                "Tell us your website and we show you where a chat would belong on it, and where "
                "it would not."
            ),
            primary=DEMO,
            secondary=Link("Read the questions first", "/questions/"),
        ),
    ),
)

PORTALS = PageContent(
    brand="contactatonce",
    path="/portals-and-publishers/",
    title="Chat for portals and publishers",
    description=(
        "Give the advertisers on your marketplace a live line to your visitors. One integration, "
        "and a button that knows who is there."
    ),
    sections=(
        Hero(
            eyebrow="Portals and publishers",
            title="Let your listings answer back",
            text=(
                "A marketplace earns when its advertisers hear from buyers. With chat on your "
                "listing pages, a visitor sees at a glance where somebody is there to answer, and "
                "the advertiser sees that the conversation came from you."
            ),
            drawing=Drawing("listing", "portal"),
            primary=Link("Ask about a partnership", "/portals-and-publishers/#ask"),
        ),
        Benefits(
            anchor="why",
            title="What it does for each side",
            text="Three parties meet on a listing page. The chat has to be good for all of them.",
            points=(
                Point(
                    "For your visitors",
                    "They learn before the click whether somebody is in. Nobody writes into an "
                    "empty room.",
                    icon="chat",
                ),
                Point(
                    "For your advertisers",
                    "Conversations from your pages arrive in the same list as those from their "
                    "own website.",
                    icon="layers",
                ),
                Point(
                    "For you",
                    "You can show advertisers which conversations your pages brought them.",
                    icon="chart",
                ),
            ),
        ),
        Walk(
            anchor="fit",
            title="It fits into your pages",
            points=(
                Point(
                    "Your design, your page",
                    "The chat opens only when it is asked for. Until then its button is a plain "
                    "link, so a results page with many listings stays light.",
                    drawing=Drawing("one-team"),
                    bullets=(
                        "Knows each advertiser’s presence and hours",
                        "Offers a message where nobody is in",
                        "One integration for all advertisers, however they answer",
                    ),
                ),
            ),
        ),
        Steps(
            anchor="how",
            title="From first talk to first listing",
            points=(
                Point(
                    "We look at a listing together",
                    "What do visitors ask there, how do advertisers answer today, and where would "
                    "a button stand?",
                ),
                Point(
                    "We connect one category",
                    "A small part of your listings first, with advertisers who want to take part.",
                ),
                Point(
                    "You see what it brings",
                    "Conversations, answers and gaps, by listing. On that basis you decide about "
                    "the rest.",
                ),
            ),
        ),
        About(
            anchor="agreements",
            title="Whose agreement applies",
            paragraphs=(
                "Chats on a portal take place in the chat service, which has agreements of its "
                "own for consumers, for merchants and for site providers. They are posted in the "
                "service.",
                "This website has a privacy policy for what you write to us here. It does not "
                "cover what is written in the chat service.",
            ),
            list_title="Good to know",
            rules=(
                "Site providers have their own agreement.",
                "What is submitted there is governed there.",
                "Questions about them go to info@contactatonce.com.",
            ),
            link=Link("Sign-in and agreements", "/support/"),
        ),
        InquiryForm(
            anchor="ask",
            title="Ask about a partnership",
            text=(
                "Choose “Partnership” and tell us which marketplace it is about. A person reads it "
                "and answers."
            ),
            form="contact",
        ),
    ),
)

PAGES = (PRODUCTS, PORTALS)

"""What the corporate site says about the company, about help, and in answer to questions."""

from pages.sections import (
    About,
    Benefits,
    CallToAction,
    InquiryForm,
    LatestPosts,
    Link,
    Offices,
    PageContent,
    Point,
    Portals,
    Questions,
)

from .assurances import ASSURANCES

TALK = Link("Talk to us", "/contact/")

ABOUT = PageContent(
    brand="contactatonce",
    path="/about/",
    title="About Contact At Once!",
    description=(
        "Who we are, what we sell and to whom, where our offices are, and which rules we set "
        "ourselves for other people’s data."
    ),
    sections=(
        About(
            anchor="company",
            title="We work on the step between looking and visiting",
            paragraphs=(
                "Contact At Once! makes online chat for car dealers, for apartment communities "
                "and for the portals and publishers that list them. Cars and homes are compared "
                "online and signed for in person. In between there is a question, and somebody "
                "who could answer it.",
                "The people who answer are our customers’ own: salespeople, service advisors, "
                "leasing agents. Our part is that the question reaches them while it is still "
                "being asked, that they see what it is about, and that nothing of the "
                "conversation is lost on the way to the visit.",
                "We also run two blogs on the craft of such conversations, one for dealers and "
                "one for leasing offices. They are written to be useful with our product and "
                "without it.",
            ),
            list_title="Rules we set ourselves",
            rules=(
                "A button never pretends that somebody is there.",
                "Personal data that you give us is never sold.",
                "You can read all of our websites without telling us who you are.",
                "What our policy promises is published as a list that you can check.",
            ),
            link=Link("Our promises, one by one", "/privacy/promises/"),
        ),
        Benefits(
            anchor="sites",
            title="Five websites, one company",
            text="All five are covered by the same privacy policy.",
            points=(
                Point(
                    "Contact At Once!",
                    "This site, for everyone who wants to know what we do, and for portals and "
                    "publishers.",
                    icon="layers",
                ),
                Point(
                    "Auto Dealer Chat",
                    "For dealers: sales, service and parts, on the vehicle page and on portals.",
                    icon="car",
                ),
                Point(
                    "Apartment Chat",
                    "For leasing offices and property managers, from one community to a portfolio.",
                    icon="building",
                ),
                Point(
                    "Dealer Chat Blog",
                    "Notes on talking with car shoppers online, for people who sell and service "
                    "cars.",
                    icon="pencil",
                ),
                Point(
                    "Apartment Chat Blog",
                    "Notes on leasing conversations, for leasing teams and property managers.",
                    icon="pencil",
                ),
            ),
        ),
        LatestPosts(anchor="posts", title="From our blogs", count=3),
        ASSURANCES,
        Offices(
            anchor="offices",
            title="Where we are",
            text="Write, call or send a fax. For a first question the form is quickest.",
        ),
        CallToAction(
            title="Tell us what you would like to know",
            text="Write two lines about your business. A person reads them and answers.",
            primary=TALK,
        ),
    ),
)

SUPPORT = PageContent(
    brand="contactatonce",
    path="/support/",
    title="Support and sign-in",
    description=(
        "Where users of the chat service sign in, which agreements hold there, and how to reach us "
        "when something does not work."
    ),
    sections=(
        Portals(
            anchor="sign-in",
            title="Sign in to the chat service",
            text="Consumers, merchants and site providers each have a way in of their own.",
        ),
        Benefits(
            anchor="ways",
            title="Ways to get help",
            text="Choose the one that suits the moment.",
            points=(
                Point(
                    "By form",
                    "The form below goes to the people who help. Choose “Help with a product,” "
                    "and its receipt says by when you have an answer.",
                    icon="pencil",
                ),
                Point(
                    "By phone",
                    "The numbers of both offices stand at the foot of every page. Have the name "
                    "of your store or community at hand.",
                    icon="phone",
                ),
                Point(
                    "About your data",
                    "To see, correct or delete what we hold about you, use the page for privacy "
                    "requests. It needs no account.",
                    icon="shield",
                ),
            ),
        ),
        Questions(
            anchor="questions",
            title="Before you write",
            points=(
                Point(
                    "What should I tell you about a problem?",
                    "What you did, what you expected and what happened, with the time and the "
                    "page. A picture of the screen helps if we ask for one. Please leave out "
                    "other people’s names and never send a password.",
                ),
                Point(
                    "I chatted with a dealer or a community. Can you tell me what became of it?",
                    "The best place to ask is the dealer or the community: their people had the "
                    "conversation. If you do not remember who it was, write to us and we help you "
                    "find the right place.",
                ),
                Point(
                    "I no longer want your e-mail.",
                    "Reply to it and say so, use the link in it, or enter your address under "
                    "“Stop our mail” at the foot of this page. Any of the three is enough.",
                ),
                Point(
                    "Which agreement applies to my chat?",
                    "The one posted in the chat service for your part: consumer, merchant or site "
                    "provider. The privacy policy of these websites does not cover what is "
                    "submitted there.",
                ),
            ),
        ),
        InquiryForm(
            anchor="ask",
            title="Ask for help",
            text="Only your e-mail address and your question are needed. The rest is up to you.",
            form="contact",
        ),
        Offices(anchor="offices", title="Our offices"),
    ),
)

QUESTIONS = PageContent(
    brand="contactatonce",
    path="/questions/",
    title="Questions and answers",
    description=(
        "What owners, managers and portals ask us about the chat service, about getting started, "
        "and about data on these websites."
    ),
    sections=(
        Questions(
            anchor="service",
            title="About the chat",
            points=(
                Point(
                    "Who answers the chats?",
                    "Your own people. You decide who is on, and each person sets when they are "
                    "available.",
                ),
                Point(
                    "What happens outside our hours?",
                    "The button tells visitors that nobody is in and offers to take a message. It "
                    "never pretends that somebody is there.",
                ),
                Point(
                    "Do visitors need an account or an app?",
                    "No. The chat opens in the browser they are in, on a phone as on a desk, and "
                    "begins with the first line they type.",
                ),
                Point(
                    "Does it slow our pages down?",
                    "The button is a plain link until somebody uses it. The conversation is "
                    "loaded when a visitor opens it, not before.",
                ),
                Point(
                    "Where do transcripts go?",
                    "To the address or the lead system that you name, with the page the chat "
                    "began on. You can look them up in your own account as well.",
                ),
                Point(
                    "Can one person help another during a chat?",
                    "Yes. A conversation can be handed on with everything said so far, and a "
                    "manager can add a quiet word that the shopper does not see.",
                ),
            ),
        ),
        Questions(
            anchor="start",
            title="About getting started",
            points=(
                Point(
                    "What do you need from us?",
                    "The address of your website, the portals you list on, your hours, and who "
                    "could answer. We propose where the button belongs.",
                ),
                Point(
                    "Do you train our people?",
                    "We practice with your team until the first answer comes easily, and look at "
                    "the reports with you in the first weeks.",
                ),
                Point(
                    "What does it cost?",
                    "We publish no price list, because what you need depends on departments, "
                    "locations and portals. Ask us, and tell us those three things; then the "
                    "answer is about you.",
                ),
                Point(
                    "We have several locations. How does that work?",
                    "Each answers for itself, with its own hours. Managers see the reports of "
                    "all, and a conversation can move from one location to another.",
                ),
            ),
        ),
        Questions(
            anchor="data",
            title="About this website",
            points=(
                Point(
                    "What do you learn about me when I read these pages?",
                    "Nothing that identifies you. Reading takes no account, no cookie and no "
                    "script.",
                ),
                Point(
                    "What happens to what I write into a form?",
                    "It goes to the people who answer you. It is not sold, and you can have it "
                    "corrected or deleted.",
                ),
                Point(
                    "Will I get advertising afterward?",
                    "News and promotions by e-mail go only to people who ticked the box for them. "
                    "Every such message says how to stop it, and a reply is enough.",
                ),
                Point(
                    "How do I see what you hold about me?",
                    "Use the page for privacy requests. It needs no account, and you hear from us "
                    "within 30 days.",
                ),
                Point(
                    "Can I check that you keep your promises?",
                    "There is a page that lists them one by one and says how each is kept. You "
                    "find it at the foot of every page under “Our promises.”",
                ),
            ),
        ),
        CallToAction(
            title="Is yours not among them?",
            text="Ask it. A person reads it and answers.",
            primary=TALK,
            secondary=Link("Support and sign-in", "/support/"),
        ),
    ),
)

PAGES = (ABOUT, SUPPORT, QUESTIONS)

"""What the site for apartment communities says about residents, price, and to questions."""

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
    Questions,
    RichText,
)

TOUR = Link("Ask for a tour of it", "/contact/demo/")
BLOG = Link("Read the Apartment Chat Blog", "site:apartmentchatblog")

RESIDENTS = PageContent(
    brand="apartmentchat",
    path="/residents/",
    title="Chat for residents",
    description=(
        "Residents use the button they find. Give them one of their own, with other people and "
        "other hours, and keep leasing free for renters."
    ),
    sections=(
        Hero(
            eyebrow="For resident offices",
            title="A dripping faucet should not land with leasing",
            text=(
                "Residents will use the chat, whether or not it was meant for them. A button on "
                "their own page leads them to the people who can help."
            ),
            drawing=Drawing("phone", "home"),
            primary=TOUR,
        ),
        Benefits(
            anchor="why",
            title="Two doors instead of one",
            text="Leasing and residents have different questions, hours and rules.",
            points=(
                Point(
                    "Own people, own hours",
                    "The resident office sets its own presence. Leasing does not have to guess "
                    "who is in.",
                    icon="people",
                ),
                Point(
                    "Own answers",
                    "Wording for repairs, packages and renewals, apart from that for renters.",
                    icon="pencil",
                ),
                Point(
                    "A handover with context",
                    "What lands on the wrong side is handed on with everything that was said.",
                    icon="handover",
                ),
                Point(
                    "What comes up again",
                    "Reports show what residents write about. The third question about the same "
                    "gate is worth knowing.",
                    icon="chart",
                ),
            ),
        ),
        About(
            anchor="care",
            title="What does not belong in a chat",
            paragraphs=(
                "A chat window does not show who is typing. Whether somebody lives here, what "
                "they owe, or when they are home is nothing to say there. Call back at the number "
                "on file, or have them sign in to your resident portal.",
                "In an emergency, nobody should be typing. Put the number for emergencies on the "
                "page above the button, and let the first ready-made answer be the one that says "
                "to call it.",
            ),
            list_title="A good start with residents",
            rules=(
                "Write the first line for fire, gas and water with your maintenance supervisor.",
                "Take a repair in four questions: where, what, access, contact.",
                "Let maintenance promise the time, and nobody else.",
                "Mention the portal last, with a password that works.",
            ),
            link=BLOG,
        ),
        Questions(
            anchor="questions",
            title="Asked by resident offices",
            points=(
                Point(
                    "Does it replace our maintenance system?",
                    "No. The chat carries the conversation. Work orders stay where they are, and "
                    "your people enter them there.",
                ),
                Point(
                    "Do we need other people for it?",
                    "Not necessarily. The same two people can answer both. Hours and ready-made "
                    "answers should differ all the same, since the questions do.",
                ),
                Point(
                    "Should we chat about renewals?",
                    "Questions about terms and dates, yes. For anything about an account, first "
                    "make sure who is writing.",
                ),
            ),
        ),
        CallToAction(
            title="Show us your residents’ page",
            text="We propose where a button helps, and where a sentence would do.",
            primary=TOUR,
            secondary=Link("How it works", "/how-it-works/"),
        ),
    ),
)

PRICING_TEXT = """\
We do not publish a price list. A community of eighty homes and a portfolio of forty communities
need different things, and one number would mislead both. Here is what the price depends on, and
what to ask about it.

## What we need to know

- **How many communities** are to have a chat, and whether they cover for one another.
- **Who takes part:** leasing alone, or a resident office, too.
- **Where renters find you:** your own website, and the listing sites that you use.
- **Where guest cards go today,** so that transcripts arrive there.

Put these four into your message and our answer can be about your community from the first line.

## What to ask about any offer, ours included

1. What exactly is counted: communities, homes, people or conversations?
2. What happens in a June with twice as many chats?
3. Which work is included at the beginning, and which is charged?
4. How long does the agreement run, and what happens when a community is sold?
5. For how long are transcripts kept, and who decides about that?
6. In which form do we get our transcripts when the agreement ends?

A vendor who answers these in writing has thought about them. Ask us, and hold us to what we write.

## What to weigh it against

Look at your own month first: calls that nobody took during tours, forms that were answered the day
after, and visits that were never agreed on because the one question stayed open. Nobody can tell
you exactly what those are worth. You can estimate it better than we can.
"""

PRICING = PageContent(
    brand="apartmentchat",
    path="/pricing/",
    title="What it costs",
    description=(
        "We publish no price list. Here is what the price depends on, what to ask about any offer, "
        "and how to get an answer about your community."
    ),
    sections=(
        RichText(anchor="price", text=PRICING_TEXT),
        InquiryForm(
            anchor="ask",
            title="Ask for an offer",
            text="Choose “Prices.” A person reads what you write and answers.",
            form="contact",
        ),
    ),
)

QUESTIONS = PageContent(
    brand="apartmentchat",
    path="/questions/",
    title="Questions from communities",
    description=(
        "Answers for leasing offices and property managers on people, hours, fair answers, "
        "residents, systems and data."
    ),
    sections=(
        Questions(
            anchor="people",
            title="People and hours",
            points=(
                Point(
                    "Who answers while we are on a tour?",
                    "A colleague at a sister community can cover. Otherwise set yourselves to "
                    "away with one tap, and the button takes messages.",
                ),
                Point(
                    "What do renters see in the evening?",
                    "That the office is closed, and a way to leave a message. The button does not "
                    "pretend that somebody is there.",
                ),
                Point(
                    "Do we have to cover all office hours?",
                    "No. Cover what you can keep. A few hours with an answer each time are better "
                    "than many without.",
                ),
            ),
        ),
        Questions(
            anchor="answers",
            title="What is said",
            points=(
                Point(
                    "How do we keep to fair housing rules?",
                    "You approve the wording of every ready-made answer, the same for all who "
                    "ask, and transcripts show what was written. What the rules demand of you, "
                    "your counsel knows best; the tool helps you keep to it.",
                ),
                Point(
                    "How long are transcripts kept?",
                    "For as long as you say. Ask your counsel which time is right for you.",
                ),
                Point(
                    "Can the agent see which home it is about?",
                    "Yes. The page that the chat began on comes along, so the answer can be about "
                    "that floor plan.",
                ),
            ),
        ),
        Questions(
            anchor="systems",
            title="Systems and data",
            points=(
                Point(
                    "Does it reach our leasing system?",
                    "Contact data and transcript go out as a guest card mail. Name your system "
                    "and we check it with you.",
                ),
                Point(
                    "Can residents have a chat of their own?",
                    "Yes, with a button on the residents’ page that leads to other people and "
                    "other hours.",
                ),
                Point(
                    "We manage many communities. What do regional managers see?",
                    "Questions, hours and waits of all of them in one view, by community, by "
                    "floor plan and by listing site.",
                ),
                Point(
                    "What does this website store about me?",
                    "Nothing that identifies you, unless you write to us. What we hold then, why "
                    "and for how long stands on the page “What we hold.”",
                ),
            ),
        ),
        CallToAction(
            title="Ask the one that is missing",
            text="A person reads it and answers.",
            primary=Link("Write to us", "/contact/"),
            secondary=BLOG,
        ),
    ),
)

PAGES = (RESIDENTS, PRICING, QUESTIONS)

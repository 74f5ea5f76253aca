"""What the site for car dealers says about the chat in the showroom."""

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

DEMO = Link("Ask for a demonstration", "/contact/demo/")
BLOG = Link("Read the Dealer Chat Blog", "site:dealerchatblog")

HOW = PageContent(
    brand="autodealerchat",
    path="/how-it-works/",
    title="How it works",
    description=(
        "A chat in a dealership from the first click to the handshake: what the shopper sees, what "
        "your people see and what the manager sees."
    ),
    sections=(
        Hero(
            eyebrow="How it works",
            title="One chat, from the vehicle page to the front door",
            text=(
                "Follow a single conversation through the store. It is invented, and every step of "
                "it is an ordinary one."
            ),
            drawing=Drawing("chat-car"),
            primary=DEMO,
            secondary=Link("Questions and answers", "/questions/"),
        ),
        Walk(
            anchor="walk",
            title="What happens, and who sees what",
            points=(
                Point(
                    "A shopper asks",
                    "Somebody reads about a used wagon on your site and wants to know whether it "
                    "is still there. The button says that your people are in, so the shopper "
                    "clicks and writes.",
                    drawing=Drawing("listing"),
                    bullets=(
                        "No account, no download",
                        "Same button on your site and on portals that carry it",
                        "Closed? Then it takes a message",
                    ),
                ),
                Point(
                    "Somebody picks it up",
                    "The chat rings on the showroom computer and on the phones of those who are "
                    "available. Jo takes it, and the others see that it is taken care of. Beside "
                    "the question stands the stock number.",
                    drawing=Drawing("phone"),
                    bullets=(
                        "The first to pick up has it",
                        "Ready-made answers at hand",
                        "A manager can help with a quiet word",
                    ),
                ),
                Point(
                    "It becomes an appointment",
                    "Jo walks to the car, answers, and suggests two times. The transcript goes to "
                    "your lead system, so that whoever greets the shopper can read it first.",
                    drawing=Drawing("appointment"),
                    bullets=(
                        "Handover with everything said so far",
                        "Contact data and transcript as a lead mail",
                        "The page it began on is part of it",
                    ),
                ),
                Point(
                    "You see what it was worth",
                    "At the end of the month you look at hours, waits and missed chats, and at "
                    "the cars people asked about. Then you change one thing.",
                    drawing=Drawing("dashboard"),
                    bullets=(
                        "Waiting time and missed chats by hour",
                        "Conversations by vehicle and by source",
                        "Transcripts to read together",
                    ),
                ),
            ),
        ),
        Steps(
            anchor="start",
            title="How a store gets started",
            text="There is work for both sides. This is how we divide it.",
            points=(
                Point(
                    "You show us the store",
                    "Your website, the portals you list on, your hours, your departments, and who "
                    "could answer. We look at the pages where shoppers hesitate.",
                ),
                Point(
                    "We connect and practice",
                    "The button goes on your vehicle pages, leads go to your system. Your team "
                    "plays through the most usual chats with us.",
                ),
                Point(
                    "You open, we read along",
                    "You go live in the hours that you can cover. After some weeks we read the "
                    "reports together and adjust hours, desks and answers.",
                ),
            ),
        ),
        CallToAction(
            title="Follow one of your own cars through it",
            text="Send us a link to a vehicle page. In the demonstration we play the shopper.",
            primary=DEMO,
            secondary=Link("For sales teams", "/sales/"),
        ),
    ),
)

SALES = PageContent(
    brand="autodealerchat",
    path="/sales/",
    title="Chat for sales teams",
    description=(
        "For internet sales managers, BDC and showroom: answer on the vehicle page, agree on a "
        "time, and hand over with the whole conversation."
    ),
    sections=(
        Hero(
            eyebrow="For sales and BDC",
            title="Fewer names on a list. More people at the door.",
            text=(
                "A lead is a name that somebody has to chase. A conversation is a person who has "
                "asked you something. Auto Dealer Chat is made for the second kind."
            ),
            drawing=Drawing("phone"),
            primary=DEMO,
            secondary=Link("How it works", "/how-it-works/"),
        ),
        Benefits(
            anchor="day",
            title="A day with it",
            text="Where it helps, in the order of the day.",
            points=(
                Point(
                    "Morning: the messages of the night",
                    "What shoppers left after closing time is on one list, with the car that each "
                    "is about.",
                    icon="clock",
                ),
                Point(
                    "Noon: two chats and a phone",
                    "One person can hold several conversations side by side, and hand one on when "
                    "a customer walks in.",
                    icon="layers",
                ),
                Point(
                    "Afternoon: out on the lot",
                    "The chat rings in your pocket. Answer beside the very car, and send a "
                    "picture of it.",
                    icon="mobile",
                ),
                Point(
                    "Evening: the appointment",
                    "Whoever opens the door has the transcript and knows what was said about "
                    "price, trade and color.",
                    icon="calendar",
                ),
            ),
        ),
        Walk(
            anchor="hard",
            title="The hard questions, prepared",
            text=(
                "Price, trade-in and payment come up in writing. Decide once how your store "
                "answers them."
            ),
            points=(
                Point(
                    "You decide what may be said",
                    "Ready-made answers hold the wording that your store has approved. Your "
                    "people put their own first line in front of it, so that it sounds like them.",
                    drawing=Drawing("chat-car"),
                    bullets=(
                        "Wording for price, warranty and trade-in",
                        "Quiet help from a manager during the chat",
                        "The transcript shows what was promised",
                    ),
                ),
                Point(
                    "Coaching with real sentences",
                    "Read two transcripts in the sales meeting, one that went well and one that "
                    "got stuck. It is more concrete than any training video, and it is about your "
                    "cars.",
                    drawing=Drawing("dashboard"),
                    bullets=(
                        "By hour and by member of the team",
                        "First answers and waits",
                        "Missed chats named as plainly as answered ones",
                    ),
                ),
            ),
        ),
        Questions(
            anchor="questions",
            title="Asked by sales managers",
            points=(
                Point(
                    "Who gets the credit for an appointment from chat?",
                    "That is for you to settle, and best before the first one. The record shows "
                    "who chatted and what was agreed.",
                ),
                Point(
                    "How many chats can one person hold?",
                    "As a rule of thumb three or four for somebody who does nothing else, and one "
                    "for somebody who is also on the phone. Your own waits will tell.",
                ),
                Point(
                    "Can BDC answer for several stores?",
                    "Yes. A conversation can move to the store that has the car, together with "
                    "everything that was said.",
                ),
            ),
        ),
        LatestPosts(title="From the Dealer Chat Blog", count=3, link=BLOG),
        CallToAction(
            title="Bring your hardest question",
            text=(
                "In the demonstration you ask it as a shopper, and see how it looks on the other "
                "side."
            ),
            primary=DEMO,
            secondary=Link("For service and parts", "/service/"),
        ),
    ),
)

PAGES = (HOW, SALES)

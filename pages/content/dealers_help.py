"""What the site for car dealers says about service, about price, and in answer to questions."""

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

DEMO = Link("Ask for a demonstration", "/contact/demo/")
BLOG = Link("Read the Dealer Chat Blog", "site:dealerchatblog")

SERVICE = PageContent(
    brand="autodealerchat",
    path="/service/",
    title="Chat for service and parts",
    description=(
        "Give the service lane and the parts counter hours, people and answers of their own, and "
        "let them hand a chat to sales when it fits."
    ),
    sections=(
        Hero(
            eyebrow="For service and parts",
            title="“Is my car ready?” without the phone ringing",
            text=(
                "Service customers ask short questions at busy hours. Let those who like to write "
                "do so, with people and hours that belong to the service desk and not to sales."
            ),
            drawing=Drawing("one-team"),
            primary=DEMO,
        ),
        Benefits(
            anchor="why",
            title="A desk of its own",
            text="Service chat fails when it lands in sales. So it does not have to.",
            points=(
                Point(
                    "Own people, own hours",
                    "Each department sets who is there and when. At 7:45 on a Monday the service "
                    "button may take messages while sales is still asleep.",
                    icon="clock",
                ),
                Point(
                    "Own wording",
                    "Ready-made answers for hours, standard work and safety questions, approved "
                    "by the service manager.",
                    icon="pencil",
                ),
                Point(
                    "A handover both ways",
                    "A repair that costs more than the car is worth can become a talk with sales, "
                    "if the customer wishes, with everything that was said.",
                    icon="handover",
                ),
                Point(
                    "Fewer interruptions",
                    "A chat can wait a moment while you finish with the person in front of you. A "
                    "ringing phone cannot.",
                    icon="phone",
                ),
            ),
        ),
        About(
            anchor="care",
            title="What does not belong in a chat",
            paragraphs=(
                "A chat window does not show who is typing. Before an advisor says anything about "
                "a repair order, they should ask for something that only the customer has, such "
                "as the number on the drop-off slip.",
                "Estimates and authorizations are regulated in many states. Which form yours must "
                "have is a question for your counsel. Until you have the answer, a phone call is "
                "the careful way.",
            ),
            list_title="A good start for service",
            rules=(
                "Begin with two questions: is it ready, and when can I come.",
                "Cover the hours in which somebody is free, and take messages in the others.",
                "Have safety answers written down and approved.",
                "Hand over to sales only when the customer asks for it.",
            ),
            link=BLOG,
        ),
        Questions(
            anchor="questions",
            title="Asked by service managers",
            points=(
                Point(
                    "Does it connect with our repair orders?",
                    "The chat carries the conversation and the page that it began on. Repair "
                    "orders stay in your system; the advisor looks them up there.",
                ),
                Point(
                    "Our advisors have no time for another channel.",
                    "Then begin with messages only, outside the rush, and answer them when the "
                    "lane is quiet. See after a month which calls have become fewer.",
                ),
                Point(
                    "Can the parts counter take part?",
                    "Yes. Parts is a department like the others, with its own people and hours, "
                    "and chats can be handed to it and back.",
                ),
            ),
        ),
        CallToAction(
            title="Show us your service page",
            text="We propose where a button helps, and where a sentence on the page would do.",
            primary=DEMO,
            secondary=Link("How it works", "/how-it-works/"),
        ),
    ),
)

PRICING_TEXT = """\
We do not publish a price list. A price without your store in it would be wrong for most people who
read it. What you can have here is what the price depends on, and what to ask about it.

## What we need to know

- **How many locations** are to have a chat, and whether they answer for one another.
- **Which departments** take part: sales alone, or service and parts, too.
- **Where shoppers find you:** your own website, and the portals that list your vehicles.
- **Where leads go today,** so that transcripts arrive there.

Put these four into your message and our answer can be about your store from the first line.

## What to ask about any offer, ours included

1. What exactly is counted: locations, people, conversations or leads?
2. What happens in a month with twice as many chats?
3. Which work is included at the beginning, and which is charged?
4. How long does the agreement run, and how does it end?
5. What happens to our transcripts when it ends, and in which form do we get them?
6. Who owns the conversation with the shopper?

A vendor who answers these in writing has thought about them. Ask us, and hold us to what we write.

## What to weigh it against

Look at your own numbers before you look at anybody’s promise. Take a month of calls and forms, and
ask how many shoppers waited longer than you would. Estimate how many of them would have written a
line if somebody had been there. The answer will not be exact, but it is yours.
"""

PRICING = PageContent(
    brand="autodealerchat",
    path="/pricing/",
    title="What it costs",
    description=(
        "We publish no price list. Here is what the price depends on, what to ask about any offer, "
        "and how to get an answer about your store."
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
    brand="autodealerchat",
    path="/questions/",
    title="Questions from dealers",
    description=(
        "Answers for dealers on people, hours, price questions, lead systems, groups and data, "
        "without a sales pitch in each of them."
    ),
    sections=(
        Questions(
            anchor="people",
            title="People and hours",
            points=(
                Point(
                    "We are short of people. Who should answer?",
                    "Begin with the hours that you can cover without fail, even if it is only the "
                    "afternoon. In the others the button takes messages.",
                ),
                Point(
                    "What do shoppers see after closing time?",
                    "That you are closed, and a way to leave a message. The button does not "
                    "pretend that somebody is there.",
                ),
                Point(
                    "Can salespeople answer from their own phones?",
                    "They can answer from the phone in their pocket while they are set to "
                    "available. Whether it may be their own phone is for your store to decide.",
                ),
                Point(
                    "What if two people take the same chat?",
                    "The first to pick it up has it. Everybody else sees that it is taken care of.",
                ),
            ),
        ),
        Questions(
            anchor="conversation",
            title="The conversation",
            points=(
                Point(
                    "Will people only ask for the lowest price?",
                    "Some will. Decide as a store what may be said in writing: the price on the "
                    "page, a range, or an out-the-door sheet. Your people find that wording among "
                    "their ready-made answers.",
                ),
                Point(
                    "Does the salesperson see which car it is about?",
                    "Yes. The page that the chat began on comes along, with its stock number.",
                ),
                Point(
                    "Can a chat be handed to service or to finance?",
                    "Yes, in the middle of it, and the next person reads what was said.",
                ),
            ),
        ),
        Questions(
            anchor="systems",
            title="Systems and data",
            points=(
                Point(
                    "Does it work with our lead system?",
                    "Contact data and transcript go out as ordinary lead mails that common dealer "
                    "systems read. Name yours and we check it with you.",
                ),
                Point(
                    "Do portals count as a source?",
                    "Yes. Reports show conversations by vehicle and by source, so you can tell "
                    "your own website from a portal.",
                ),
                Point(
                    "Who may read the transcripts?",
                    "People with access to your account. Give it to those who need it, and take "
                    "it back when somebody leaves.",
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

PAGES = (SERVICE, PRICING, QUESTIONS)

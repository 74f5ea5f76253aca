"""Generated corpus of 400 advertisements and 400 comments; none is real.

A fixed seed makes every run use the same texts. Training and prediction use different ones.
"""

import random
from itertools import product

NUMBER = 400

OPENERS = (
    "Great post!", "Thanks for writing this.", "I work at a small dealership.",
    "We run three communities near the coast.", "Interesting point about response times.",
    "I disagree a little.", "Second week with chat here.", "Our leasing team talked about this.",
    "Coming from the service side:", "Good read on a slow Monday.",
)  # fmt: skip
POINTS = (
    "our evening shift answers most of the questions that come in after eight",
    "the transcript is what the salesperson reads before calling back",
    "people ask about the deposit and the pet rules before they ask about rent",
    "nobody on our floor knew who was meant to take the chat on Saturdays",
    "a short greeting works better for us than the long one we had",
    "trade-in questions take longer, so we hand them over to a person early",
    "the trouble is the hour before closing when everybody is with a customer",
    "most renters want to know if the two bedroom with the balcony is still there",
    "we stopped asking for the phone number first and more people stayed",
    "our manager prints the missed chats and goes through them on Tuesdays",
    "I would count an answer only when a person wrote it",
    "the mobile page hides the button behind the cookie bar on our site",
)
QUESTIONS = (
    "How do you handle two stores with one team?", "Does anybody route by language?",
    "What did you do about holidays?", "Would you say the same for used cars?",
    "Do you show the names of the people who answer?", "Is there a follow-up on this?",
    "How long did it take until the team liked it?", "",
)  # fmt: skip

PITCHES = (
    "Earn easy money from home, no experience needed",
    "Cheap pills without prescription, discreet shipping",
    "Best online casino bonus, claim your free spins",
    "Boost your website ranking, guaranteed first page",
    "Get a loan approved instantly, bad credit welcome",
    "Buy real followers and likes, cheapest prices",
    "Replica watches, luxury quality, huge discount",
    "Crypto signals that double your investment",
    "Hot singles are waiting to chat with you",
    "Essay writing service, plagiarism free, order now",
)
URGES = (
    "Click here now", "Limited offer, act fast", "Visit my website", "Contact us on our page",
    "Sign up today and save", "Order now with free shipping", "Do not miss this deal",
    "Hurry, only today", "Message me for details", "See the link below",
)  # fmt: skip
FLATTERY = (
    "Nice blog, very useful information.", "Amazing article, keep sharing!", "",
    "I really enjoyed your web site.", "Hello dear admin,",
)  # fmt: skip
SHOPS = ("cheap-deals", "win-big", "fast-cash", "rank-top", "best-pills", "love-chat")


def ham() -> list[str]:
    """Return comments; one in twelve contains a link."""
    draw = random.Random("ham")
    texts = []
    for opener, (first, second), question in product(
        OPENERS, zip(POINTS, POINTS[5:] + POINTS[:5], strict=True), QUESTIONS
    ):
        texts.append(f"{opener} With us {first}, and {second}. {question}".strip())
    chosen = draw.sample(texts, NUMBER)
    return [
        f"{text} We wrote it down at https://example.org/notes" if number % 12 == 0 else text
        for number, text in enumerate(chosen)
    ]


def spam() -> list[str]:
    """Return advertisements; most contain a link."""
    draw = random.Random("spam")
    texts = []
    for flattery, pitch, urge in product(FLATTERY, PITCHES, URGES):
        host = f"{draw.choice(SHOPS)}-{draw.randrange(90)}.example"
        link = draw.choice((f"https://{host}/", f"[here](https://{host}/x)", f"www.{host}", ""))
        texts.append(" ".join(part for part in (flattery, pitch + ".", urge + "!", link) if part))
    return draw.sample(texts, NUMBER)

"""What the two blogs say about themselves."""

from pages.sections import (
    About,
    CallToAction,
    LatestPosts,
    Link,
    PageContent,
    Point,
    Questions,
    RichText,
)

TELL = Link("Write to the editors", "/contact/")
ASK = Link("Following and commenting", "/questions/")

STANDARDS = """\
- **Invented conversations say so.** Chats in our posts are made up to show a point, unless the
  people in them agreed to be quoted.
- **Figures have a source and a date.** Where we calculate something to show how it is done, the
  numbers are marked as an example. Where we repeat the experience of the trade, we call it a rule
  of thumb.
- **Our interest is in the open.** We sell chat software. When a post is about our own product,
  its first paragraph says it.
- **Mistakes are corrected where they stand,** with a date.
- **Nothing here is legal advice.** Where you need some, we say so and leave it to your counsel.

The names under the posts belong to invented demonstration authors, and their pages say so. The
posts are written and published by Contact At Once!, which answers for them.
"""

READING = Questions(
    anchor="reading",
    title="Reading and following",
    points=(
        Point(
            "How do I follow the blog?",
            "With a feed reader. There is a feed for the whole blog and for each tag and author, "
            "with the full text, and no address or account is needed.",
        ),
        Point(
            "Are the chats in the posts real?",
            "No. They are invented to show a point, and the posts say so.",
        ),
        Point(
            "May I use a post in a training?",
            "Read it, print it and link to it as you like. To publish it elsewhere you need our "
            "permission: write to us and say where.",
        ),
        Point("I found a mistake.", "Please tell us. We correct it where it stands, with a date."),
    ),
)

COMMENTING = Questions(
    anchor="comments",
    title="Writing a comment",
    points=(
        Point(
            "Do I need an account to comment?",
            "No. A name and an e-mail address are enough, and any name will do. The address is "
            "not shown.",
        ),
        Point(
            "Who can read what I write?",
            "Everybody. A blog is public: what you write there can be read, collected and used by "
            "others. Please leave out what you would not want to see quoted, above all about "
            "other people.",
        ),
        Point(
            "Why is my comment not visible yet?",
            "Some comments are held until one of us has read them, for instance a first one, or "
            "one with many links. The page tells you so and says why.",
        ),
        Point(
            "Can I have a comment removed?",
            "Yes. Write to us, or use the page for privacy requests. You hear from us within 30 "
            "days.",
        ),
    ),
)

DEALER_BLOG = (
    PageContent(
        brand="dealerchatblog",
        path="/about/",
        title="About this blog",
        description=(
            "Who publishes the Dealer Chat Blog, whom it is for, and the rules its posts keep to."
        ),
        sections=(
            About(
                anchor="who",
                title="For people who answer car shoppers",
                paragraphs=(
                    "The Dealer Chat Blog is about one craft: talking in writing with people who "
                    "want to buy a car or have one repaired. It is for internet sales managers, "
                    "for BDC teams, for service advisors and for the general managers who decide "
                    "how all of them work.",
                    "It is published by Contact At Once!, the company that makes Auto Dealer "
                    "Chat. You can use nearly everything here with any chat, and much of it with "
                    "e-mail and the phone.",
                ),
                list_title="What you find here",
                rules=(
                    "Wording you can take over and change.",
                    "Checklists at the end of posts.",
                    "Ways to look at your own numbers.",
                    "No rankings, and no studies that nobody can look up.",
                ),
                link=Link("See the product behind the blog", "site:autodealerchat"),
            ),
            RichText(anchor="standards", title="How we work", text=STANDARDS),
            LatestPosts(title="The newest posts", count=3),
            CallToAction(
                title="Which conversation went wrong last week?",
                text="Tell us, without names. It may become the next post.",
                primary=TELL,
                secondary=ASK,
            ),
        ),
    ),
    PageContent(
        brand="dealerchatblog",
        path="/questions/",
        title="Questions about this blog",
        description=(
            "How to follow the Dealer Chat Blog, what happens to a comment, and what you may do "
            "with our posts."
        ),
        sections=(
            READING,
            COMMENTING,
            CallToAction(
                title="Something else?",
                text=(
                    "Questions about the product go to its own site; everything about the blog "
                    "goes to the editors."
                ),
                primary=TELL,
                secondary=Link("Visit Auto Dealer Chat", "site:autodealerchat"),
            ),
        ),
    ),
)

APARTMENT_BLOG = (
    PageContent(
        brand="apartmentchatblog",
        path="/about/",
        title="About this blog",
        description=(
            "Who publishes the Apartment Chat Blog, whom it is for, and the rules its posts keep "
            "to."
        ),
        sections=(
            About(
                anchor="who",
                title="For people who answer renters",
                paragraphs=(
                    "The Apartment Chat Blog is about one craft: talking in writing with people "
                    "who look for a home, and with those who already live in yours. It is for "
                    "leasing agents, for property managers, for resident offices and for the "
                    "regional managers who compare them.",
                    "It is published by Contact At Once!, the company that makes Apartment Chat. "
                    "You can use nearly everything here with any chat, and much of it with e-mail "
                    "and the phone.",
                ),
                list_title="What you find here",
                rules=(
                    "Wording you can take over and change.",
                    "Checklists at the end of posts.",
                    "Habits that treat everybody alike.",
                    "No rankings, and no studies that nobody can look up.",
                ),
                link=Link("See the product behind the blog", "site:apartmentchat"),
            ),
            RichText(anchor="standards", title="How we work", text=STANDARDS),
            LatestPosts(title="The newest posts", count=3),
            CallToAction(
                title="What did a renter ask you this week?",
                text="Send us the question that made you think. It may become the next post.",
                primary=TELL,
                secondary=ASK,
            ),
        ),
    ),
    PageContent(
        brand="apartmentchatblog",
        path="/questions/",
        title="Questions about this blog",
        description=(
            "How to follow the Apartment Chat Blog, what happens to a comment, and what you may do "
            "with our posts."
        ),
        sections=(
            READING,
            COMMENTING,
            CallToAction(
                title="Something else?",
                text=(
                    "Questions about the product go to its own site; everything about the blog "
                    "goes to the editors."
                ),
                primary=TELL,
                secondary=Link("Visit Apartment Chat", "site:apartmentchat"),
            ),
        ),
    ),
)

PAGES = (*DEALER_BLOG, *APARTMENT_BLOG)

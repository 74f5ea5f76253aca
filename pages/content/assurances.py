"""What every site that sells promises its visitors (P08, P13, P20, P30)."""

from pages.sections import Assurances, Point

ASSURANCES = Assurances(
    anchor="promises",
    title="You talk to us. It stays with us.",
    text="We ask you for trust with your visitors. It begins with how we treat you as ours.",
    points=(
        Point(
            "Look around unnamed",
            "Reading these pages takes no account, no cookie and no script. We learn who you are "
            "when you choose to tell us.",
            icon="screen",
        ),
        Point(
            "Never sold",
            "What you write goes to the people who answer you and to nobody who would pay for it.",
            icon="shield",
        ),
        Point(
            "A reply is enough",
            "If you no longer want news from us, answer the mail and say so. The link in it "
            "works, too.",
            icon="chat",
        ),
        Point(
            "Your data, on request",
            "See it, have it corrected or have it deleted. You hear from us within 30 days.",
            icon="key",
        ),
    ),
)

"""What a new installation starts with: the forms of each site, and on request a living queue."""

from django.db import transaction

from contactatonce.brands.models import Brand

from . import demo
from .models import FormField, InquiryForm

Question = FormField.Question

CONTACT = (
    *(Question.SUBJECT, Question.MESSAGE, Question.NAME, Question.EMAIL, Question.PHONE),
    *(Question.COMPANY_NAME, Question.BUSINESS_TYPE, Question.COMPANY_SIZE, Question.ADDRESS),
)
SHORT = (Question.MESSAGE, Question.NAME, Question.EMAIL, Question.PHONE)
DEMO = (
    *(Question.NAME, Question.EMAIL, Question.PHONE, Question.COMPANY_NAME),
    *(Question.BUSINESS_TYPE, Question.COMPANY_SIZE, Question.MESSAGE),
)
DEMO_FORM = {
    "title": "See it at work",
    "intro": "Half an hour on screen, with a person, and with pages like yours.",
    "thank_you": "Thank you. We will write to you to agree on a time.",
}
MESSAGE_OF_DEMO = {"label": "When suits you, and what would you like to see?"}

# brand's slug -> form's slug -> (what is asked, texts of the form, {question: texts of its own})
FORMS: dict[str, dict[str, tuple[tuple[Question, ...], dict[str, str], dict[str, dict[str, str]]]]]
FORMS = {
    "contactatonce": {
        "contact": (
            CONTACT,
            {
                "title": "Talk with us",
                "intro": "Ask about chat for your business, about prices, or about anything else.",
            },
            {},
        ),
        "demo": (DEMO, DEMO_FORM, {Question.MESSAGE: MESSAGE_OF_DEMO}),
    },
    "autodealerchat": {
        "contact": (
            CONTACT,
            {
                "title": "Talk with us about your dealership",
                "intro": "Tell us how shoppers reach you today; we tell you what chat would add.",
            },
            {Question.COMPANY_NAME: {"label": "Dealership"}},
        ),
        "demo": (
            DEMO,
            DEMO_FORM,
            {
                Question.MESSAGE: MESSAGE_OF_DEMO,
                Question.COMPANY_NAME: {"label": "Dealership"},
            },
        ),
    },
    "apartmentchat": {
        "contact": (
            CONTACT,
            {
                "title": "Talk with us about your community",
                "intro": "Tell us how renters reach you today; we tell you what chat would add.",
            },
            {Question.COMPANY_NAME: {"label": "Community or company"}},
        ),
        "demo": (
            DEMO,
            DEMO_FORM,
            {
                Question.MESSAGE: MESSAGE_OF_DEMO,
                Question.COMPANY_NAME: {"label": "Community or company"},
            },
        ),
    },
    "dealerchatblog": {
        "contact": (
            SHORT,
            {
                "title": "Write to the editors",
                "intro": "Questions, corrections, and subjects that you would like to read about.",
            },
            {},
        ),
    },
    "apartmentchatblog": {
        "contact": (
            SHORT,
            {
                "title": "Write to the editors",
                "intro": "Questions, corrections, and subjects that you would like to read about.",
            },
            {},
        ),
    },
}


@transaction.atomic
def load_forms() -> bool:
    """Create each site's forms unless there is a form already; tell whether it did."""
    if InquiryForm.objects.exists():
        return False
    for brand in Brand.objects.filter(slug__in=FORMS):
        for slug, (asked, texts, own) in FORMS[brand.slug].items():
            form = InquiryForm.objects.create(brand=brand, slug=slug, **texts)
            FormField.objects.bulk_create(
                FormField(
                    form=form,
                    question=question,
                    position=position,
                    is_required=question in {Question.EMAIL, Question.MESSAGE},
                    **own.get(question, {}),
                )
                for position, question in enumerate(asked)
            )
    return True


def load_demo() -> bool:
    """Create invented inquiries in every state unless there is an inquiry; tell whether it did."""
    return demo.load()

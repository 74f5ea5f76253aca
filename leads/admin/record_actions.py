"""The actions of the record page, each with the form that it reads and its message."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils import timezone

from contactatonce.lib.choices import key_of
from leads.models import Activity, Answer, Lead
from leads.models.activities import days_from
from leads.services import activities, answers, work
from leads.services.activities import Step
from leads.services.answers import Letter
from leads.services.quarantine import release

from .record_forms import RecordForms

ASK_AGAIN_AFTER = 3  # days


class Action(NamedTuple):
    """An action: what it does, the name of its form, and its message.

    `perform` returns the key of the inquiry to open next, None for the same one.
    """

    perform: Callable[[RecordForms], int | None]
    form: str
    message: str


def save(forms: RecordForms) -> None:
    values = {name: forms.cleaned("work")[name] for name in work.EDITABLE}
    work.change(**who(forms), **values)


def note(forms: RecordForms) -> None:
    work.add_note(**who(forms), **forms.cleaned("note"))


def call(forms: RecordForms) -> None:
    work.log_call(**who(forms), **forms.cleaned("call"))


def step(forms: RecordForms) -> None:
    activities.plan(**who(forms), step=Step(**forms.cleaned("step")))


def done(forms: RecordForms) -> None:
    activities.finish(**who(forms), activity_id=posted_key(forms, "activity"))


def answer(forms: RecordForms) -> None:
    record = forms.record
    letter = Letter(**forms.cleaned("answer"))
    answers.write_answer(lead_id=record.lead.pk, author=record.request.user, letter=letter)


def answer_and_next(forms: RecordForms) -> int | None:
    """Send the answer and take the next inquiry, unless text on this page is not saved yet."""
    answer(forms)
    others = [form for name, form in forms.by_name.items() if name != "answer"]
    if any(form.is_typed for form in others):
        return None
    following = work.claim_next(actor=forms.record.request.user)
    return following.pk if following else None


def answer_and_remind(forms: RecordForms) -> None:
    answer(forms)
    due_on = days_from(timezone.localdate(), ASK_AGAIN_AFTER)
    waiting = Step(
        kind=Activity.Kind.MAIL, text="Ask again if they have not replied", due_on=due_on
    )
    activities.plan(**who(forms), step=waiting)


def insert(forms: RecordForms) -> None:
    """Put a saved reply into the answer; nothing is stored yet."""
    record = forms.record
    wanted = posted_key(forms, "reply")
    reply = next((each for each in record.replies if each.pk == wanted), None)
    if reply is None:
        raise work.Refused("Choose a saved reply.")
    typed = forms.by_name["answer"]["body"].value() or ""
    data: Any = forms.data
    forms.data = data.copy()
    forms.data["answer-body"] = record.with_reply(typed, reply)


def take(forms: RecordForms) -> None:
    work.take(**who(forms), seen_owner_id=posted_key(forms, "owner") or None)


def let_go(forms: RecordForms) -> None:
    lead = forms.record.lead
    if not release(lead=lead, actor=forms.record.request.user):
        raise work.Refused("It is not in quarantine any more.")


def spam(forms: RecordForms) -> None:
    lead, actor = forms.record.lead, forms.record.request.user
    outcome = work.mark_as_spam(leads=Lead.objects.filter(pk=lead.pk), actor=actor)
    if outcome.refused:
        raise work.Refused(outcome.refused[0])


def not_spam(forms: RecordForms) -> None:
    work.take_back_spam(**who(forms))


def again(forms: RecordForms) -> None:
    found = Answer.objects.filter(lead=forms.record.lead, pk=posted_key(forms, "answer")).first()
    if found is None or not answers.try_again(answer=found):
        raise work.Refused("It has not failed.")


def seen(forms: RecordForms) -> None:
    work.seen(**who(forms))


def who(forms: RecordForms) -> dict[str, Any]:
    """Return the arguments that every service takes."""
    return {"lead_id": forms.record.lead.pk, "actor": forms.record.request.user}


def posted_key(forms: RecordForms, name: str) -> int:
    return key_of(forms.record.request.POST.get(name, ""))


SENT = "The answer is on its way."
SAVE = Action(save, "work", "Saved.")  # the button of the page itself
ACTIONS = {
    "note": Action(note, "note", "Note added."),
    "call": Action(call, "call", "Call logged."),
    "step": Action(step, "step", "Next step planned."),
    "done": Action(done, "", "Done."),
    "answer": Action(answer, "answer", SENT),
    "answer_next": Action(answer_and_next, "answer", SENT),
    "answer_remind": Action(answer_and_remind, "answer", f"{SENT} A reminder is planned."),
    "insert": Action(insert, "", ""),
    "take": Action(take, "", "It is yours."),
    "release": Action(
        let_go, "", "Released. The acknowledgement and the notices go out in half a minute."
    ),
    "spam": Action(spam, "", "Marked as spam."),
    "not_spam": Action(not_spam, "", "It is an inquiry again."),
    "again": Action(again, "", "It will be tried again at once."),
    "seen": Action(seen, "", "Noted that you have seen it."),
}

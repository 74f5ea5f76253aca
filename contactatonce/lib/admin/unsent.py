"""What was typed in a form that a page no longer offers."""

from django.forms import CharField, Form


def unsent(form: Form | None) -> list[tuple[str, str]]:
    """Return label and text of what was typed in a form that is no longer on the page."""
    if form is None:
        return []
    fields = [form[name] for name in form.changed_data if isinstance(form.fields[name], CharField)]
    shown = [field for field in fields if field.value() and not field.is_hidden]
    return [(str(field.label), field.value()) for field in shown]

"""Which models are moderated: the queue, the rules and the classifier see every one of them."""

from typing import TypeVar

from .models import Moderated

Kind = TypeVar("Kind", bound=type[Moderated])
kinds: list[type[Moderated]] = []


def moderated(model: Kind) -> Kind:
    """Class decorator: show the items of `model` in the queue."""
    kinds.append(model)
    return model


def kind_named(label: str) -> type[Moderated] | None:
    """Return the moderated model with this label ("blog.comment"), None for anything else."""
    return next((kind for kind in kinds if kind._meta.label_lower == label), None)

"""Which models are moderated: the queue, the rules and the classifier see every one of them."""

from collections.abc import Callable
from typing import Any, TypeVar

from .models import Moderated, Verdict

Kind = TypeVar("Kind", bound=type[Moderated])
Consequence = Callable[[Any, Verdict], None]
kinds: list[type[Moderated]] = []
consequences: dict[type[Moderated], Consequence] = {}


def moderated(model: Kind) -> Kind:
    """Class decorator: show the items of `model` in the queue."""
    kinds.append(model)
    return model


def on_verdict(model: type[Moderated]) -> Callable[[Consequence], Consequence]:
    """Function decorator: call it with item and verdict, in the verdict's transaction.

    What cannot be unsent waits until the verdict is final; see Verdict.final_at.
    """

    def decorate(function: Consequence) -> Consequence:
        consequences[model] = function
        return function

    return decorate


def kind_named(label: str) -> type[Moderated] | None:
    """Return the moderated model with this label ("blog.comment"), None for anything else."""
    return next((kind for kind in kinds if kind._meta.label_lower == label), None)

"""Registry of moderated models."""

from collections.abc import Callable
from typing import Any, TypeVar

from .models import Moderated, Verdict

Kind = TypeVar("Kind", bound=type[Moderated])
Consequence = Callable[[Any, Verdict], None]
kinds: list[type[Moderated]] = []
consequences: dict[type[Moderated], Consequence] = {}
reversals: dict[type[Moderated], Consequence] = {}


def moderated(model: Kind) -> Kind:
    """Class decorator: add a model to the queue, the rules and the classifier."""
    kinds.append(model)
    return model


def on_verdict(model: type[Moderated]) -> Callable[[Consequence], Consequence]:
    """Decorator for a function that gets the item and its verdict, in the verdict's transaction.

    An effect that cannot be undone must wait until Verdict.final_at.
    """

    def decorate(function: Consequence) -> Consequence:
        consequences[model] = function
        return function

    return decorate


def on_undo(model: type[Moderated]) -> Callable[[Consequence], Consequence]:
    """Decorator for a function that gets the item and the undone verdict, in its transaction."""

    def decorate(function: Consequence) -> Consequence:
        reversals[model] = function
        return function

    return decorate


def kind_named(label: str) -> type[Moderated] | None:
    """Return the moderated model with a label like "blog.comment", or None."""
    return next((kind for kind in kinds if kind._meta.label_lower == label), None)

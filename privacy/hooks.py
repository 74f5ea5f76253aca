"""Other apps' part in reading and deleting the data of a person."""

from collections.abc import Callable, Collection
from typing import Any

from .registry import Model

# Each stores what still waits outside the database, before the data of a person is read there.
before_reading: list[Callable[[], object]] = []
# Each gets a model and the keys of its rows that an erasure or retention deletes, in the same
# transaction.
after_deletion: list[Callable[[Model, Collection[Any]], object]] = []

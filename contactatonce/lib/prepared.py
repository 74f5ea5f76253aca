"""A query that Django builds once in a process, where building it costs more than running it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

Build = Callable[..., QuerySet[Any, Any]]


class Statement(NamedTuple):
    """SQL, its parameters, and which argument goes into the place of which parameter."""

    sql: str
    parameters: tuple[Any, ...]
    places: dict[int, int]


class PreparedQuery:
    """The SQL that Django's compiler builds for a query, kept for other arguments.

    `build` returns the query for a set of arguments. `samples` is such a set, of values that stand
    nowhere else in the query: where they turn up among its parameters, the arguments go. None is
    no argument, since it is other SQL.
    """

    def __init__(self, build: Build, samples: Sequence[Any]) -> None:
        self._build = build
        self._samples = samples
        self._statement: Statement | None = None

    def rows(self, *arguments: Any) -> tuple[tuple[Any, ...], ...]:
        """Return the rows for `arguments`, their values as the database's driver gives them."""
        statement = self._statement or self._prepare()
        adapted = [adapt(argument) for argument in arguments]
        parameters = list(statement.parameters)
        for place, number in statement.places.items():
            parameters[place] = adapted[number]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            return tuple(cursor.fetchall())

    def _prepare(self) -> Statement:
        query = self._build(*self._samples).query
        sql, parameters = query.get_compiler(connection=connection).as_sql()
        numbers = {adapt(sample): number for number, sample in enumerate(self._samples)}
        places = {
            place: numbers[parameter]
            for place, parameter in enumerate(parameters)
            if parameter in numbers
        }
        if set(places.values()) != set(range(len(self._samples))):
            raise ValueError("A sample is not among the parameters of the query")
        self._statement = Statement(sql, tuple(parameters), places)
        return self._statement


def adapt(argument: Any) -> Any:
    """Return an argument as Django hands it to the driver."""
    if isinstance(argument, datetime):
        return connection.ops.adapt_datetimefield_value(argument)
    return argument

"""Counting without reading whole tables."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def bounded_counts(querysets: Sequence[QuerySet[Any]], most: int) -> list[int]:
    """Return how many rows each queryset has, or `most` + 1 if more; one query for all of them."""
    if not querysets:
        return []
    columns: list[str] = []
    parameters: list[Any] = []
    for number, rows in enumerate(querysets):
        try:
            sql, values = rows.order_by().values("pk")[: most + 1].query.sql_with_params()
        except EmptyResultSet:  # Django knows without asking
            columns.append("0")
            continue
        columns.append(f"(SELECT COUNT(*) FROM ({sql}) part{number})")  # noqa: S608  Django's SQL
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", parameters)
        return list(cursor.fetchone())

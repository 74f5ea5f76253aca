"""Health: whether this process is alive, whether it can serve, and what needs attention."""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache as cache_in_process

from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from contactatonce.lib.timed_cache import TimedCache

from .models import PeriodicRun
from .registry import periodic_tasks, status_checks
from .schedule import CLOCK_SKEW

logger = logging.getLogger(__name__)
LONGEST_WAIT = timedelta(minutes=10)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 while the process is alive."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 if this process can serve visitors, else 503; report each check by name.

    What all processes share, such as cache and queue, is left out: a balancer that asks here would
    take every process out of service because of one late mail.
    """
    return answer(readiness.get())


@require_safe
@never_cache
def statusz(request: HttpRequest) -> JsonResponse:
    """Answer 200 if everything works, else 503, for alarms; report each check by name."""
    return answer(status.get())


def answer(state: dict[str, bool]) -> JsonResponse:
    return JsonResponse(state, status=200 if all(state.values()) else 503)


def run(checks: Mapping[str, Callable[[], bool]]) -> dict[str, bool]:
    """Return the result of each check; one that raises has failed."""
    state: dict[str, bool] = {}
    for name, check in checks.items():
        try:
            state[name] = check()
        except Exception as error:  # any failure is the check's result
            logger.warning("The check of %s failed (%s)", name, type(error).__name__)
            state[name] = False
    return state


def probes(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, the first of all: answer load balancers, which use the IP address as host."""
    views = {"/healthz": healthz, "/readyz": readyz, "/statusz": statusz}

    def middleware(request: HttpRequest) -> HttpResponseBase:
        view = views.get(request.path)
        return view(request) if view else get_response(request)

    return middleware


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


@cache_in_process
def newest_migrations() -> frozenset[tuple[str, str]]:
    """Return the last migration of each app; contactatonce.wsgi reads the files at start-up."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def migrations_are_applied() -> bool:
    return newest_migrations() <= MigrationRecorder(connection).applied_migrations().keys()


def cache_keeps() -> bool:
    cache.set("statusz", "kept", 30)
    return bool(cache.get("statusz") == "kept")


def jobs_are_on_time() -> bool:
    """Return whether no job has been due for longer than ten minutes."""
    limit = timezone.now() - LONGEST_WAIT
    late = DBTaskResult.objects.filter(
        Q(run_after=get_date_max(), enqueued_at__lt=limit) | Q(run_after__lt=limit),
        status=TaskResultStatus.READY,
    )
    return not late.exists()


def periodic_tasks_run() -> bool:
    """Return whether every periodic task ran when it was due, and none in the future."""
    now = timezone.now()
    runs = dict(PeriodicRun.objects.values_list("name", "last_run_at"))
    return all(
        name in runs and now - task.every - LONGEST_WAIT <= runs[name] <= now + CLOCK_SKEW
        for name, task in periodic_tasks.items()
    )


def read_status() -> dict[str, bool]:
    return run(
        {
            "database": database_answers,
            "migrations": migrations_are_applied,
            "cache": cache_keeps,
            "jobs": jobs_are_on_time,
            "periodic_tasks": periodic_tasks_run,
            **status_checks,
        }
    )


def read_readiness() -> dict[str, bool]:
    return run({"database": database_answers, "migrations": migrations_are_applied})


readiness = TimedCache(read_readiness, seconds=1)
status = TimedCache(read_status)  # anyone may ask, and each look costs queries and a cache write

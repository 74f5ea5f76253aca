"""Health probes: whether this process is alive, and whether it can serve."""

import logging
from collections.abc import Callable
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
    """Answer 200 if database, migrations, cache and queue work, else 503; report each by name."""
    probes = {
        "database": database_answers,
        "migrations": migrations_are_applied,
        "cache": cache_keeps,
        "jobs": jobs_are_on_time,
    }
    state: dict[str, bool] = {}
    for name, probe in probes.items():
        try:
            state[name] = probe()
        except Exception as error:  # any failure is the probe's result
            logger.warning("The probe of %s failed (%s)", name, type(error).__name__)
            state[name] = False
    return JsonResponse(state, status=200 if all(state.values()) else 503)


def probes(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, the first of all: answer load balancers, which use the IP address as host."""
    views = {"/healthz": healthz, "/readyz": readyz}

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
    cache.set("readyz", "kept", 30)
    return bool(cache.get("readyz") == "kept")


def jobs_are_on_time() -> bool:
    """Return whether no job has been due for longer than ten minutes."""
    limit = timezone.now() - LONGEST_WAIT
    late = DBTaskResult.objects.filter(
        Q(run_after=get_date_max(), enqueued_at__lt=limit) | Q(run_after__lt=limit),
        status=TaskResultStatus.READY,
    )
    return not late.exists()

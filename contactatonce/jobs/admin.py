"""Background work: what waits, what runs, what failed and why."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import get_date_max

from contactatonce.lib.admin import Admin, Choice, ReadOnlyAdmin, Tabs

from . import services
from .models import Effect, Job, PeriodicRun
from .registry import policy_of


class StateTabs(Tabs):
    title = "state"
    parameter_name = "state"
    counted = frozenset({"failed", "waiting", "running"})
    options = (
        Choice("failed", "Failed", lambda rows, request: rows.failed()),
        Choice(
            "waiting", "Waiting", lambda rows, request: rows.filter(status=TaskResultStatus.READY)
        ),
        Choice("running", "Running", lambda rows, request: rows.running()),
        Choice("done", "Done", lambda rows, request: rows.successful()),
    )


@admin.register(Job)
class JobAdmin(Admin):
    """Jobs are read; the one thing to do is to run a failed one again."""

    change_form_template = "admin/jobs/job/change_form.html"
    list_display = ["what", "attempts", "why", "enqueued_at", "finished_at"]
    list_filter = [StateTabs]
    ordering = ["-enqueued_at"]
    actions = ["run_again"]
    fields: ClassVar[Any] = [
        "what",
        "status",
        "attempts",
        "arguments",
        "next_attempt_at",
        "enqueued_at",
        "started_at",
        "finished_at",
        "why",
        "where",
    ]
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(require_POST(self.run_one_again))
        return [path("<uuid:pk>/run-again/", view, name="jobs_job_run_again"), *super().get_urls()]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        if request.method == "POST":
            raise PermissionDenied  # there is no field to save; see run_one_again
        no_buttons = {"show_save": False, "show_save_and_continue": False}
        return super().changeform_view(
            request, object_id, form_url, {**no_buttons, **(extra_context or {})}
        )

    @admin.action(description="Run again", permissions=["change"])
    def run_again(self, request: HttpRequest, jobs: Any) -> None:
        moved = sum(services.run_again(job) for job in jobs)
        self.message_user(request, f"{moved} of {len(jobs)} jobs put back into the queue.")

    def run_one_again(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Put one failed job back into the queue."""
        job = get_object_or_404(Job, pk=pk)
        if not self.has_change_permission(request, job):
            raise PermissionDenied
        if services.run_again(job):
            self.log_change(request, job, "Run again.")
            self.message_user(request, "The job is back in the queue.")
        else:
            self.message_user(request, "The job has not failed.", messages.WARNING)
        return redirect("admin:jobs_job_change", pk)

    @admin.display(description="job", ordering="task_path")
    def what(self, job: Any) -> str:
        module, _, name = job.task_path.rpartition(".")
        return f"{name.replace('_', ' ')} ({module.split('.')[-2]})"

    @admin.display(description="attempts")
    def attempts(self, job: Any) -> str:
        return f"{len(job.worker_ids)} of {policy_of(job.task_path).attempts}"

    @admin.display(description="arguments")
    def arguments(self, job: Any) -> Any:
        values = [*job.args_kwargs["args"]]
        named = [f"{name}={value}" for name, value in job.args_kwargs["kwargs"].items()]
        return ", ".join([*map(str, values), *named]) or "none"

    @admin.display(description="next attempt")
    def next_attempt_at(self, job: Any) -> Any:
        if job.status != TaskResultStatus.READY:
            return "–"
        is_due = job.run_after == get_date_max() or job.run_after <= timezone.now()
        return "as soon as a worker is free" if is_due else job.run_after

    @admin.display(description="last error")
    def why(self, job: Any) -> Any:
        return job.exception_class_path.rpartition(".")[2] or "–"

    @admin.display(description="where it failed")
    def where(self, job: Any) -> Any:
        return format_html('<pre class="traceback">{}</pre>', job.traceback or "–")


@admin.register(PeriodicRun)
class PeriodicRunAdmin(ReadOnlyAdmin):
    """When each periodic task last ran."""

    list_display = ["name", "last_run_at"]


@admin.register(Effect)
class EffectAdmin(ReadOnlyAdmin):
    """Effects outside the database that must happen only once."""

    list_display = ["key", "started_at", "finished_at"]
    list_filter = ["started_at"]
    search_fields = ["key"]

"""State of background work that outlives a run."""

from django.db import models
from django_tasks_db.models import DBTaskResult


class PeriodicRun(models.Model):
    """When a periodic task last ran."""

    name = models.CharField(max_length=200, unique=True, editable=False)
    last_run_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Effect(models.Model):
    """An effect outside the database, such as a mail handed over, that must happen only once."""

    key = models.CharField(max_length=120, unique=True, editable=False)
    job_id = models.UUIDField(null=True, editable=False)
    started_at = models.DateTimeField(editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return self.key


class Job(DBTaskResult):  # type: ignore[type-arg]  # the admin does not call it
    """A piece of background work, as shown in the admin."""

    class Meta:
        proxy = True
        verbose_name = "job"

    def __str__(self) -> str:
        return f"{self.task_path.rpartition('.')[2]} {str(self.pk)[:8]}"

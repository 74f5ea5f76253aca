"""A worker survives a restart of PostgreSQL and loses nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings

from tests.conftest import leave_out
from tests.postgresql import as_postgres, cluster, find_binaries

from . import processes

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]


def python(code: str, environment: dict[str, str]) -> str:
    """Run a line of Python with Django on the cluster; return its output."""
    line = f"import django; django.setup(); from tests.jobs import sample; {code}"
    ran = subprocess.run(
        [sys.executable, "-c", line],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout


def test_worker_survives_a_restart_during_a_job(tmp_path: Path):
    binaries = find_binaries()
    if binaries is None:
        leave_out("PostgreSQL's server (Debian: postgresql)")
    with cluster(durable=True) as url:  # an acknowledged commit is durable
        folder = parse_qs(urlsplit(url).query)["host"][0]
        environment = os.environ | {"DATABASE_URL": url, "VAR": str(tmp_path)}
        control = as_postgres(f"{binaries}/pg_ctl", "-D", f"{folder}/data", "-w", "-s")
        manage = [sys.executable, "manage.py"]
        subprocess.run(
            [*manage, "migrate", "-v0"], cwd=settings.BASE_DIR, env=environment, check=True
        )
        word = processes.make_pipe(tmp_path / "word")
        python("sample.wait_for_word.enqueue()", environment)
        with open(tmp_path / "log", "wb") as log:
            worker = subprocess.Popen(
                processes.WORKER, cwd=settings.BASE_DIR, env=environment, stderr=log
            )
        try:
            done = tmp_path / "done"
            processes.until(lambda: done.exists() and "waits" in done.read_text())
            subprocess.run([*control, "-m", "immediate", "stop"], cwd=folder, check=True)
            word.write_text("go on")
            processes.until(lambda: "outcome waits" in (tmp_path / "log").read_text())
            start = [*control, "-l", f"{folder}/log", "-o", f"-k {folder} -c listen_addresses=''"]
            subprocess.run([*start, "start"], cwd=folder, check=True)
            python("sample.note.enqueue(5)", environment)
            processes.until(lambda: done.read_text().split() == ["waits", "ended", "5"])
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(timeout=30) == 0
            states = python(
                "from django_tasks_db.models import DBTaskResult as R; "
                "print(*R.objects.filter(task_path__startswith='tests').values_list('status'))",
                environment,
            )
            assert states.split() == ["('SUCCESSFUL',)"] * 2
        finally:
            worker.kill()
            worker.wait()

"""Run a command with a throw-away PostgreSQL: `python -m tests.postgresql pytest ...`.

The cluster is made from the machine's own binaries, listens on a socket in its own folder only,
and runs as user postgres when started by root, which PostgreSQL refuses to run as.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BINARIES = sorted(
    Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name)
)
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def find_binaries() -> Path | None:
    """Return the folder with PostgreSQL's server binaries, the newest version first."""
    if BINARIES:
        return BINARIES[-1]
    server = shutil.which("postgres")
    return Path(server).resolve().parent if server and shutil.which("initdb") else None


def as_postgres(*command: str) -> list[str]:
    if os.geteuid() != 0:
        return list(command)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command]


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """Start a cluster, yield its DATABASE_URL, and remove it; `durable` keeps fsync on."""
    binaries = find_binaries()
    if binaries is None:
        raise FileNotFoundError("PostgreSQL's server binaries (Debian package postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="contactatonce-pg-"))
    if os.geteuid() == 0:
        entry = pwd.getpwnam("postgres")
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    data = folder / "data"
    options = (
        f"-k {folder} -c listen_addresses='' -c max_connections=200 {'' if durable else QUICK}"
    )
    try:
        run = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
        subprocess.run(
            as_postgres(
                f"{binaries}/initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"
            ),
            **run,
        )
        control = as_postgres(f"{binaries}/pg_ctl", "-D", str(data), "-w")
        subprocess.run([*control, "-l", str(folder / "log"), "-o", options, "start"], **run)
        try:
            yield f"postgres://postgres@/postgres?host={folder}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **run)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Run the command line's command inside a cluster and return its exit code."""
    try:
        with cluster() as url:
            return subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": url}).returncode
    except FileNotFoundError as missing:
        print(f"Left out: everything that needs PostgreSQL; not found: {missing}", file=sys.stderr)
        return 1 if os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())

"""Copies of the database and of the files under VAR, on both kinds of database."""

import os
import shutil
import sqlite3
import subprocess
import tarfile
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

# What a site cannot make again; static files, caches and the ledger are left out.
FOLDERS = ("exports", "forum", "media", "originals", "spool", "testimonials")
DATABASE = {"postgresql": "database.dump", "sqlite": "database.sqlite3"}
FILES, LEDGER = "files.tar", "erasures.ledger"
LIBPQ = {
    "dbname": "PGDATABASE",
    "host": "PGHOST",
    "password": "PGPASSWORD",
    "port": "PGPORT",
    "sslmode": "PGSSLMODE",
    "user": "PGUSER",
}


def database_in(folder: Path) -> Path:
    return folder / DATABASE[connection.vendor]


def save(folder: Path) -> None:
    """Copy database, files and ledger into the new `folder`, for our user alone.

    The database comes first: a file that is younger than its row would be missing, one that is
    older is left over.
    """
    folder.mkdir(mode=0o700, parents=True)
    if connection.vendor == "postgresql":
        run("pg_dump", "--format=custom", "--file", str(database_in(folder)))
    else:
        copy_sqlite(Path(connection.settings_dict["NAME"]), database_in(folder))
    with tarfile.open(folder / FILES, "w") as archive:
        for name in FOLDERS:
            if (settings.VAR / name).is_dir():
                archive.add(settings.VAR / name, name)
    if Path(settings.ERASURE_LEDGER).exists():
        shutil.copy2(settings.ERASURE_LEDGER, folder / LEDGER)


def load(folder: Path) -> bool:
    """Put database and files back; return whether the ledger had to come from the backup.

    A ledger on this machine is kept: it knows the erasures since the backup.
    """
    connection.close()
    if connection.vendor == "postgresql":
        options = ("--clean", "--if-exists", "--no-owner", "--single-transaction")
        run("pg_restore", *options, "--dbname", "", str(database_in(folder)))
    else:
        copy_sqlite(database_in(folder), Path(connection.settings_dict["NAME"]))
    with tarfile.open(folder / FILES) as archive:
        archive.extractall(settings.VAR, filter="data")
    ledger = Path(settings.ERASURE_LEDGER)
    if ledger.exists() or not (folder / LEDGER).exists():
        return False
    ledger.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(folder / LEDGER, ledger)
    return True


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database that may be in use; a copied file would lack what is in its WAL."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)


def run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on our database; raise CalledProcessError if it fails."""
    given = connection.get_connection_params()
    env = {LIBPQ[name]: str(value) for name, value in given.items() if name in LIBPQ and value}
    subprocess.run([program, *arguments], env=os.environ | env, check=True)  # noqa: S603  our own

"""Read the first table of a CSV or XLSX file that staff upload, within bounds."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from .exports import IS_RUN

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 200  # files inside an XLSX file
MOST_ROWS = 2_000
MOST_COLUMNS = 50
MOST_TEXT = 300_000  # characters of the cells that are read
HEADINGS = {
    "name": "name",
    "e-mail": "email",
    "email": "email",
    "e-mail address": "email",
    "phone": "phone",
    "company": "company",
}
NO_HEADER = "The first line must name the columns: Name, E-mail, Phone, Company."
NOT_UTF8 = "This file is not UTF-8 text. Save it as “CSV UTF-8” or as XLSX."
BROKEN = "This is not a whole CSV or XLSX file."


class Unreadable(ValueError):
    """The file cannot be read; the message is for the person who uploaded it."""


def read_table(data: bytes) -> list[dict[str, str]]:
    """Return the rows of the file by the columns of HEADINGS; other columns are ignored."""
    if len(data) > MOST_BYTES:
        raise Unreadable("This file is larger than 2 MB.")
    lines = xlsx_lines(data) if data.startswith(b"PK\x03\x04") else csv_lines(data)
    header = [HEADINGS.get(cell.strip().lower(), "") for cell in next(lines, [])]
    if not {"name", "email", "phone"}.intersection(header):
        raise Unreadable(NO_HEADER)
    rows = list(islice(named(header, lines), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise Unreadable(f"This file has more than {MOST_ROWS:,} rows. Split it.")
    if sum(len(cell) for row in rows for cell in row.values()) > MOST_TEXT:
        raise Unreadable("This file holds too much text. Split it.")
    return rows


def named(header: list[str], lines: Iterable[list[str]]) -> Iterator[dict[str, str]]:
    """Yield the cells of each line by column; a line without any is None-free and empty."""
    for line in lines:
        yield {name: bare(cell) for name, cell in zip(header, line, strict=False) if name}


def bare(cell: str) -> str:
    """Return `cell` without the apostrophe that our export writes before a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and IS_RUN.match(text[1:]) else text


def csv_lines(data: bytes) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(NOT_UTF8) from error
    if "\0" in text:
        raise Unreadable(BROKEN)
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error as error:
        raise Unreadable(BROKEN) from error


def xlsx_lines(data: bytes) -> Iterator[list[str]]:
    """Yield the rows of the first sheet, with the values that were last computed."""
    try:
        check_package(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        rows = book.worksheets[0].iter_rows(
            max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True
        )
        lines = [[cell_text(value) for value in row] for row in rows]
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises all kinds of errors for a file that is not whole
        raise Unreadable(BROKEN) from error
    yield from lines


def check_package(data: bytes) -> None:
    """Raise Unreadable for a zip file that would unpack to too much, or declares entities."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Unreadable("This file unpacks to too much.")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")) and b"<!" in package.read(part)[:4096]:
                raise Unreadable(BROKEN)


def cell_text(value: Any) -> str:
    """Return a cell as text; a phone number that a spreadsheet took for a number has no ".0"."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)

"""Check the language of the repository: `python -m tools.english [file ...]`.

Without arguments, every text file that git tracks is read. Exit with 1 and one line per finding
when a checked word is used, when a page of the documentation is wrapped beyond 100 columns, or when
a decision has more than 40 lines. A line that quotes a checked word carries `english: quoted`.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

WORDS = (
    "whoever|whom|deeds?|anew|thereof|stands?"  # english: quoted
    "|told so|is (?-i:none) for|of now|no other one|in earnest"  # english: quoted
)
CHECKED = re.compile(rf"(?<![\w-])({WORDS})(?![\w-])", re.IGNORECASE)
QUOTED = "english: quoted"
READ = {".css", ".html", ".js", ".md", ".py", ".toml", ".txt"}
LONGEST_LINE = 100  # columns, of a page of the documentation
LONGEST_DECISION = 40  # lines


def text_files() -> list[Path]:
    """Return the text files that git tracks."""
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True)
    files = [Path(name) for name in listed.stdout.split("\0") if name]
    return [file for file in files if file.suffix in READ and file.is_file()]


def is_documentation(file: Path) -> bool:
    return file.suffix == ".md" and "content" not in file.parts


def findings(file: Path, text: str) -> Iterator[str]:
    """Yield `file:line: what is wrong` for each finding in `text`, the content of `file`."""
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if QUOTED not in line:
            for match in CHECKED.finditer(line):
                yield f"{file}:{number}: “{match.group()}”"
        if is_documentation(file) and len(line) > LONGEST_LINE and not is_unbreakable(line):
            yield f"{file}:{number}: {len(line)} columns, more than {LONGEST_LINE}"
    if "decisions" in file.parts and len(lines) > LONGEST_DECISION:
        yield f"{file}:1: {len(lines)} lines, more than {LONGEST_DECISION}"


def is_unbreakable(line: str) -> bool:
    """Return whether `line` is a row of a table or has no space to break at."""
    return line.startswith("|") or " " not in line.strip()


def main(names: list[str]) -> int:
    """Print the findings in the named files, or in all; return the exit code."""
    files = [Path(name) for name in names] or text_files()
    found = [line for file in files for line in findings(file, file.read_text(encoding="utf-8"))]
    print("\n".join([*found, f"english: {len(found)} findings in {len(files)} files"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

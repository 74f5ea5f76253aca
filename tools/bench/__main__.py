"""`make bench`: our pages beside a bare Django view, on this machine, round by round in turn."""

import os
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests import postgresql, proxy

from . import load, ranges, servers

ROUNDS = 3
WARM_UP_SECONDS = 3
SECONDS = int(os.environ.get("BENCH_SECONDS", "5"))
MOST_PER_SECOND = 3000  # forms that are minted for each second; more than any server here takes
SEND_TO = "/contact/contact/"
AIM_PAGE, AIM_UNCACHED, AIM_POST = 0.8, 0.05, 0.2  # of what the bare view does
AIM_PROXIED = 0.8  # of what nginx does with a file
AIM_X_ACCEL, AIM_RANGE = 0.3, 0.1  # the same; Django answers before each range, or sends it
ARTICLE = "/posts/when-to-pick-up-the-phone/"  # with the comments of tools.bench.articles

TOPIC = re.compile(r"/forum/topics/\d+/the-longest-conversation/")  # of tools.bench.topics


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """Yield the URLs of fresh databases: SQLite, and a PostgreSQL that waits for its disk."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="contactatonce-bench-"))
        urls = {"SQLite": f"sqlite:///{folder}/bench.sqlite3"}
        if postgresql.find_binaries() is None:
            print("Left out: PostgreSQL; needs its server (Debian: postgresql)")
        else:
            urls["PostgreSQL"] = stack.enter_context(postgresql.cluster(durable=True))
        yield urls


def bench(name: str, url: str) -> None:
    """Measure the pages and the form on one database."""
    with tempfile.TemporaryDirectory(prefix="contactatonce-bench-") as folder, ExitStack() as stack:
        var = Path(folder)
        env = servers.environment(url, var, DJANGO_SETTINGS_MODULE="contactatonce.settings")
        servers.python("manage.py", "prepare", "--verbosity", "0", env=env)
        servers.python("manage.py", "collectstatic", "--no-input", "--verbosity", "0", env=env)
        bare_env = env | {"DJANGO_SETTINGS_MODULE": "tools.bench.bare_settings"}
        servers.python("-m", "tools.bench.bare", env=bare_env)
        servers.python("-m", "tools.bench.articles", env=env)
        servers.python("-m", "tools.bench.topics", env=env)
        with servers.gunicorn("contactatonce.wsgi", env | {"PAGE_CACHE_SECONDS": "0"}) as ours:
            compare_page("50 comments, no cache", f"{ours}{ARTICLE}", bare_env, AIM_UNCACHED)
            topic = topic_path(ours)
            compare_page("20 forum posts, no cache", f"{ours}{topic}", bare_env, AIM_UNCACHED)
        ours = stack.enter_context(servers.gunicorn("contactatonce.wsgi", env))
        paths = {"home page": "/", "contact page": "/contact/", "post": ARTICLE, "topic": topic}
        for title, path in paths.items():
            compare_page(title, f"{ours}{path}", bare_env, AIM_PAGE)
        compare_proxied("home page through nginx", ours, var)
        compare_ranges(env, var)
        with servers.gunicorn("tools.bench.bare", bare_env) as bare:
            compare_posts(f"inquiry POST, {name}", ours, bare, env, var)


def topic_path(ours: str) -> str:
    """Return the path of the topic that tools.bench.topics stored."""
    found = TOPIC.search(servers.get(f"{ours}/forum/").decode())
    if found is None:
        raise SystemExit("The forum has no topic to measure.")
    return found[0]


def compare_page(title: str, ours: str, bare_env: dict[str, str], aim: float) -> None:
    """Measure the page at `ours` beside a bare view that returns as many bytes."""
    size = len(servers.get(ours))
    with servers.gunicorn("tools.bench.bare", bare_env | {"BENCH_PAGE_BYTES": str(size)}) as bare:
        for url in (ours, bare):
            load.measure(url, seconds=WARM_UP_SECONDS)
        rounds = [
            (load.measure(ours, seconds=SECONDS), load.measure(bare, seconds=SECONDS))
            for _ in range(ROUNDS)
        ]
    report(f"{title}, {size / 1000:.0f} kB", rounds, aim)


def compare_proxied(title: str, ours: str, var: Path) -> None:
    """Measure the home page out of nginx's cache of one second beside a static file as large."""
    if proxy.NGINX is None:
        print("Left out: nginx (Debian: nginx-light)")
        return
    page = servers.get(f"{ours}/")
    (var / "static" / "same-size.html").write_bytes(page)
    with proxy.proxying(var, int(ours.rpartition(":")[2])) as nginx:
        address = f"https://127.0.0.1:{nginx.tls_port}"
        urls = (f"{address}/", f"{address}/static/same-size.html")
        for url in urls:
            load.measure(url, seconds=WARM_UP_SECONDS)
        rounds = [
            (load.measure(urls[0], seconds=SECONDS), load.measure(urls[1], seconds=SECONDS))
            for _ in range(ROUNDS)
        ]
    report(f"{title}, {len(page) / 1000:.0f} kB", rounds, AIM_PROXIED)


def compare_ranges(env: dict[str, str], var: Path) -> None:
    """Measure a range of a video, sent by nginx or gunicorn, beside nginx with a public file."""
    rows = (
        ("range by X-Accel, 262 kB", "/internal/", AIM_X_ACCEL),
        ("range by gunicorn, 262 kB", "", AIM_RANGE),
    )
    for title, location, aim in rows:
        rounds = ranges.compare(env, var, location, rounds=ROUNDS, seconds=SECONDS)
        if rounds:
            report(title, rounds, aim)


def compare_posts(title: str, ours: str, bare: str, env: dict[str, str], var: Path) -> None:
    bodies = var / "bodies"
    rounds = []
    for _ in range(ROUNDS):
        pair = []
        for address in (ours, bare):
            count = str(SECONDS * MOST_PER_SECOND)
            servers.python("-m", "tools.bench.mint", count, str(bodies), env=env)
            pair.append(load.measure(f"{address}{SEND_TO}", seconds=SECONDS, bodies=bodies))
        rounds.append((pair[0], pair[1]))
    answers = sum(reading.answers for reading, _ in rounds)
    servers.python("-m", "tools.bench.count", str(answers), env=env)
    report(title, rounds, AIM_POST)


def compare_conversion() -> None:
    """Measure the conversion of a video beside ffmpeg with the same options."""
    if shutil.which("ffmpeg") is None:
        print("Left out: videos (Debian: ffmpeg)")
        return
    with tempfile.TemporaryDirectory(prefix="contactatonce-bench-") as folder:
        settings = {"DJANGO_SETTINGS_MODULE": "contactatonce.settings"}
        env = servers.environment(f"sqlite:///{folder}/bench.sqlite3", Path(folder), **settings)
        servers.python("-m", "tools.bench.video", env=env)


def report(title: str, rounds: list[tuple[load.Reading, load.Reading]], aim: float) -> None:
    """Print the medians over the rounds, and compare each ratio with its aim."""
    ratio = statistics.median(ours.per_second / bare.per_second for ours, bare in rounds)
    figures = [
        statistics.median(getattr(reading, name) for reading in readings)
        for name in ("per_second", "p50", "p99")
        for readings in zip(*rounds, strict=True)
    ]
    print(
        load.ROW.format(title, f"{ratio:.2f}", f"{aim:.2g}", *map("{:.1f}".format, figures)),
        flush=True,
    )


def main() -> int:
    load.find_wrk()
    print(
        f"{os.cpu_count()} cores, {load.CLIENTS} clients, gunicorn {servers.OPTIONS}, "
        f"median of {ROUNDS} rounds of {SECONDS} s"
    )
    print(
        load.ROW.format("", "ratio", "aim", "ours/s", "bare/s", "p50 ms", "bare", "p99 ms", "bare")
    )
    compare_conversion()
    with databases() as urls:
        for name, url in urls.items():
            bench(name, url)
    return 0


if __name__ == "__main__":
    sys.exit(main())

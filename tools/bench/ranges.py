"""A range of a private file, sent by nginx after our check or by gunicorn, beside nginx alone."""

from pathlib import Path

from tests import proxy

from . import load, servers

RANGE = "4500000-4762143"  # a quarter of a megabyte, at three quarters of a minute of video
CLIP = bytes(range(256)) * 23_500  # 6 MB
SETTINGS = "tests.range_settings"
URL = "/testimonials/files/clip.mp4"
Rounds = list[tuple[load.Reading, load.Reading]]


def compare(
    env: dict[str, str], var: Path, location: str, *, rounds: int, seconds: int
) -> Rounds | None:
    """Measure our file view through nginx beside a static file of nginx; None without nginx.

    `location` is X_ACCEL_LOCATION; without one gunicorn sends the bytes.
    """
    if proxy.NGINX is None:
        return None
    ours = var / "testimonials" / "a b" / "clip.mp4"
    static = var / "static" / "clip.bin"
    for file in (ours, static):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(CLIP)
    env = env | {"DJANGO_SETTINGS_MODULE": SETTINGS, "X_ACCEL_LOCATION": location}
    with (
        servers.gunicorn("contactatonce.wsgi", env) as address,
        proxy.proxying(var, int(address.rpartition(":")[2])) as nginx,
    ):
        urls = [f"https://127.0.0.1:{nginx.tls_port}{path}" for path in (URL, "/static/clip.bin")]
        readings = [
            load.measure(url, seconds=seconds, byte_range=RANGE)
            for _ in range(rounds + 1)  # the first warms up
            for url in urls
        ]
    return list(zip(readings[2::2], readings[3::2], strict=True))

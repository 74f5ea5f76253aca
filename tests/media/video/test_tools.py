"""ffmpeg runs without our secrets, without a shell, and never longer than its caller."""

import os
import select
import subprocess
import sys

import pytest

from media.video import tools
from media.video.tools import SAFE, Limits, ToolFailed, file_name, output_of
from tests.media.video import refused_clips  # noqa: F401  it adds to the clips
from tests.media.video.clips import clip

LIMITS = Limits(seconds=30, cpu_seconds=10, memory_bytes=500_000_000)


def run(*command: str, limits: Limits = LIMITS) -> str:
    with output_of(command, limits) as output:
        return "".join(output)


def test_a_program_gets_no_secret_and_no_input(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "secret")
    assert "SECRET" not in run("env")
    assert run("cat") == ""


def test_a_program_may_gain_no_rights():
    assert "NoNewPrivs:\t1" in run("cat", "/proc/self/status")


@pytest.mark.parametrize(
    ("limits", "code", "message"),
    [
        (Limits(0.2, 10, 500_000_000), "import signal; signal.pause()", "stopped after 0.2 s"),
        (Limits(30, 1, 500_000_000), "while True: pass", "more than 1 s of processor time"),
        (Limits(30, 9, 100_000_000), "bytes(200_000_000)", "it may use 100 MB of memory"),
        (Limits(30, 9, 500_000_000, 10), "open('x', 'w').write('x' * 99)", "more than 10 bytes"),
    ],
)
def test_each_limit_ends_a_program(limits, code, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code = f"import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\n{code}"
    with pytest.raises(ToolFailed, match=message):
        run(sys.executable, "-c", code, limits=limits)


def test_a_message_names_nothing_of_the_file():
    with pytest.raises(ToolFailed) as failure:
        run("ffprobe", "-v", "error", *SAFE, file_name(clip("playlist.mp4")))
    assert str(failure.value) == "ffprobe ended with status 1; it may use 500 MB of memory."


def test_a_program_ends_with_its_caller():
    """A killed worker leaves no ffmpeg behind."""
    code = (
        "from media.video.tools import Limits, output_of\n"
        "with output_of(['sh', '-c', 'echo $$; exec sleep 60'], "
        "Limits(60, 30, 500_000_000)) as output:\n"
        "    print(next(output), flush=True)\n"
        "    next(output)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as worker:
        child = int(worker.stdout.readline())
        watch = os.pidfd_open(child)
        worker.kill()
    ended = select.poll()
    ended.register(watch, select.POLLIN)
    assert ended.poll(30_000) != []
    os.close(watch)


def test_an_endless_line_comes_in_pieces():
    with output_of(["head", "-c", "25000", "/dev/zero"], LIMITS) as output:
        assert [len(line) for line in output] == [10_000, 10_000, 5_000]


def test_a_missing_program_is_named(monkeypatch):
    assert tools.missing() == [] and tools.is_available()
    monkeypatch.setitem(tools.ENVIRONMENT, "PATH", "/nowhere")
    assert tools.missing() == list(tools.PROGRAMS) and not tools.is_available()


@pytest.mark.parametrize("name", ["playlist.mp4", "list_of_files.mp4", "manifest.mp4"])
def test_a_playlist_opens_no_other_file(name):
    """Even where nothing looked at the first bytes."""
    with pytest.raises(ToolFailed):
        run("ffprobe", "-v", "quiet", *SAFE, file_name(clip(name)))


@pytest.mark.parametrize("name", ["-i.mp4", "concat:a|b.mp4", "%03d.mp4", "a b'c.mp4"])
def test_no_file_name_is_an_option_or_a_protocol(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(clip("silent.mp4").read_bytes())
    command = ["ffprobe", "-v", "quiet", *SAFE, "-of", "csv=p=0", "-show_entries", "stream=width"]
    assert run(*command, file_name(path)) == "64\n"

"""The web server writes the same log as the sites: JSON that identifies no one."""

import json

from tests.web_server import serving

END = b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def test_gunicorn_logs_json_without_addresses_or_requests(tmp_path):
    with serving(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/none") as server:
        alive = server.send(b"GET /healthz?token=abc123" + END)
        assert b"200 OK" in alive
        assert b"gunicorn" not in alive
        assert b"200 OK" in server.send(b"GET /healthz?q=" + 8000 * b"a" + END)
        assert server.send(b"HEAD /healthz" + END).endswith(b"\r\n\r\n")
        assert b" 400 " in server.send(b"GET / nora@example.com\r\n\r\n")
        assert b" 503 " in server.send(b"GET /readyz HTTP/1.0\r\n\r\n")
        assert b" 503 " in server.send(b"GET /statusz HTTP/1.0\r\n\r\n")
    text = server.log.read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    events = [line["event"] for line in lines]
    assert any("Invalid request from ip=[ip]" in event for event in events)
    assert any("The cache does not answer" in event for event in events)
    assert not any("body bytes" in event or "Control" in event for event in events)
    assert not (tmp_path / ".gunicorn").exists()
    for trace in ("127.0.0.1", "nora", "healthz", "abc123"):
        assert trace not in text.replace(f"http://127.0.0.1:{server.port}", "")

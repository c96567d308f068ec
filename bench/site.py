"""The site as it is served, and visitors who send what a browser sends."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass
class Visitor:
    """Somebody with a browser's cookies."""

    username: str
    cookies: dict[str, str] = field(default_factory=dict)


@contextmanager
def site() -> Iterator[int]:
    """The site on a free port, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serving = subprocess.Popen([sys.executable, "-m", "shuangjian", "serve", "--port", str(port)], stdout=sys.stderr)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        serving.terminate()
        serving.wait()


def post(
    connection: http.client.HTTPConnection, visitor: Visitor, path: str, form: Mapping[str, str | list[str]]
) -> tuple[int, str, str]:
    token = visitor.cookies.get("csrftoken", "")
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": "; ".join(f"{name}={value}" for name, value in visitor.cookies.items()),
    }
    return answer(
        connection, visitor, "POST", path, urlencode({**form, "csrfmiddlewaretoken": token}, doseq=True), headers
    )


def answer(
    connection: http.client.HTTPConnection,
    visitor: Visitor,
    method: str,
    path: str,
    body: str | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, str, str]:
    """Status, where it redirects to, and the page; cookies are kept."""
    connection.request(method, path, body, headers or {})
    response = connection.getresponse()
    page = response.read().decode()
    for name, value in response.getheaders():
        if name.lower() == "set-cookie":
            cookie, _, kept = value.split(";")[0].partition("=")
            visitor.cookies[cookie] = kept
    return response.status, response.getheader("Location") or "", page

"""Clients that fill in forms, page after page, for a while."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from statistics import quantiles
from urllib.parse import urlencode, urlsplit

HIDDEN = re.compile(rb'name="(csrf_token|once)"[^>]*value="([^"]+)"')
OK = range(200, 400)


@dataclass(frozen=True)
class Round:
    """What one round measured; a page is a GET and a POST."""

    pages_per_second: float
    p95_ms: float


class Client:
    """One browser's worth of cookies, and one connection kept alive until `hang_up`."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}

    def hang_up(self) -> None:
        """Ask next over a new connection, which whichever worker is free may take."""
        self._connection.close()

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str, bytes]:
        """Status, where it leads, content."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        reply = self._connection.getresponse()
        content = reply.read()
        for name, value in reply.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self._cookies[key] = rest.partition(";")[0]
        where = urlsplit(reply.getheader("Location") or "")
        return reply.status, where.path, content

    def fill(self, path: str, answers: Mapping[str, str | list[str]]) -> str:
        """GET the form, POST the answers; where that leads."""
        status, _, page = self.ask("GET", path)
        if status not in OK:
            raise RuntimeError(f"GET {path}: {status}")
        hidden = {name.decode(): value.decode() for name, value in HIDDEN.findall(page)}
        status, where, _ = self.ask("POST", path, urlencode({**hidden, **answers}, doseq=True))
        if status not in OK:
            raise RuntimeError(f"POST {path}: {status}")
        return where


Journey = Callable[[Client, int], Iterator[None]]
"""Fills in pages for ever, yielding after each; the number tells the clients apart."""


def measure(journey: Journey, port: int, clients: int, seconds: float) -> Round:
    """Let `clients` fill in pages side by side for so long."""
    times: list[float] = []
    ready = threading.Barrier(clients + 1)
    ends: list[float] = []
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            pages = journey(Client(port), number)
            next(pages)  # signed in, the first page done
            ready.wait()
            while time.perf_counter() < ends[0]:
                began = time.perf_counter()
                next(pages)
                times.append(time.perf_counter() - began)
        except BaseException as error:  # noqa: BLE001 - said by the main thread
            failures.append(error)
            ready.abort()

    crowd = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    ends.append(time.perf_counter() + 3600)
    for one in crowd:
        one.start()
    ready.wait()
    began = time.perf_counter()
    ends[0] = began + seconds
    for one in crowd:
        one.join()
    if failures:
        raise failures[0]
    spent = time.perf_counter() - began
    return Round(len(times) / spent, quantiles(times, n=20)[-1] * 1000)

"""Pages of the report journey per second, ours beside the reference.

Both run under gunicorn with the same workers on the same PostgreSQL; rounds alternate, so that a
machine that slows down slows both. A page is one GET and one POST; the last of ours reports an
incident. Printed as a ratio: the absolute numbers are this machine's.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from statistics import median

import psycopg

from bench.clients import Round, measure
from bench.journeys import ours, reference
from bench.servers import gunicorn
from standalone.servers import free_port

ROUNDS = 5
SECONDS = 6.0
CLIENTS = 4
WANTED = 0.4


def run(environment: Mapping[str, str], folder: Path) -> bool:
    """Measure and print; whether the ratio that we promise is held."""
    with psycopg.connect(environment["REFERENCE_URL"], autocommit=True) as database:
        database.execute("create table reference_answer (step text, body text)")
    our_port, their_port = free_port(), free_port()
    with (
        gunicorn("wsgi:app", our_port, environment, folder / "ours.log"),
        gunicorn("bench.reference.app:app", their_port, environment, folder / "theirs.log"),
    ):
        measure(ours, our_port, CLIENTS, 1.0)
        measure(reference, their_port, CLIENTS, 1.0)
        rounds = [
            (
                measure(ours, our_port, CLIENTS, SECONDS),
                measure(reference, their_port, CLIENTS, SECONDS),
            )
            for _ in range(ROUNDS)
        ]
    return report(rounds)


def report(rounds: list[tuple[Round, Round]]) -> bool:
    """Print medians and the ratio round by round."""
    ratios = [mine.pages_per_second / theirs.pages_per_second for mine, theirs in rounds]
    for name, picked in (("ours", [a for a, _ in rounds]), ("reference", [b for _, b in rounds])):
        rate = median(one.pages_per_second for one in picked)
        slow = median(one.p95_ms for one in picked)
        print(f"{name:10} {rate:8.1f} pages/s   p95 {slow:6.1f} ms")
    print(f"ratio      {median(ratios):8.2f} (rounds: {', '.join(f'{r:.2f}' for r in ratios)})")
    print(f"promised   {WANTED:8.2f} at {CLIENTS} clients, {os.cpu_count()} processors")
    return median(ratios) >= WANTED

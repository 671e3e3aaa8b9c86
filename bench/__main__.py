"""`make bench`: what we promise, measured; one module a measurement.

`python -m bench imports` runs one alone. A measurement is a module of this folder with
`run(environment, folder) -> bool`: it prints what it found beside what is promised, and answers
whether that is held. All are given the same PostgreSQL and Valkey; the absolute numbers are this
machine's.
"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path

from bench.servers import prepared_database

MEASUREMENTS = ("pages", "imports", "sending", "letters")


def main(wanted: list[str]) -> int:
    """Run the measurements, all or those that are named; exit status 1 when one falls short."""
    if unknown := set(wanted) - set(MEASUREMENTS):
        print(f"There is no {', '.join(sorted(unknown))}; there are {', '.join(MEASUREMENTS)}.")
        return 2
    short = []
    with tempfile.TemporaryDirectory() as name, prepared_database(Path(name)) as environment:
        for measurement in wanted or MEASUREMENTS:
            print(f"\n{measurement}", flush=True)
            if not import_module(f"bench.{measurement}").run(environment, Path(name)):
                short.append(measurement)
    print(f"\nfalls short: {', '.join(short)}" if short else "\nall held")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

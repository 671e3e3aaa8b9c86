"""10,000 pupils with 18,000 contacts, from an uploaded file to the list: rows a second.

A row is a pupil; contacts ride on it. The clock runs from the bytes of the file, over the worker's
job, to the commit of the list with everybody's addressee worked out. The same file once more must
add nobody.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Final

ROUNDS: Final = 3
PUPILS: Final = 10_000
WITH_ONE_CONTACT: Final = 2_000
WANTED: Final = 2_000
MOST_MEMORY: Final = 512
"""Megabytes by which the process may grow."""
TODAY: Final = date(2026, 11, 22)
_CONTACT: Final = ("name", "relationship", "parental responsibility", "daily care", "email",
                   "phone", "address")  # fmt: skip


def run(environment: Mapping[str, str], _folder: Path) -> bool:
    """Import, print the rate and the memory, import again; whether all is as promised."""
    os.environ.update({**environment, "PORTAL_CONFIG": "development"})
    importing = import_module("bench.importing")  # reads its settings when it is imported
    at, content, before = importing.school(), sheet(), _megabytes()
    rates, listed = [], set()
    for _ in range(ROUNDS):
        incident = importing.incident(at)
        began = time.perf_counter()
        listed.add(importing.import_people(at, incident, content, TODAY))
        rates.append(PUPILS / (time.perf_counter() - began))
    listed.add(importing.import_people(at, incident, content, TODAY))
    grown, rate = _megabytes() - before, median(rates)
    print(f"imported   {rate:8,.0f} pupils/s (rounds: {', '.join(f'{r:,.0f}' for r in rates)})")
    print(f"promised   {WANTED:8,} pupils/s")
    print(f"memory     {grown:8,.0f} MB more, at most {MOST_MEMORY} MB")
    print(f"on a list  {', '.join(f'{number:,}' for number in listed):>8}, the same file twice")
    return rate >= WANTED and grown <= MOST_MEMORY and listed == {PUPILS}


def sheet() -> bytes:
    """A school's export: two in a household share parents, some parents live apart."""
    head = ["Surname", "Forename", "Date of birth", "Admission number", "Address"]
    head += [f"Contact {number} {part}" for number in (1, 2) for part in _CONTACT]
    lines = [",".join((*head, "Information involved"))]
    for number in range(PUPILS):
        family = number // 2
        home = f'"{family % 200 + 1} Street {family} Road, Colchester, CO1 {family % 9}AB"'
        away = f'"{family % 90 + 1} Quay {family}, Harwich, CO12 {family % 9}HH"'
        mother = ("Ann", "mother", "yes", "yes", "ann", "07700", home)
        father = ("Ben", "father", "yes", "no", "ben", "07701", away)
        people = (mother,) if number < WITH_ONE_CONTACT else (mother, father)
        born = f"{number % 28 + 1}/{number % 12 + 1}/{2009 + number % 12}"
        cells = [f"Family{family}", f"Child{number}", born, f"A{number}", home]
        for name, relation, answer, care, mailbox, phone, address in people:
            who = (f"{name} Family{family}", relation, answer, care)
            cells += [*who, f"{mailbox}{family}@example.org", f"{phone} {family:06}", address]
        cells += [""] * (len(head) - len(cells))
        lines.append(",".join((*cells, "name and medical notes")))
    return "\n".join(lines).encode()


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

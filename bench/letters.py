"""A print run of 5,000 letters, ours beside the bare Typst compile of as many like them."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final
from unittest.mock import patch
from uuid import UUID

from bench.wording import PARTS
from portal import typeset
from portal.notices import letters
from portal.rules.facts import NoticeText
from portal.rules.telling.addressees import AddresseeKind
from portal.rules.telling.envelope import About, Envelope, Sender

LETTERS: Final = int(os.environ.get("BENCH_LETTERS", "5000"))
ROUNDS: Final = 3
WANTED: Final = 2.0
MOST_MEMORY: Final = 1024
"""Megabytes, however long the run."""
AT: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)
REFERENCE: Final = "INC-2026-0001"
SENDER: Final = Sender(
    school="Wormley School",
    address=("1 School Lane", "Wormley"),
    phone="01632 960000",
    from_email="incidents@example.org",
    dpo_name="Dee Officer",
    dpo_email="dpo@example.org",
    dpo_phone="01632 960001",
    signed_name="Grace Head",
    signed_title="Headteacher",
    accent="#1d5a74",
)


def run(_environment: Mapping[str, str], _folder: Path) -> bool:
    """Set all of them both ways; whether ours takes at most twice as long."""
    text = NoticeText(1, PARTS, UUID(int=0), AT)
    ratios, before = [], _megabytes()
    for number in range(ROUNDS):
        # other households each time: Typst remembers what it has set before
        ours_first, theirs_first = 2 * number * LETTERS, (2 * number + 1) * LETTERS
        began = time.perf_counter()
        runs = letters.letters_runs(text, _envelopes(ours_first), SENDER, REFERENCE, AT)
        made = sum(len(run.made) for run in runs)
        ours = time.perf_counter() - began
        if made != LETTERS:
            raise RuntimeError(f"made {made} of {LETTERS}")
        theirs = sum(_alone(template, data) for template, data in _as_data(text, theirs_first))
        ratios.append(ours / theirs)
        print(f"  ours {ours:6.1f} s, Typst alone {theirs:6.1f} s")
    grown = _megabytes() - before
    print(f"ratio      {median(ratios):8.2f} (rounds: {', '.join(f'{r:.2f}' for r in ratios)})")
    print(f"promised   {WANTED:8.2f} at the most")
    print(f"memory     {grown:8,.0f} MB more, at most {MOST_MEMORY} MB")
    return median(ratios) <= WANTED and grown <= MOST_MEMORY


def _alone(template: str, data: Mapping[str, typeset.Json]) -> float:
    """Seconds of Typst alone; what it remembers is not counted to it, nor kept."""
    began = time.perf_counter()
    typeset.pdf(template, data, made_at=AT)
    took = time.perf_counter() - began
    typeset.forget()
    return took


def _as_data(text: NoticeText, first: int) -> list[tuple[str, Mapping[str, typeset.Json]]]:
    """What Typst is given for these letters, a file each."""
    kept: list[tuple[str, Mapping[str, typeset.Json]]] = []

    def noted(template: str, data: Mapping[str, typeset.Json], *, made_at: datetime) -> bytes:
        kept.append((template, data))
        return made_at.isoformat().encode()

    with patch.object(letters, "pdf", noted):
        for _ in letters.letters_runs(text, _envelopes(first), SENDER, REFERENCE, AT):
            pass
    return kept


def _envelopes(first: int) -> list[Envelope]:
    return [_envelope(number) for number in range(first, first + LETTERS)]


def _envelope(number: int) -> Envelope:
    return Envelope(
        UUID(int=number),
        AddresseeKind.PARENT,
        f"Ann Family{number}",
        (About(f"Child{number} Family{number}", ("name", "health")),),
        postal=f"{number} Station Road, Wormley, CO1 1AA",
    )


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

"""The figures in words and bars: SVG with attributes alone, each number beside its bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from portal.rules.investigation.own_policies import POLICIES
from portal.rules.words import Cause
from portal.web.register.searching import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portal.store.log.trends import Trends

CAUSES: Final = {
    Cause.LOSS_OR_THEFT: "Loss or theft",
    Cause.INAPPROPRIATE_ACCESS: "Access by the wrong person",
    Cause.ATTACK: "Attack",
    Cause.EQUIPMENT_FAILURE: "Equipment failed",
    Cause.HUMAN_ERROR: "Human error",
    Cause.ACT_OF_GOD: "Fire, flood or the like",
    Cause.MALICIOUS_ACT: "Malicious act",
    Cause.OTHER: "Something else",
    Cause.NOT_YET_KNOWN: "Not yet known",
}
WIDE: Final = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """One line: `percent` of the longest bar, `part` of it hatched."""

    label: str
    number: int
    percent: int
    note: str = ""
    part: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Bars under a caption; `empty` says what would fill it."""

    id: str
    caption: str
    bars: tuple[Bar, ...]
    empty: str = ""


def drawn(found: Trends) -> tuple[Table, ...]:
    """Kind, cause, policy, and month with how many met a time late."""
    most = max((month.reported for month in found.months), default=1)
    months = tuple(
        Bar(
            f"{month.begins:%B %Y}",
            month.reported,
            WIDE * month.reported // most,
            note=f"{month.late:,} with something late" if month.late else "all in time",
            part=WIDE * month.late // most,
        )
        for month in found.months
    )
    return (
        Table("kinds", "By kind", _bars(found.kinds, {str(k): v for k, v in KINDS.items()})),
        Table(
            "causes",
            "By cause",
            _bars(found.causes, {str(key): words for key, words in CAUSES.items()}),
            "Causes are counted once incidents are classified.",
        ),
        Table(
            "policies",
            "Policies that were not kept",
            _bars(found.policies, {str(key): words for key, words in POLICIES.items()}),
            "Counted once an outcome report or a review names them.",
        ),
        Table("months", "By month, and whether anything was late", months),
    )


def _bars(counts: Sequence[tuple[str, int]], words: Mapping[str, str]) -> tuple[Bar, ...]:
    most = max((number for _key, number in counts), default=1)
    return tuple(Bar(words.get(key, key), number, WIDE * number // most) for key, number in counts)

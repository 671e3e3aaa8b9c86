"""What a follow-up says that the report before it did not (Article 33(4), DBRP-5.13).

An answer is compared line by line, as the record lists measures and actions a line each: what was
reported stays reported, and what is new is seen as new.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from portal.regulators.answers import FRESH_EACH_TIME


@dataclass(frozen=True, slots=True)
class News:
    """One answer beside that of the last report, each as lines."""

    new: str
    """What it says that was not said before."""
    gone: str
    """What was said before and is not any more."""
    told: str
    """What both say."""

    @property
    def changed(self) -> bool:
        """Whether the regulator would read anything else than last time."""
        return bool(self.new or self.gone)

    @property
    def repeated(self) -> bool:
        """Whether it says the same again."""
        return bool(self.told) and not self.changed


def news(key: str, before: str, now: str) -> News:
    """Compare the answers to one question; what each report says of itself is never news."""
    was, says = _lines(before), _lines(now)
    if key in FRESH_EACH_TIME:
        return News("", "", "")
    return News(
        new="\n".join(line for line in says if line not in was),
        gone="\n".join(line for line in was if line not in says),
        told="\n".join(line for line in says if line in was),
    )


def told_apart(said: Mapping[str, object]) -> dict[str, str]:
    """What of an answer of a frozen follow-up is new, gone and told; nothing of a first report."""
    if "before" not in said:
        return {}
    return asdict(news(str(said["key"]), str(said["before"]), str(said["answer"])))


def _lines(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if line.strip()]

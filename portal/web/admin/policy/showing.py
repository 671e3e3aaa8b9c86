"""A policy as its pages show it: groups of answers, where each is from, and what has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import abort

from tenants.policy.answers import Origin
from tenants.policy.explain import Explained, explained
from tenants.policy.questions import GROUPS
from tenants.policy.schema import Policy
from tenants.policy.timescales import PHRASES


@dataclass(frozen=True, slots=True)
class Line:
    """One answer, and the address that changes it."""

    row: Explained
    change: str = ""

    @property
    def period(self) -> str:
        """What a time is given for: 'look at a new report'; '' for any other answer."""
        _, _, kind = self.row.question.partition("timescales.")
        return PHRASES.get(kind, "")

    @property
    def is_default(self) -> bool:
        """Whether nothing is printed and nothing was chosen."""
        return self.row.origin is Origin.DEFAULT


@dataclass(frozen=True, slots=True)
class Part:
    """Answers that stand together."""

    key: str
    title: str
    lines: tuple[Line, ...]

    @property
    def own(self) -> int:
        """How many of them are the school's own."""
        return sum(line.row.origin is Origin.OWN for line in self.lines)

    @property
    def short(self) -> int:
        """How many of them are less than the law asks."""
        return sum(bool(line.row.shortfall) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Difference:
    """A question that two versions answer in two ways."""

    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    source: str


def parts(policy: Policy, change: Callable[[str], str] = lambda _question: "") -> tuple[Part, ...]:
    """The whole policy in the order of the document. The periods stand one by one."""
    rows = [row for row in explained(policy) if row.question != "timescales"]
    return tuple(
        Part(
            key,
            group.title,
            tuple(Line(row, change(row.question)) for row in rows if _in(row, group.questions)),
        )
        for key, group in GROUPS.items()
    )


def part_page(policy: Policy, group: str, href: Callable[[str], str]) -> dict[str, Any]:
    """What `read.html` shows of one part with its neighbours, or of 'all'; 404 for other names."""
    found = parts(policy)
    if group == "all":
        return {"title": policy.title, "shown": found, "part": None}
    at = next((place for place, part in enumerate(found) if part.key == group), None)
    if at is None:
        abort(404)
    beside = {"before": found[at - 1 : at] if at else (), "following": found[at + 1 : at + 2]}
    links = {
        name: next(((part.title, href(part.key)) for part in near), None)
        for name, near in beside.items()
    }
    title = f"{found[at].title}: {policy.title}"
    return {"title": title, "shown": found[at : at + 1], "part": found[at], **links}


def differences(before: Policy, after: Policy) -> tuple[Difference, ...]:
    """Answer by answer, what is different."""
    return tuple(_differences(before, after))


def _differences(before: Policy, after: Policy) -> Iterator[Difference]:
    for old, new in zip(explained(before), explained(after), strict=True):
        if old.answer != new.answer:
            yield Difference(new.title, old.answer, new.answer, new.source)


def _in(row: Explained, names: tuple[str, ...]) -> bool:
    return row.question.partition(".")[0] in names

"""Who of an import is on the list already: told by keyed hashes, so that nothing is opened for it.

The number of the school or of the state says it for sure. Where one side has none, name and date of
birth do; two people of one name and birthday who bear different numbers stay two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from portal.rules.telling.people_list import Imported


@dataclass(frozen=True, slots=True)
class Known:
    """By what somebody is known. Without a number both are the same."""

    match: bytes
    named: bytes

    @property
    def numbered(self) -> bool:
        """Whether a number tells who it is."""
        return self.match != self.named


class KnownPeople:
    """The people on the list, and those that an import adds as it goes."""

    def __init__(self, stored: Mapping[UUID, Known]) -> None:
        self._by_match: dict[bytes, UUID] = {}
        self._by_name: defaultdict[bytes, list[UUID]] = defaultdict(list)
        self._known: dict[UUID, Known] = {}
        for one, known in stored.items():
            self._keep(one, known)

    def find(self, row: Imported) -> UUID | None:
        """Whom the row is about, where that is on the list; nobody where two may be meant."""
        if (one := self._by_match.get(row.match)) is not None:
            return one
        numbered = _of(row).numbered
        for name in (row.named,) if numbered else (row.named, row.unborn):
            alike = [
                one
                for one in self._by_name.get(name, ())
                if not (numbered and self._known[one].numbered)
            ]
            if name and len(alike) == 1:
                return alike[0]
        return None

    def learn(self, one: UUID, row: Imported) -> None:
        """The row is about this one. A number, once known, is not forgotten for a name."""
        before, now = self._known.get(one), _of(row)
        if before is not None and before.numbered and not now.numbered:
            now = Known(before.match, now.named)
        self._keep(one, now)

    def of(self, one: UUID) -> Known:
        """By what somebody is known from now on."""
        return self._known[one]

    def _keep(self, one: UUID, known: Known) -> None:
        self._known[one] = known
        self._by_match[known.match] = one
        if one not in self._by_name[known.named]:
            self._by_name[known.named].append(one)


def _of(row: Imported) -> Known:
    return Known(row.match, row.named or row.match)

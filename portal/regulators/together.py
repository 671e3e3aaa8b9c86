"""One report for all schools of a trust: what it says of whom it speaks of at each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from portal.regulators.answers import Answer
from portal.regulators.case import Case

Filler = Callable[[Case], Answer]

_TOLD = {
    "told": "they have been told",
    "telling": "they are being told",
    "planning": "it is decided to tell them, and nothing has been sent yet",
    "decided_not": "it is decided not to tell them",
    "undecided": "it is not decided yet",
}
_BEGUN = frozenset({"told", "telling"})
_TO_TELL = _BEGUN | {"planning"}


def numbers_of_all(filler: Filler) -> Filler:
    """A number for each school: whoever reports adds them up, for one may count people twice."""

    def answer(case: Case) -> Answer:
        here = filler(case)
        if not case.elsewhere:
            return here
        found = {case.school.name: here} | _there(filler, case)
        known = (f"{school}: {said.text or 'not yet known'}" for school, said in found.items())
        return replace(here, text=". ".join(known)) if any(map(_given, found.values())) else here

    return answer


def told_at_all(filler: Filler) -> Filler:
    """Who was told here in full, and how it stands elsewhere; ‘told’ only where all have been."""

    def answer(case: Case) -> Answer:
        here = filler(case)
        if not case.elsewhere:
            return here
        there = _there(filler, case)
        lines = [f"{case.school.name}: {here.text or _stands(here)}"]
        lines += [f"{school}: {_stands(said)}." for school, said in there.items()]
        return Answer("\n\n".join(lines), (_as_one({here.chosen, *_chosen(there)}),))

    return answer


def _there(filler: Filler, case: Case) -> dict[str, Answer]:
    """What a filler says of the other schools; who decided there is not known here, nor said."""
    alone = replace(case, elsewhere=(), names=lambda _: "the school")
    return {school: filler(replace(alone, facts=facts)) for school, facts in case.elsewhere}


def _given(said: Answer) -> bool:
    return said.given


def _stands(said: Answer) -> str:
    return _TOLD.get("".join(said.chosen), "see the record of the school")


def _chosen(found: Mapping[str, Answer]) -> set[tuple[str, ...]]:
    return {said.chosen for said in found.values()}


def _as_one(chosen: set[tuple[str, ...]]) -> str:
    """The same everywhere; being told, where some have been and the others will be; else other."""
    options = {option for each in chosen for option in each}
    if len(options) == 1:
        return options.pop()
    return "telling" if options <= _TO_TELL and options & _BEGUN else "other"

"""The table of stages, assembled from what the actions declare. Nothing sets a stage by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.desk.catalogue import actions

if TYPE_CHECKING:
    from portal.rules.facts import Facts
    from portal.rules.outcome import AnyAction
    from portal.rules.words import Stage


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table."""

    action: str
    from_stage: Stage
    to_stages: frozenset[Stage]


def moves() -> tuple[Move, ...]:
    """Every action from every stage in which it may be done."""
    return tuple(
        Move(action.name, stage, action.to_stages)
        for action in actions().values()
        for stage in sorted(action.from_stages)
    )


def check_move(action: AnyAction, before: Facts, after: Facts) -> None:
    """A decision that ends in a stage which its action did not declare is a mistake of ours."""
    if after.stage is not before.stage and after.stage not in action.to_stages:
        msg = f"{action.name} moved from {before.stage} to {after.stage}, which it does not declare"
        raise AssertionError(msg)

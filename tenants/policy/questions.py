"""THE questions: what a school's policy decides, each with its title, default and the law's floor.

They stand in `tenants.policy.groups`, a module for each part of the document. An empty tuple of
roles means that the policy has no such step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tenants.policy.frozen import Frozen
from tenants.policy.groups.document import Document
from tenants.policy.groups.ending import Ending
from tenants.policy.groups.investigation import Investigation
from tenants.policy.groups.officer import Officer
from tenants.policy.groups.people import People
from tenants.policy.groups.regulator import Regulator
from tenants.policy.groups.reporting import Reporting
from tenants.policy.groups.time import Time


# Pydantic takes the fields of the last base first.
class Answers(Time, Ending, People, Regulator, Investigation, Reporting, Officer, Document):
    """An answer to every question."""


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that stand together in the document and on the pages."""

    title: str
    questions: tuple[str, ...]


def _group(part: type[Frozen]) -> Group:
    return Group((part.__doc__ or "").rstrip("."), tuple(part.model_fields))


GROUPS: Mapping[str, Group] = {
    part.__name__.lower(): _group(part)
    for part in (Document, Officer, Reporting, Investigation, Regulator, People, Ending, Time)
}
"""Every question in the order of the pages; the keys are parts of their addresses."""

"""Questions: triage and investigation."""

from __future__ import annotations

from typing import Annotated

from tenants.policy import answers as a
from tenants.policy.answers import Question as Asks
from tenants.policy.defaults import OTHERS
from tenants.policy.frozen import Frozen
from tenants.roles import Role

_DPO = (Role.DPO,)


class Investigation(Frozen):
    """Triage and investigation."""

    severity_ladder: Annotated[
        tuple[a.Severity, ...], Asks("Which severities are there, and what does each mean?")
    ] = ()
    classifiers: Annotated[a.Roles, Asks("Who classifies an incident?")] = _DPO
    verifiers: Annotated[a.Roles, Asks("Who verifies the details?")] = ()
    allocators: Annotated[a.Roles, Asks("Who decides who investigates?")] = ()
    investigation_leads: Annotated[
        a.Roles, Asks("Who leads an investigation?", "Where no severity says otherwise.")
    ] = _DPO
    investigation_steps: Annotated[
        tuple[a.InvestigationStep, ...], Asks("Which steps has an investigation?")
    ] = ()
    others_to_consider: Annotated[
        tuple[a.Point, ...], Asks("Who else must be considered, and perhaps told?")
    ] = OTHERS
    outcome_report: Annotated[bool, Asks("Does the investigator write an outcome report?")] = False
    outcome_assessors: Annotated[a.Roles, Asks("Who accepts the outcome report?")] = ()
    disciplinary_recorders: Annotated[
        a.Roles, Asks("Who records disciplinary action, or why not?", "Nobody: the review asks it.")
    ] = ()
    disciplinary_readers: Annotated[a.Roles, Asks("Who may read the disciplinary record?")] = (
        Role.HEAD,
        Role.HR_CONTACT,
    )

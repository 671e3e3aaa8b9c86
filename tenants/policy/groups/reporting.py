"""Questions: reporting."""

from __future__ import annotations

from typing import Annotated

from tenants.policy import answers as a
from tenants.policy.answers import Question as Asks
from tenants.policy.frozen import Frozen
from tenants.roles import Role


class Reporting(Frozen):
    """Reporting."""

    first_contacts: Annotated[
        a.Roles, Asks("Who is told of a report first?", floor="The DPO is told of every report")
    ] = (Role.HEAD, Role.DPO)
    first_contact_choice: Annotated[
        a.ContactChoice, Asks("Are all of them told, or those whom the reporter chooses?")
    ] = "all"
    first_look: Annotated[
        a.Look, Asks("Is it enough that one of those told looks at the report?")
    ] = "any"
    anonymous_reports: Annotated[bool, Asks("Can a report be anonymous?")] = False
    protected_identity: Annotated[
        bool,
        Asks("Can a reporter ask to have their name protected?", floor="As far as the law allows"),
    ] = True
    identity_readers: Annotated[a.Roles, Asks("Who may read a protected name?")] = (
        Role.HEAD,
        Role.DPO,
    )
    good_faith_statement: Annotated[
        a.Text,
        Asks("What does the policy promise those who report in good faith?", "Word for word."),
    ] = ""
    escalation_gate: Annotated[
        a.Gate, Asks("Does somebody decide whether a report goes to the DPO?")
    ] = "none"
    must_be_told: Annotated[
        tuple[a.MustTell, ...],
        Asks("Who else must be told, when, and how soon?", "The Headteacher tells them."),
    ] = (a.MustTell(who=Role.CHAIR),)

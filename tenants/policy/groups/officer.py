"""Questions: the DPO."""

from __future__ import annotations

from typing import Annotated

from tenants.policy import answers as a
from tenants.policy.answers import Question as Asks
from tenants.policy.frozen import Frozen
from tenants.regulator import ICO
from tenants.roles import Role


class Officer(Frozen):
    """The DPO."""

    dpo: Annotated[a.DpoForm, Asks("Who acts as data protection officer?")] = "internal"
    dpo_protocol: Annotated[
        a.Text, Asks("What is agreed with an external DPO?", "How and when to reach them.")
    ] = ""
    kept_apart: Annotated[
        tuple[a.Apart, ...],
        Asks(
            "Which tasks in one incident does nobody do both of?",
            "Where nobody else can be found the same person may, and DPO or chair sign as well.",
            floor=f"Nothing towards the {ICO}, people or against danger waits for it",
        ),
    ] = ()
    dpo_no_answer_hours: Annotated[
        int, Asks("After how many hours without an answer is somebody unavailable?")
    ] = 4
    dpo_no_answer_night_hours: Annotated[
        int, Asks("After how many hours at night?", "From 22:00 to 7:00.")
    ] = 8
    dpo_stand_ins: Annotated[
        a.Roles, Asks("Who stands in for the DPO?", "In this order. A Head is shown as a conflict.")
    ] = (Role.DEPUTY_DPO, Role.HEAD)
    head_stand_ins: Annotated[a.Roles, Asks("Who stands in for the Headteacher?")] = (
        Role.DEPUTY_HEAD,
        Role.SLT,
        Role.CHAIR,
    )
    dsl_stand_ins: Annotated[a.Roles, Asks("Who stands in for the safeguarding lead?")] = (
        Role.DEPUTY_DSL,
        Role.HEAD,
    )
    lead_stand_ins: Annotated[
        a.Roles, Asks("Who stands in for whoever leads an investigation?")
    ] = (
        Role.HEAD,
        Role.SLT,
        Role.CHAIR,
    )
    last_resort: Annotated[a.Roles, Asks("Who owes it when nobody else can be found?")] = (
        Role.CHAIR,
        Role.CHIEF_EXECUTIVE,
    )
    response_team: Annotated[a.Roles, Asks("Who is on the breach response team?")] = (
        Role.HEAD,
        Role.DPO,
        Role.DSL,
        Role.IT_CONTACT,
    )

"""Questions: the people affected."""

from __future__ import annotations

from typing import Annotated

from tenants.policy import answers as a
from tenants.policy.answers import Question as Asks
from tenants.policy.frozen import Frozen
from tenants.roles import Role

_DPO = (Role.DPO,)


class People(Frozen):
    """The people affected."""

    people_deciders: Annotated[
        a.Roles, Asks("Who decides about telling the people affected?", floor="High risk obliges")
    ] = _DPO
    notice_consulted: Annotated[a.Roles, Asks("Who is consulted on a notice?")] = (Role.HEAD,)
    notice_agreement: Annotated[bool, Asks("Must they agree to it?")] = False
    pupil_age: Annotated[
        int,
        Asks(
            "From what age is a pupil told, and not only parents and carers?",
            floor="No age is fixed: understanding is judged case by case (presumed from 12 in "
            "Scotland)",
        ),
    ] = 13
    parents_as_well: Annotated[a.ParentsAsWell, Asks("Are parents told as well from that age?")] = (
        "dpo_decides"
    )
    police_hold: Annotated[bool, Asks("May notices wait on the advice of the police?")] = True

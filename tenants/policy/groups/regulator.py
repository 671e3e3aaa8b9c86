"""Questions: the regulator."""

from __future__ import annotations

from typing import Annotated

from tenants.policy import answers as a
from tenants.policy.answers import Question as Asks
from tenants.policy.defaults import LAWFUL_LOG
from tenants.policy.frozen import Frozen
from tenants.regulator import ICO
from tenants.roles import Role

_DPO = (Role.DPO,)


class Regulator(Frozen):
    """The regulator."""

    risk_method: Annotated[
        a.RiskMethod,
        Asks(
            "How is the severity of a breach worked out?",
            "Advice beside the seven factors.",
            floor="Whether a risk is likely, a person decides, with reasons: Article 33(1)",
        ),
    ] = "enisa"
    awareness_declarers: Annotated[
        a.Roles, Asks("Who may declare the school aware of a breach?")
    ] = (
        Role.DPO,
        Role.LEAD,
        Role.HEAD,
    )
    awareness_movers: Annotated[a.Roles, Asks("Who may move that moment later?")] = _DPO
    regulator_deciders: Annotated[
        a.Roles,
        Asks(f"Who decides whether the {ICO} is told?", floor="The DPO is asked for advice"),
    ] = _DPO
    regulator_submitters: Annotated[a.Roles, Asks(f"Who reports to the {ICO}?")] = _DPO
    legal_advice: Annotated[
        bool,
        Asks("Is legal advice obtained when unsure?", floor="The 72 hours never wait for it"),
    ] = False
    log_before_referral: Annotated[
        bool,
        Asks(
            "Is the log completed before the report?", floor="A report in time never waits for it"
        ),
    ] = False
    trained_log_keepers: Annotated[
        bool, Asks("Must whoever completes the log be trained for it?")
    ] = False
    log_headings: Annotated[
        tuple[a.LogHeading, ...],
        Asks("What does the log ask?", floor="Facts, effects and remedial action: Article 33(5)"),
    ] = LAWFUL_LOG

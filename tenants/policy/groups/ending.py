"""Questions: the end."""

from __future__ import annotations

from typing import Annotated

from tenants.policy import answers as a
from tenants.policy.answers import Question as Asks
from tenants.policy.frozen import Frozen
from tenants.roles import Role

_DPO = (Role.DPO,)


class Ending(Frozen):
    """The end."""

    review: Annotated[
        bool, Asks("Is there a review after the incident?", "A stage of its own.")
    ] = True
    reviewers: Annotated[a.Roles, Asks("Who reviews the incident?")] = _DPO
    review_points: Annotated[tuple[a.ReviewPoint, ...], Asks("What does the review ask?")] = ()
    closers: Annotated[a.Roles, Asks("Who closes an incident?")] = _DPO
    exception_deciders: Annotated[
        a.Roles, Asks("Who decides on an exception to the policy?", "On the DPO’s advice.")
    ] = ()
    proposals_to: Annotated[a.Roles, Asks("Who receives proposals to change the policy?")] = _DPO
    proposal_deciders: Annotated[
        a.Roles,
        Asks("Who decides on a proposal that is backed?", "Taking it up opens a draft version."),
    ] = (Role.HEAD,)
    retention_years: Annotated[
        int, Asks("For how many years after closing is an incident kept?")
    ] = 6
    contacts_retention_years: Annotated[
        int, Asks("For how many years are the contacts of people affected kept?")
    ] = 1

"""Questions: the document."""

from __future__ import annotations

from typing import Annotated

from tenants.policy import answers as a
from tenants.policy.answers import Question as Asks
from tenants.policy.frozen import Frozen
from tenants.roles import Role


class Document(Frozen):
    """The document."""

    title: Annotated[a.Text, Asks("What is the document called?")] = "Security incident policy"
    short_title: Annotated[
        a.Text, Asks("What is it called in short?", "Stands before a clause number: ‘Plan 5.3’.")
    ] = "Policy"
    review_months: Annotated[int, Asks("After how many months is the policy reviewed?")] = 12
    policy_reviewers: Annotated[
        a.Roles, Asks("Who keeps the policy under review?", "The first of them owes the review.")
    ] = (Role.HEAD,)
    nation: Annotated[a.Nation, Asks("In which nation is the school?")] = "england"
    controller: Annotated[
        a.Controller, Asks("Who is the data controller?", "The school itself, or its trust.")
    ] = "school"
    kinds_accepted: Annotated[
        tuple[a.Kind, ...],
        Asks(
            "Which kinds of incident are reported?", floor="Every breach is logged: Article 33(5)"
        ),
    ] = ("confirmed", "potential", "near_miss")
    related_documents: Annotated[
        tuple[a.RelatedDocument, ...],
        Asks(
            "Which documents does it refer to?",
            "The school links each of them; until then it is listed as missing.",
        ),
    ] = ()
    laws_referred: Annotated[
        tuple[a.LawName, ...],
        Asks("Which laws does it refer to?", "Shown with a note on the law of today."),
    ] = ()

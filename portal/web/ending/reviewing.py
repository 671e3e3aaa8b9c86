"""What the review asks: the points of the policy, in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from portal.actions import review_incident
from portal.rules.also_told.sharing import processor_found_at
from portal.rules.ending.conclusion import by_processor, contract_unread, review_points
from portal.rules.investigation.own_policies import PolicyKind
from portal.rules.uk_time import day_or_time
from portal.store.school.registers import find_entry
from portal.web.parts import forms
from portal.web.parts.decision import Fact
from portal.web.parts.when import day
from portal.web.policies_kept import kinds_not_kept, own_not_kept
from tenants.registers import Supplier

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wtforms import Field

    from portal.rules.facts import Facts
    from portal.web.visiting import Case, Visit
    from tenants.policy.answers import ReviewPoint


class ReviewForm(forms.PortalForm):
    """What `review_form` puts into it, in the order in which the policy asks."""

    def to_input(self, case: Case) -> review_incident.ReviewIncident:
        """The action's input, point by point."""
        asks_contract = "contract" in self
        documents = self["documents"].data if "documents" in self else ()
        return review_incident.ReviewIncident(
            findings=tuple(
                (point.key, self[point.key].data or "") for point in review_points(case.policy)
            ),
            disciplinary=self["disciplinary"].data or "",
            policies=tuple(PolicyKind(each) for each in self["policies_not_kept"].data or ()),
            documents=tuple(documents or ()),
            contract_on=self["contract_on"].data if asks_contract else None,
            contract=(self["contract"].data or "") if asks_contract else "",
        )


def review_form(
    case: Case, titles: Sequence[str], contract: Supplier | None, *, proposes: bool
) -> ReviewForm:
    """Discipline (5.22), the points of this policy (5.23) with the school's own policies (`titles`)
    after the first, a processor's `contract` (5.25); `proposes`: a change of the policy (7.1).
    """
    asked: dict[str, Field] = {"disciplinary": _disciplinary(answered=contract_unread(case.facts))}
    points = review_points(case.policy)
    asked |= {point.key: _found(point) for point in points[:1]}
    asked["policies_not_kept"] = kinds_not_kept()
    if titles:
        asked["documents"] = own_not_kept(titles)
    asked |= {point.key: _found(point) for point in points[1:]}
    if by_processor(case.facts):
        asked["contract_on"] = forms.day(
            "When was the contract with the processor made? (optional)"
        )
        asked["contract"] = forms.long_text(
            "Did the contract ask enough of the processor, and was it kept? (5.25)",
            hint="Or say that there is no contract.",
            rows=3,
        )
    if proposes:
        asked["proposal"] = forms.long_text(
            "What should change in the policy? (optional)",
            hint="It is handed over as a proposal, and answered there. Name nobody.",
            rows=3,
            most=2000,
        )
    known = {"contract_on": contract and contract.contract_on}
    return ReviewForm.with_fields(asked)(data=known | _reviewed(case.facts))


def on_contract(case: Case, contract: Supplier | None) -> Iterator[Fact]:
    """What the page says of it, besides asking."""
    if contract_unread(case.facts):
        yield Fact(
            "Only the contract is missing: that a processor was responsible was found after the "
            "review. What else was said then stands below, and can be changed."
        )
    found_at = processor_found_at(case.facts)
    if by_processor(case.facts) and found_at is not None:
        since, reported = day_or_time(found_at), day_or_time(case.facts.reported_at)
        yield Fact(f"The processor found it on {since}. It was reported here on {reported}.")
    if contract is not None:
        days = (contract.contract_on, contract.contract_until)
        since, until = (day(each) if each else "not recorded" for each in days)
        yield Fact(f"The register has of {contract.name}: contract of {since}, until {until}.")


def find_contract(visit: Visit, case: Case) -> Supplier | None:
    """The register's entry of the processor that was responsible, if it was chosen from there."""
    found = case.facts.classification
    if found is None or not by_processor(case.facts) or not found.responsible.ref:
        return None
    return find_entry(visit.session, visit.scope, Supplier, UUID(found.responsible.ref))


def _reviewed(facts: Facts) -> dict[str, object]:
    """What the review said that lacks only the contract; discipline is not for every reviewer."""
    review = facts.review
    if review is None or not contract_unread(facts):
        return {}
    kinds = [each.value for each in review.policies]
    documents = list(review.documents)
    return {**dict(review.findings), "policies_not_kept": kinds, "documents": documents}


def _disciplinary(*, answered: bool) -> Field:
    hint = "Staff or pupils. Only those whom the policy names can read this answer."
    if answered:
        return forms.long_text(
            "Is anything to be added on disciplinary action? (optional)",
            hint=f"{hint} What was said in the review stands.",
            rows=3,
        )
    return forms.long_text(
        "Was disciplinary action considered, and with what result?",
        hint=hint,
        needed="Say whether disciplinary action was considered, and with what result",
        rows=3,
    )


def _found(point: ReviewPoint) -> Field:
    return forms.long_text(
        f"{point.text} ({point.clause})" if point.clause else point.text,
        needed="Say what you found, or that nothing has to change",
        rows=3,
    )

"""What must have happened before an incident is closed: the outcome report, or the review.

After re-opening both are asked afresh.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from portal.rules.also_told.sharing import (
    left_to_controller_at,
    other_tells,
    people_left_to_controller_at,
)
from portal.rules.clock import clock_has_ended, no_breach_confirmed
from portal.rules.facts import Facts, OutcomeReport, Review
from portal.rules.responsibilities import disciplinary_role
from portal.rules.tracks import PeopleTrack, RegulatorTrack, people_track, regulator_track
from portal.rules.triage.containing import has_stopped
from portal.rules.words import NOTHING_TO_STOP, Responsible, Stage
from tenants.policy.answers import ReviewPoint
from tenants.policy.schema import Policy
from tenants.regulator import ICO


def asks_outcome_report(policy: Policy) -> bool:
    """SIP-3k: whether the investigator writes one."""
    return policy.outcome_report


def review_points(policy: Policy) -> tuple[ReviewPoint, ...]:
    """DBRP-5.23: what the review asks, in order."""
    return policy.review_points


def needs_review(policy: Policy, facts: Facts) -> bool:
    """DBRP-5.22: a breach is reviewed; what was confirmed to be none needs no review."""
    return policy.review and not no_breach_confirmed(facts)


def by_processor(facts: Facts) -> bool:
    """DBRP-5.25: whether a processor was responsible, so that its contract is looked at."""
    found = facts.classification
    return found is not None and found.responsible.who is Responsible.PROCESSOR


def contract_unread(facts: Facts) -> bool:
    """DBRP-5.25: a processor was found responsible only after the review, and before closing."""
    review = _review(facts)
    if facts.stage is Stage.CLOSED or review is None:
        return False
    return by_processor(facts) and not review.contract.strip()


def reopened_at(facts: Facts) -> datetime:
    """Since when what concludes it counts: the report, or the last re-opening."""
    return facts.reopenings[-1].at if facts.reopenings else facts.reported_at


def full_reports(facts: Facts) -> tuple[OutcomeReport, ...]:
    """The outcome reports, without interim ones."""
    return tuple(each for each in facts.outcome_reports if not each.interim)


def waiting_report(facts: Facts) -> OutcomeReport | None:
    """The outcome report that nobody has assessed yet."""
    reports = full_reports(facts)
    return reports[-1] if reports and reports[-1].accepted is None else None


def open_recommendations(facts: Facts) -> tuple[str, ...]:
    """Lines of the accepted outcome report that no action carries out yet (SIP-4e, SIP-6d)."""
    reports = full_reports(facts)
    if not reports or not reports[-1].accepted:
        return ()
    lines = (line.strip() for line in reports[-1].recommendations.splitlines())
    taken = {each.recommendation for each in facts.improvements}
    return tuple(dict.fromkeys(line for line in lines if line and line not in taken))


def accepted_at(facts: Facts) -> datetime | None:
    """When the outcome report in force was accepted."""
    reports = full_reports(facts)
    last = reports[-1] if reports else None
    if last is None or not last.accepted or last.assessed_at is None:
        return None
    return last.assessed_at if last.assessed_at >= reopened_at(facts) else None


def reviewed_at(facts: Facts) -> datetime | None:
    """When the review in force was made; not while it lacks the contract (DBRP-5.25)."""
    review = _review(facts)
    return None if review is None or contract_unread(facts) else review.at


def _review(facts: Facts) -> Review | None:
    """The review since the last re-opening."""
    review = facts.review
    return review if review is not None and review.at >= reopened_at(facts) else None


class Missing(NamedTuple):
    """Something that closing waits for, as a sentence, and the action that brings it about."""

    sentence: str
    action: str


_NOT_REVIEWED = "The incident has not been reviewed"
_CONTRACT_UNREAD = "The review has not looked at the contract with the processor"


def missing(policy: Policy, facts: Facts, *, owed: Collection[str] = ()) -> tuple[Missing, ...]:
    """What this policy asks for before closing, and is not there yet.

    `owed`: kinds of duties that are named beside it; what one of them says is not said twice.
    """
    found = {}
    if asks_outcome_report(policy) and accepted_at(facts) is None:
        step = "assess_outcome" if waiting_report(facts) else "write_outcome_report"
        found["outcome_report"] = Missing("The outcome report has not been accepted", step)
    if needs_review(policy, facts) and reviewed_at(facts) is None:
        found["review_incident"] = _not_reviewed(facts)
    if disciplinary_role(policy, facts) is not None and not facts.disciplinary:
        nothing = "Nothing is recorded about disciplinary action"
        found["disciplinary"] = Missing(nothing, "record_disciplinary")
    return tuple(each for kind, each in found.items() if kind not in owed)


def _not_reviewed(facts: Facts) -> Missing:
    """And what has to come first, where the review is not open yet."""
    first = tuple(_before_review(facts))
    sentence = _CONTRACT_UNREAD if contract_unread(facts) else _NOT_REVIEWED
    if not first:
        return Missing(sentence, "review_incident")
    waits_for = " and ".join(each.sentence for each in first)
    return Missing(f"{sentence}, which waits until {waits_for}", first[0].action)


def _before_review(facts: Facts) -> Iterator[Missing]:
    if not is_contained(facts):
        yield Missing("it is contained", "record_containment")
    if clock_has_ended(facts):
        return
    if _regulator_settled_at(facts) is None:
        yield Missing(f"what the {ICO} is told is settled", "decide_regulator")
    if _people_settled_at(facts) is None:
        yield Missing("the people affected are told or need not be", "decide_people")


def is_contained(facts: Facts) -> bool:
    """Contained, as far as it can be, or nothing to contain."""
    return facts.contained or has_stopped(facts) or facts.kind in NOTHING_TO_STOP


def tracks_settled_at(facts: Facts) -> datetime | None:
    """When the second of the two tracks was settled; None while one is open."""
    if clock_has_ended(facts):
        ended = (facts.no_breach_at, facts.dpo_confirmed_at, _classified_at(facts))
        return max(at for at in ended if at is not None)
    regulator, people = _regulator_settled_at(facts), _people_settled_at(facts)
    return max(regulator, people) if regulator and people else None


def review_opens_at(facts: Facts) -> datetime | None:
    """When the review may begin: contained and both tracks settled (DBRP-5.22); once more when a
    processor is found responsible only afterwards (DBRP-5.25).
    """
    settled = tracks_settled_at(facts)
    if settled is None or not is_contained(facts):
        return None
    contained = facts.contained_at or facts.reported_at
    again = _classified_at(facts) if contract_unread(facts) else None
    return max(settled, contained, reopened_at(facts), again or facts.reported_at)


def _classified_at(facts: Facts) -> datetime | None:
    return facts.classification.at if facts.classification else None


def _regulator_settled_at(facts: Facts) -> datetime | None:
    track, decision = regulator_track(facts), facts.regulator_decision
    if track in {RegulatorTrack.COMPLETE, RegulatorTrack.WITHDRAWN}:
        return facts.submissions[-1].done_at
    if track is RegulatorTrack.ANOTHER_REPORTS:
        return facts.other_report.at if facts.other_report else left_to_controller_at(facts)
    if decision is not None and track is RegulatorTrack.NOT_TO_BE_REPORTED:
        return decision.at
    return None


def _people_settled_at(facts: Facts) -> datetime | None:
    track, decision = people_track(facts), facts.people_decision
    if other_tells(facts) and track is not PeopleTrack.NOT_TO_BE_TOLD:
        return facts.other_told.at if facts.other_told else None
    if track is PeopleTrack.TOLD and not facts.people.unresolved:
        told = (facts.people.told_at, facts.people.settled_at, facts.people.resolved_at)
        return max(at for at in told if at is not None)
    if left_at := people_left_to_controller_at(facts):
        return left_at
    if decision is not None and track is PeopleTrack.NOT_TO_BE_TOLD:
        return decision.at
    return None

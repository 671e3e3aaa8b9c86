"""All that is known about one incident, as one value: what is recorded, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.rules.facts.ending import Reopening
from portal.rules.facts.inquiry import Awareness, Classification, Escalation
from portal.rules.facts.recorded import Recorded
from portal.rules.facts.regulator import RegulatorDecision, Submission
from portal.rules.facts.telling import PeopleDecision
from portal.rules.words import Answer, Containment, Escalated


@dataclass(frozen=True, slots=True)
class Facts(Recorded):
    """Everything known about one incident."""

    @property
    def classification(self) -> Classification | None:
        """The classification in force."""
        return self.classifications[-1] if self.classifications else None

    @property
    def escalation(self) -> Escalation | None:
        """Where the question of escalation stands."""
        return self.escalations[-1] if self.escalations else None

    @property
    def declined(self) -> Escalation | None:
        """The decision not to escalate, agreed to or not; None once the DPO has the case."""
        if self.escalation and self.escalation.what in {Escalated.ESCALATED, Escalated.TAKEN_UP}:
            return None
        return next((each for each in self.escalations if each.what is Escalated.DECLINED), None)

    @property
    def aware(self) -> Awareness | None:
        """The awareness in force: one's own, or an earlier one of a report of the same matter."""
        return _earliest(self.aware_here, *(each.aware for each in self.linked))

    @property
    def aware_here(self) -> Awareness | None:
        """The same without what is known of it at other schools of the trust."""
        again = self.asked_afresh
        theirs = (each.aware for each in self.joined if not again or each.at >= again.at)
        return _earliest(self.awareness_in_force, *theirs)

    @property
    def awareness_in_force(self) -> Awareness | None:
        """Of what was declared here the last; later than before it counts once the DPO agrees."""
        return in_force(self.awareness_here, self.dpo_confirmed_at)

    @property
    def awareness_here(self) -> tuple[Awareness, ...]:
        """What was declared here since it has been asked: what was found none since is over."""
        again = self.asked_afresh
        return tuple(one for one in self.awareness if not again or one.declared_at >= again.at)

    @property
    def asked_afresh(self) -> Reopening | None:
        """The re-opening since which the 72 hours run afresh; none where they had been met."""
        again = next((each for each in reversed(self.reopenings) if each.clock_from), None)
        first = self.first_report
        return None if again and first and first.recorded_at <= again.at else again

    @property
    def regulator_decision(self) -> RegulatorDecision | None:
        """The regulator decision in force."""
        return self.regulator[-1] if self.regulator else None

    @property
    def first_report(self) -> Submission | None:
        """The first report to the regulator."""
        return self.submissions[0] if self.submissions else None

    @property
    def people_decision(self) -> PeopleDecision | None:
        """The decision about the people affected in force."""
        return self.people.decisions[-1] if self.people.decisions else None

    @property
    def personal_data(self) -> Answer:
        """Whether personal data is involved: uncertain until classified."""
        return self.classification.personal_data if self.classification else Answer.NOT_SURE

    @property
    def contained(self) -> bool:
        """Contained, or as far as it can be."""
        return self.contained_at is not None

    @property
    def contained_at(self) -> datetime | None:
        """Since when it has counted as contained; None while it goes on."""
        since = None
        for step in self.containment:
            going_on = step.state is Containment.ONGOING
            since = None if going_on else since or step.at
        return since

    @property
    def lost_for_good(self) -> bool:
        """Something is lost or destroyed for good and has not been recovered (DBRP-2.5)."""
        return any(loss.recovered_at is None for loss in self.losses)

    @property
    def lead(self) -> UUID | None:
        """The person leading the investigation."""
        return self.allocation.lead if self.allocation else None

    @property
    def all_joined(self) -> tuple[UUID, ...]:
        """The reports joined to it, also by way of another."""
        return tuple(ident for each in self.joined for ident in each.all_of_it)

    @property
    def concerned(self) -> frozenset[UUID]:
        """The persons whom it concerns, here or at a school with which it is linked."""
        return self.concerned_here.union(*(each.concerned for each in self.linked))

    @property
    def concerned_here(self) -> frozenset[UUID]:
        """The persons whom it concerns, or any report joined with it, at this school."""
        with_it = (*self.joined, *((self.joined_to,) if self.joined_to else ()))
        theirs = (person for other in with_it for person in other.concerned)
        return frozenset((*(concern.person_id for concern in self.concerns), *theirs))


def in_force(declared: Sequence[Awareness], dpo_agreed_at: datetime | None) -> Awareness | None:
    """The last of them, leaving out what others than the DPO moved later without the DPO's word."""
    holds: Awareness | None = None
    for each in declared:
        agreed = each.by_dpo or (dpo_agreed_at is not None and dpo_agreed_at >= each.declared_at)
        if holds is None or agreed or each.aware_at <= holds.aware_at:
            holds = each
    return holds


def _earliest(*found: Awareness | None) -> Awareness | None:
    known = (each for each in found if each is not None)
    return min(known, key=lambda each: each.aware_at, default=None)

"""The same matter at several schools of a trust: what one of them lets the others know.

The trust is the controller and is aware once: awareness declared at one school counts at each, and
a report made once is the report of all (DBRP-5.10, 5.11). Each school passes on only what is its
own, so that nothing comes back to where it began and is held there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import permutations
from uuid import UUID

from portal.rules.clock import cautious_start_here, clock_has_ended
from portal.rules.facts import Awareness, Facts, Linked, Submission
from portal.rules.in_charge.reaching import response_team
from portal.rules.outcome import Effect, Outcome
from portal.rules.regulator.submitting import ENDS_IT, was_late
from portal.rules.reporting import joining
from portal.rules.rows import FrozenSubmission, Hide, Unhide
from portal.rules.uk_time import day_and_time
from portal.rules.words import Delivery, SubmissionKind
from tenants.policy.schema import Policy
from tenants.regulator import ICO
from tenants.roles import Role

PassedOn = tuple[
    datetime,
    Awareness | None,
    bool,
    frozenset[UUID],
    tuple[Submission, ...],
    frozenset[UUID],
]


def passed_on(facts: Facts) -> PassedOn | None:
    """What linked incidents must follow when it changes; None where there are none."""
    if not facts.linked:
        return None
    linked = frozenset(each.incident_id for each in facts.linked)
    own = tuple(each for each in facts.submissions if each.shared_from is None)
    return (
        cautious_start_here(facts),
        facts.aware_here,
        clock_has_ended(facts),
        linked,
        own,
        facts.concerned_here,
    )


def link_to(facts: Facts, incident_id: UUID) -> Linked | None:
    """The link of an incident with another."""
    return next((each for each in facts.linked if each.incident_id == incident_id), None)


def not_linked_yet(matter: Sequence[Facts]) -> tuple[tuple[Facts, Facts], ...]:
    """Who has still to be linked with whom, one way each, so that news of any one reach all.

    Incidents of one school are joined, not linked.
    """
    return tuple(
        (one, other)
        for one, other in permutations(matter, 2)
        if one.school_id != other.school_id and link_to(one, other.incident_id) is None
    )


def share_a_report(one: Facts, other: Facts) -> bool:
    """Whether a report to the regulator is on the record of both."""
    return bool(_reports(one) & _reports(other))


def brought_up_to_date(facts: Facts, link: Linked, other: Facts) -> Linked:
    """The link with what the other school passes on.

    Where it ended there, what that school knew counts here no more; a report that was made by it
    stays as late, or in time, as it was. Whom it concerns there it concerns either way.
    """
    link = replace(link, concerned=tuple(sorted(other.concerned_here)))
    if clock_has_ended(other):
        never = link if facts.submissions else replace(link, starts_at=None, aware=None)
        return replace(never, ended=True)
    aware = other.aware_here and _without_words(other.aware_here, link)
    return replace(link, starts_at=cautious_start_here(other), aware=aware, ended=False)


def _without_words(aware: Awareness, link: Linked) -> Awareness:
    """Since when and by whom. The reasons may name people of that school and stay on its record."""
    found = f"Found at {link.school}; the reasons are on the record of {link.reference} there."
    return replace(aware, reason=found)


def covered_by(facts: Facts, kind: SubmissionKind) -> tuple[Linked, ...]:
    """The linked incidents of which a report of this kind speaks.

    What says that it was no breach speaks of those that ended as well; all else of those that go
    on: one school's 'no breach' ends nothing at another (DBRP-5.14).
    """
    return tuple(each for each in facts.linked if each.ended is (kind in ENDS_IT))


def told_of_awareness(before: Facts, after: Facts, policy: Policy) -> tuple[Effect, ...]:
    """Who is alerted where the trust's awareness has come to count here."""
    if after.aware is None or before.aware is not None or clock_has_ended(after):
        return ()
    team = tuple(dict.fromkeys((Role.DPO, Role.HEAD, *response_team(policy))))
    return (Effect("alert", template="aware", to=team),)


def made_in(outcomes: Iterable[Outcome]) -> tuple[Submission, bytes]:
    """The report to the regulator that was just made, with its snapshot.

    Raises LookupError where none was.
    """
    for outcome in outcomes:
        for row in outcome.rows:
            if isinstance(row, FrozenSubmission):
                return outcome.facts.submissions[-1], row.snapshot
    raise LookupError("no report was made")


def following(facts: Facts, link: Linked, other: Facts) -> Facts:
    """`facts` as they are once they follow what the other school passes on."""
    now_known = brought_up_to_date(facts, link, other)
    clocks = replace(
        facts, linked=tuple(now_known if each is link else each for each in facts.linked)
    )
    made = {each.id: each for each in other.submissions}
    reports = tuple(
        _as_there(clocks, each, made[each.shared_from]) if each.shared_from in made else each
        for each in facts.submissions
    )
    return without_lead_concerned(replace(clocks, submissions=reports))


def without_lead_concerned(facts: Facts) -> Facts:
    """`facts`; nobody whom they concern leads the investigation any longer."""
    return replace(facts, allocation=None) if facts.lead in facts.concerned else facts


def kept_from(before: Facts, after: Facts) -> tuple[Hide | Unhide, ...]:
    """From whom it is hidden, and who sees it again, once it is linked, followed or on its own."""
    return (
        *joining.hidden_from(after.concerned - before.concerned, after),
        *joining.shown_to(before.concerned - after.concerned, after),
    )


def told_of_concern(before: Facts, after: Facts) -> tuple[Effect, ...]:
    """Who is told of it now that others see nothing of it, or see it again."""
    if after.concerned == before.concerned:
        return ()
    return (Effect("alert", template="news", of_new_report=True),)


def in_words(before: Facts, after: Facts, link: Linked) -> str:
    """What came from the other school, for the record; '' where nothing did."""
    notes = []
    theirs = link_to(after, link.incident_id)
    assert theirs is not None  # noqa: S101 - it is followed
    if theirs.ended != link.ended:
        notes.append(_ENDED if theirs.ended else _GOES_ON)
    elif theirs.aware != link.aware:
        notes.append(_of_awareness(theirs.aware))
    if theirs.starts_at is not None and theirs.starts_at != link.starts_at:
        notes.append(f"Its cautious clock starts {day_and_time(theirs.starts_at)}")
    if {*theirs.concerned} - {*link.concerned}:
        notes.append(_CONCERNS)
    if {*link.concerned} - {*theirs.concerned}:
        notes.append(_CONCERNS_NOT)
    for was, now in zip(before.submissions, after.submissions, strict=True):
        notes += _of_report(was, now)
    return ". ".join(note.rstrip(".") for note in notes) + "." if notes else ""


_ENDED = "There it is no breach, or there is no personal data in it: what it knew counts no more"
_CONCERNS = "It concerns somebody, who sees nothing of it there: nor do they here"
_CONCERNS_NOT = "It does not concern somebody there after all: the mark has gone here too"
_GOES_ON = "There it may be a breach after all: what it knew counts again"


def _of_awareness(aware: Awareness | None) -> str:
    if aware is None:
        return "It no longer counts as aware there"
    since = day_and_time(aware.aware_at)
    return f"Aware there since {since}, and so is the trust, the controller. {aware.reason}"


_BECAME = {
    Delivery.BY_HAND: "was made in another way",
    Delivery.WAITING: "is sent once more by e-mail",
    Delivery.SENT: "was accepted as an e-mail",
    Delivery.FAILED: "did not arrive: its e-mail was refused",
    Delivery.UNCERTAIN: "may not have arrived",
}


def _of_report(was: Submission, now: Submission) -> list[str]:
    notes = []
    if (was.delivery, was.made_good_at) != (now.delivery, now.made_good_at):
        notes.append(f"Report {now.number} to the {ICO} {_BECAME[now.delivery]}")
    if was.reference != now.reference:
        notes.append(f"Reference {now.reference}")
    if was.late_reasons != now.late_reasons:
        notes.append(f"Why it was late: {now.late_reasons}")
    return notes


def _as_there(facts: Facts, copy: Submission, made: Submission) -> Submission:
    """A shared report as it stands where it was made; what was settled here stays settled."""
    if copy.delivery is Delivery.WAITING or copy.astray:
        copy = replace(
            copy,
            route=made.route,
            delivery=made.delivery,
            delivered_at=made.delivered_at,
            made_good_at=made.made_good_at,
        )
    if made.reference and not copy.reference:
        copy = replace(copy, reference=made.reference, reference_at=made.reference_at)
    if made.late_reasons and not copy.late_reasons and was_late(facts, copy):
        copy = replace(copy, late_reasons=made.late_reasons, reasons_at=made.reasons_at)
    return copy


def _reports(facts: Facts) -> frozenset[UUID]:
    return frozenset(
        ident for each in facts.submissions for ident in (each.id, each.shared_from) if ident
    )

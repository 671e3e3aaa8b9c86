"""What was reported, found out and done."""

from __future__ import annotations

from datetime import datetime

from portal.rules.facts import Awareness
from portal.rules.from_record.record import Record, paragraphs, with_reasons
from portal.rules.reporting.intake import how_many
from portal.rules.responsibilities import all_first_contacts
from portal.rules.risk.data_kinds import suggested
from portal.rules.triage import containing
from portal.rules.uk_time import day, day_and_time
from portal.rules.words import Answer, BreachType, Containment, Escalated, Naming, Outsider
from tenants.calendar import UK
from tenants.roles import TITLES, Role

_STATES = {
    Containment.ONGOING: "Still going on",
    Containment.CONTAINED: "Contained",
    Containment.AS_FAR_AS_POSSIBLE: "Contained as far as it can be",
}

_GOING_ON = {
    Answer.YES: "Still going on when it was reported.",
    Answer.NO: "No longer going on when it was reported.",
    Answer.NOT_SURE: "",
}

_TYPES = {
    BreachType.CONFIDENTIALITY: "confidentiality",
    BreachType.INTEGRITY: "integrity",
    BreachType.AVAILABILITY: "availability",
}

_OUTSIDERS = {
    Outsider.AFFECTED: "somebody whose information it is",
    Outsider.PARENT: "parent or carer",
    Outsider.PROCESSOR: "supplier",
    Outsider.JOINT_CONTROLLER: "body that decides with the school",
    Outsider.PRESS: "journalist",
    Outsider.SOMEBODY_ELSE: "",
}


def completed_by(record: Record) -> str:
    """Who completed the log; empty until it is complete."""
    by = record.facts.log.by
    return record.names(by) if by and record.facts.log.completed_at else ""


def completed_at(record: Record) -> str:
    """When the log was completed, in UK time."""
    at = record.facts.log.completed_at
    return day_and_time(at) if at else ""


def description(record: Record) -> str:
    """The title, else the first line of what was reported."""
    intake = record.facts.intake
    return intake.title.strip() or intake.happened.strip().partition("\n")[0]


def details(record: Record) -> str:
    """What was reported, each addition with its day, and whether it was investigated (DBRP-A1-NB1).

    Never who added it.
    """
    intake = record.facts.intake
    added = (f"Added on {day(each.at)}: {each.text.strip()}" for each in intake.additions)
    return paragraphs((intake.happened, *added, investigated(record)))


def investigated(record: Record) -> str:
    """Steps that were done, and why others were not; '' before either (DBRP-A1-NB1)."""
    latest = {step.key: step for step in record.facts.steps}.values()
    done = sum(step.done for step in latest)
    why_not = [step.note.strip() for step in latest if not step.done]
    if not latest:
        return ""
    said = (
        f"Investigated: {done} of {len(latest)} recorded steps done."
        if done
        else "Not investigated."
    )
    return f"{said} Not appropriate: {' '.join(why_not)}" if why_not else said


def reported_by(record: Record) -> str:
    """Name and job title, 'Name protected' or 'Anonymous' (DBRP-A1.04, SIP-1-anon).

    Whoever wrote from outside: what they said of themselves (DBRP-4.5).
    """
    reporter, outside = record.facts.intake.reporter, record.facts.intake.outside
    if outside is not None:
        said = (outside.name.strip() or "Anonymous", _OUTSIDERS[outside.what])
        return ", ".join(part for part in said if part)
    if reporter.naming is Naming.ANONYMOUS:
        return "Anonymous"
    if reporter.naming is Naming.PROTECTED:
        return "Name protected"
    name = record.names(reporter.person_id) if reporter.person_id else ""
    if reporter.name not in name:  # they have left since
        name = reporter.name
    return ", ".join(part for part in (name, reporter.job_title) if part)


def reported_at(record: Record) -> str:
    """When it was reported; an earlier log that was brought in gives the day alone."""
    return _moment(record.facts.reported_at, day_only=record.facts.imported is not None)


def reported_to(record: Record) -> str:
    """The roles that the report went to (DBRP-5.1); '' where others were told in their place."""
    return ", ".join(TITLES[role] for role in record.facts.intake.told or _alerted(record))


def _alerted(record: Record) -> tuple[Role, ...]:
    """Where the reporter chose nobody, as from outside: the first contacts, and the DPO always.

    Where it concerned one of them from the start, the record does not know who was told instead.
    """
    facts, policy = record.facts, record.policy
    instead = any(each.at == facts.reported_at for each in facts.concerns)
    if policy is None or facts.imported is not None or instead:
        return ()
    return tuple(dict.fromkeys((*all_first_contacts(policy), Role.DPO)))


def team_notified(record: Record) -> str:
    """The team is alerted with awareness, be it of a report that was joined (DBRP-A1.08)."""
    facts = record.facts
    first = facts.awareness[0] if facts.awareness else facts.aware_here
    return f"Yes, on {day_and_time(first.declared_at)}." if first else ""


def dpo_informed(record: Record) -> str:
    """How and when the DPO learned of it: of every report at once, whomever the reporter chose
    (DBRP-A1.07); then the Headteacher's decision, a 'no' with its reasons (DBRP-5.3).
    """
    facts = record.facts
    at_once = Role.DPO in (*facts.intake.told, *_alerted(record))
    said = [f"Yes, with the report on {day_and_time(facts.reported_at)}."] if at_once else []
    for step in facts.escalations:
        when = day_and_time(step.at)
        if step.what is Escalated.ESCALATED:
            said.append(f"The Headteacher escalated it on {when}.")
        if step.what is Escalated.DECLINED:
            reasons = f"Reasons: {step.reasons}"
            said.append(f"The Headteacher decided not to escalate it, on {when}. {reasons}")
    return " ".join(said if at_once or not said else ("Yes.", *said))


def contained(record: Record) -> str:
    """Whether it goes on (DBRP-A1.11)."""
    if record.facts.containment:
        step = record.facts.containment[-1]
        return f"{_STATES[step.state]} ({day_and_time(step.at)})."
    return _GOING_ON[record.facts.intake.still_going_on]


def special_data(record: Record) -> str:
    """Derived from what the report says; that it says none proves nothing, so then ''."""
    found = suggested(record.facts.intake.what_data)
    special = [kind.title for kind in found if kind.special]
    criminal = [kind.title for kind in found if kind.criminal]
    return paragraphs(
        (
            f"Special category data: {', '.join(special)}." if special else "",
            f"About criminal offences: {', '.join(criminal)}." if criminal else "",
        )
    )


def done(record: Record) -> str:
    """What was done about it so far."""
    said = record.facts.intake.done_so_far
    return paragraphs((said, *containing.done(record.facts)))


def prevention(record: Record) -> str:
    """What the review found, then actions with owner and date (DBRP-A1.29, A1-NB2).

    What is disciplinary stays in its own record.
    """
    facts = record.facts
    lines = [f"Reviewed on {day(facts.review.at)}."] if facts.review else []
    lines += [text.strip() for _, text in facts.review.findings if text] if facts.review else []
    lines += [
        f"{action.what.strip()} – {record.names(action.owner)}, "
        + (f"done on {day(action.done_at)}" if action.done_at else f"by {day(action.due_on)}")
        for action in facts.improvements
    ]
    apart = facts.disciplinary or (facts.review and facts.review.disciplinary)
    return "\n".join([*lines, "Disciplinary: recorded separately."] if apart else lines)


def _moment(at: datetime, *, day_only: bool) -> str:
    return day(at.astimezone(UK).date()) if day_only else day_and_time(at)


def discovered(record: Record) -> str:
    """When it was first noticed here or reported from outside; never after the school was aware."""
    intake, found = record.facts.intake, record.facts.aware
    known = [at for at in (intake.noticed_at, intake.received_at) if at]
    if not known:
        return ""
    aware_at = [found.aware_at] if found else []
    return _moment(min([*known, *aware_at]), day_only=intake.day_only)


def aware(record: Record) -> str:
    """The awareness in force with its reason, be it of a report of the same matter; an earlier
    one stays in view (DBRP-4.2).
    """
    aware = record.facts.aware
    if aware is None:
        return ""
    others = (
        f"{_beside(aware, each)}: {day_and_time(each.aware_at)}."
        for each in record.facts.awareness
        if each != aware
    )
    return paragraphs((with_reasons(day_and_time(aware.aware_at), aware.reason), *others))


def _beside(aware: Awareness, other: Awareness) -> str:
    return "Before" if other.declared_at <= aware.declared_at else "Not agreed to by the DPO"


def people(record: Record) -> str:
    """How many people: counted from the list, and as estimated where that is more."""
    return how_many(record.facts)


def types(record: Record) -> str:
    """Confidentiality, integrity, availability (DBRP-2.3)."""
    found = record.facts.classification
    return ", ".join(_TYPES[kind] for kind in found.breach_types) if found else ""

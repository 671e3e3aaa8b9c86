"""What the incident's page shows, made from the case: nothing is read twice, nothing is decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from portal.actions import answer_question
from portal.desk import can
from portal.desk.catalogue import actions
from portal.rules.also_told.sharing import left_to_controller_at
from portal.rules.clock import clock_has_ended, regulator_clock
from portal.rules.duties import owed
from portal.rules.in_charge import owners
from portal.rules.in_charge.stand_ins import dpo_unavailable_at
from portal.rules.regulator.reopening import last_look, news
from portal.rules.reporting.intake import came
from portal.rules.triage import danger
from portal.rules.words import Naming, SubmissionKind
from portal.store import incidents
from portal.web.belonging import Belonging, belonging
from portal.web.incident.offers import Also, offers
from portal.web.incident.recorded import cited, newest, tools
from portal.web.incident.tracks import tracks
from portal.web.owing import of_incident
from portal.web.parts.clock_box import ClockBox, clock_box
from portal.web.parts.owed import DutyLine, Track, duty_line, together
from portal.web.parts.record import Link, RecordEntry
from portal.web.parts.tags import DANGER_TAG, Tag, kind_tag, risk_tag, stage_tag
from portal.web.parts.when import day, elapsed, full, uk
from portal.web.routes import action_href
from portal.web.same_trust import sight, where_known
from tenants.db import open_session
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from portal.rules.duties.duty import Duty
    from portal.rules.facts import Facts
    from portal.web.visiting import Case, Visit


@dataclass(frozen=True, slots=True)
class IncidentView:
    """The page, top to bottom."""

    meta: str
    tags: tuple[Tag, ...]
    linked: tuple[Link, ...]
    """The same matter at other schools of the trust; linked where the visitor handles it."""
    belonging: tuple[Belonging, ...]
    """Matters of their own that belong with it, as far as the visitor sees them."""
    clock: ClockBox | None
    duties: tuple[DutyLine, ...]
    also: Also
    tracks: tuple[Track, ...]
    record: tuple[RecordEntry, ...]
    older: UUID | None
    """The last decision shown, where there are more."""
    record_tools: tuple[Link, ...]


def incident_view(visit: Visit, case: Case) -> IncidentView:
    """Everything that the page shows."""
    duties = open_duties(visit, case)
    entries, older = newest(visit, case)
    owed_actions = {duty.action for duty in duties}
    return IncidentView(
        meta=_meta(visit, case),
        tags=_tags(case),
        linked=_linked(visit, case),
        belonging=belonging(visit, case),
        clock=_clock(visit, case, duties),
        duties=together(_line(duty, visit, case) for duty in duties),
        also=offers(visit, case, owed_actions),
        tracks=() if case.facts.joined_to else tracks(visit, case),
        record=entries,
        older=older,
        record_tools=tools(visit, case),
    )


def _linked(visit: Visit, case: Case) -> tuple[Link, ...]:
    """A way there only for who sees it there: it may concern them, or not be theirs at all."""
    if not case.facts.linked:
        return ()
    there = where_known(visit)
    scope, viewer = sight(visit, there)
    ids = {each.incident_id for each in case.facts.linked}
    with open_session(visit.services.engine, scope) as session:
        seen = incidents.references(session, scope, viewer, ids)
    return tuple(
        Link(
            f"{each.reference} of {each.school}",
            url_for(
                "portal_incident.show",
                slug=there[each.school_id].slug,
                incident_id=each.incident_id,
            )
            if each.incident_id in seen
            else "",
        )
        for each in case.facts.linked
    )


def open_duties(visit: Visit, case: Case) -> list[Duty]:
    """What is owed now, soonest first; whoever looks."""
    listed = owed(case.facts, case.policy, case.calendar, visit.now)
    now = [duty for duty in listed if duty.met_at is None and duty.opens_at <= visit.now]
    return sorted(now, key=lambda duty: duty.due_at)


def _line(duty: Duty, visit: Visit, case: Case) -> DutyLine:
    owner = owners.owner_of(duty, case.roster, case.facts, case.policy, visit.now)
    action = actions().get(duty.action)
    may = (
        action is not None
        and can.may(action, case.facts, case.policy, case.actor)
        and action.for_whom(case.policy, case.facts, case.actor)
        and not _is_anothers_question(duty, case)
    )
    href = action_href(duty.action, visit.school.slug, case.facts.incident_id) if may else ""
    return duty_line(
        what=duty.what,
        who=of_incident(duty, owner, visit),
        cite=cited(case.policy.cite(duty.kind)),
        due_at=duty.due_at,
        now=visit.now,
        detail=_detail(duty, owner, visit, case),
        href=href,
        button=(duty.button or action.title) if action and href else "",
        mine=any(person.person_id == visit.person_id for person in owner.people),
    )


def _is_anothers_question(duty: Duty, case: Case) -> bool:
    """Its page would ask for the answer to the reader's own question instead."""
    if duty.action != answer_question.ACTION.name:
        return False
    theirs = answer_question.to_answer(case.policy, case.facts, case.actor)
    return duty.subject not in {str(each.id) for each in theirs}


def _detail(duty: Duty, owner: owners.Owner, visit: Visit, case: Case) -> str:
    notes = [each.rstrip(".") for each in _which(duty, case.facts)]
    if owner.standing_in_for is Role.DPO and Role.DPO in case.actor.roles - case.actor.standing_in:
        silent_at = dpo_unavailable_at(case.facts, case.policy, case.roster.dpo_since)
        if silent_at is not None and silent_at <= visit.now:
            notes.append("you have not answered in time: do anything here, and it is yours again")
    if duty.cautious:
        notes.append("counted cautiously")
    if owner.conflict:
        notes.append("stands in as DPO while deciding for the school: a conflict, shown as such")
    if owner.last_resort:
        notes.append("nobody else could be found")
    return "; ".join(notes)


def _which(duty: Duty, facts: Facts) -> Iterator[str]:
    """Which of several is owed: an agreed action, a line of the plan, something found wrong."""
    yield from (each.what for each in facts.improvements if str(each.id) == duty.subject)
    for line in facts.communications:
        if str(line.id) == duty.subject:
            yield f"To {line.audience}: {line.message}"
    if duty.kind == "put_right" and duty.subject:
        yield facts.people.found_wrong[duty.occurrence - 1].what


def _tags(case: Case) -> tuple[Tag, ...]:
    """Danger that nobody has looked at, kind, risk once it is decided, stage."""
    feared = danger.feared(case.facts) and danger.open_since(case.facts) is not None
    risk = case.facts.risk.legal_risk
    decided = (risk_tag(risk),) if risk else ()
    stands = stage_tag(case.facts.stage, case.facts.ending)
    return (*([DANGER_TAG] if feared else []), kind_tag(case.facts.kind), *decided, stands)


def _meta(visit: Visit, case: Case) -> str:
    facts = case.facts
    reporter = facts.intake.reporter
    by = {
        Naming.ANONYMOUS: "anonymously",
        Naming.PROTECTED: "by somebody whose name is protected",
        Naming.NAMED: f"by {reporter.name}" if reporter.name else "",
    }[reporter.naming]
    if facts.intake.outside is not None:
        by = "from outside the school"
    at = full(facts.reported_at) if facts.imported is None else day(uk(facts.reported_at).date())
    how = filter(None, (by, came(facts.intake.by_mail).strip()))
    reported = f"reported {at} {', '.join(how)}".strip()
    parts = (facts.reference, reported, _taken(case), case.policy.title)
    return " · ".join(part for part in parts if part)


def _taken(case: Case) -> str:
    """How long the report took since it was noticed: for Head and DPO alone (DBRP-1.8)."""
    noticed = case.facts.intake.noticed_at
    if noticed is None or not case.actor.roles & {Role.HEAD, Role.DPO}:
        return ""
    if noticed > case.facts.reported_at:
        return ""
    if case.facts.intake.day_only:
        return f"noticed on {day(uk(noticed).date())}"
    return f"{elapsed(case.facts.reported_at - noticed)} after it was noticed"


def _clock(visit: Visit, case: Case, duties: list[Duty]) -> ClockBox | None:
    """The 72 hours; none where it is certain that personal data is not involved, nor once it was
    decided not to report, as long as nothing asks for that decision again, nor where it was left to
    the controller for whom the school holds the data. A joined report's go on elsewhere.
    """
    facts = case.facts
    if clock_has_ended(facts) or facts.imported is not None or facts.joined_to is not None:
        return None
    if last_look(facts) is not None and not news(facts):
        return None
    if left_to_controller_at(facts) and not facts.submissions:
        return None
    clock = regulator_clock(facts)
    first = next((s for s in facts.submissions if s.kind is SubmissionKind.INITIAL), None)
    return clock_box(
        start_at=clock.start,
        due_at=clock.due_at,
        now=visit.now,
        cautious=clock.cautious,
        submitted_at=first.done_at if first else None,
        owed_by=next((d.due_at for d in duties if d.kind == "submit_to_regulator"), None),
    )

"""An incident whose 214 people affected are to be told: its steps, through the desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from portal.crypto import index_hmac, unseal
from portal.desk.writing.record import open_case
from portal.jobs.deliver import deliver_due, take_back_lost
from portal.models.effects import EffectRow
from portal.models.incidents import DecisionRow, IncidentRow
from portal.notices.mailer import SmtpMailer
from portal.notices.people_list import ImportedPerson, read_people, to_import
from portal.outbox import leases
from portal.rules.facts import Awareness, Facts, RiskAssessment
from portal.rules.telling.addressees import Affected
from portal.rules.telling.changes import AddressConfirmed, ReachedBy, Supported
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.on_way import EnvelopeState
from portal.rules.telling.people_list import Imported, Listing, opened
from portal.rules.words import Answer, LegalRisk, PeopleChoice, Stage
from portal.store import incidents, keys
from portal.store.documents import seal_facts
from portal.store.telling import subjects
from standalone.demo.people import CASES, CHILDREN, NO_EMAIL, people_xlsx
from tenants.db import open_session, uuid7
from tenants.roles import Role
from tests.desk.world import FRIDAY, School
from tests.mail_sink import MailSink

TODAY = date(2026, 10, 23)
EVERYBODY = tuple(range(CHILDREN))
SOME = tuple(sorted({*range(12), min(NO_EMAIL), *CASES.values(), CHILDREN - 2, CHILDREN - 1}))
"""Places of children of each kind, siblings among them: for where their number is not the point."""
PARTS = (
    ("what_happened_how", "A list was attached to an e-mail by mistake."),
    ("when", "On Friday 23 October 2026."),
    ("what_data", "These kinds of information were on the list:"),
    ("consequences", "Somebody may know what they should not."),
    ("done", "We asked everybody to delete it."),
    ("doing_next", "We are changing how lists are sent."),
    ("protect_yourself", "Do not share the list."),
    ("contact", "Ask our data protection officer."),
    ("complain", "Write to us or to the regulator."),
)


def with_mail(school: School, smtp: MailSink) -> School:
    """The school, sending to the test's SMTP server."""
    settings = replace(school.services.settings, mail_host=smtp.host, mail_port=smtp.port)
    school.services = replace(school.services, settings=settings, mailer=SmtpMailer(settings))
    return school


def breach(school: School, risk: LegalRisk | None = LegalRisk.HIGH) -> UUID:
    """An incident that is known to be a breach, at this risk."""
    incident = school.report(danger=Answer.NO)
    dpo = school.people[Role.DPO]
    known(
        school,
        incident,
        stage=Stage.INVESTIGATING,
        awareness=(Awareness(FRIDAY, "The list is with parents.", dpo, FRIDAY),),
        risk=RiskAssessment(legal_risk=risk, reason="Health.", by=dpo, at=FRIDAY),
    )
    return incident


def known(school: School, incident: UUID, **facts: Any) -> None:
    """Write facts that other actions would have made."""
    with open_session(school.services.engine, school.scope) as session, session.begin():
        case = open_case(session, school.scope, school.services.keyring, incident)
        assert case.row is not None
        assert case.key is not None
        changed: Facts = replace(case.facts, **facts)
        case.row.facts = seal_facts(case.key, changed)
        case.row.stage = changed.stage
        case.row.version += 1


def rows_of(school: School, incident: UUID, sheet: bytes) -> tuple[Imported, ...]:
    """A spreadsheet, or a file of another kind, as the import takes it."""
    return _as_imported(school, incident, read_people(sheet, TODAY).rows)


def import_children(school: School, incident: UUID, places: tuple[int, ...] = EVERYBODY) -> None:
    """Import the 214 children of the demonstration, or those at some places of its list."""
    rows = _as_imported(school, incident, [_children()[place] for place in places])
    school.do("import_people", Role.DPO, incident, rows=rows, source="people.xlsx")


def typed_in(school: School, incident: UUID, place: int) -> tuple[Imported, ...]:
    """One of these children, typed in."""
    (row,) = _as_imported(school, incident, [_children()[place]])
    return (replace(row, adds=True),)


@cache
def _children() -> tuple[ImportedPerson, ...]:
    return read_people(people_xlsx(TODAY), TODAY).rows


def _as_imported(
    school: School, incident: UUID, people: Sequence[ImportedPerson]
) -> tuple[Imported, ...]:
    with open_session(school.services.engine, school.scope) as session, session.begin():
        key = keys.school_key(session, school.services.keyring, school.id)
    return to_import(people, incident, lambda texts: [index_hmac(key, t) for t in texts], uuid7)


def listing(school: School, incident: UUID) -> Listing:
    """The list as stored, with the notices in the order of those they are about: a notice's own
    number is made from its incident's, so that stored ones come in another order each time.
    """
    with open_session(school.services.engine, school.scope) as session:
        found = incidents.get_incident(
            session, school.scope, school.services.keyring, None, incident
        )
        people = subjects.list_people(session, school.scope, found.key, incident)
        notices = subjects.list_envelopes(session, school.scope, incident, found.key)
    return opened(people, tuple(sorted(notices, key=lambda one: (one.about, one.body))))


def child(school: School, incident: UUID, case: str) -> Affected:
    """One of the children who need somebody's judgement."""
    people = list(listing(school, incident).people.values())
    places = EVERYBODY if len(people) == CHILDREN else SOME
    return people[places.index(CASES[case])]


def standings(school: School, incident: UUID) -> Counter[tuple[str, str]]:
    """How many people stand where, and why."""
    stored = listing(school, incident).stored.values()
    return Counter((one.standing, one.reason) for one in stored)


def states(school: School, incident: UUID) -> Counter[tuple[str, str]]:
    """How many notices stand where, by channel."""
    return Counter(
        (one.channel.value, one.state.value) for one in listing(school, incident).envelopes
    )


def made(school: School, incident: UUID) -> list[Envelope]:
    """The envelopes, opened."""
    return [Envelope.from_json(one.body) for one in listing(school, incident).envelopes]


def settle_all(school: School, incident: UUID) -> None:
    """Clear the contacts, confirm the addresses of former pupils, and say who supports them."""
    school.do("clear_contacts", Role.DPO, incident, against="The admissions register.")
    for one in listing(school, incident).people.values():
        if one.left:
            change = AddressConfirmed("Rang the secondary school.")
            school.do("settle_addressee", Role.DPO, incident, person_id=one.id, change=change)
            support = Supported("Their new head of year.")
            school.do("settle_addressee", Role.DSL, incident, person_id=one.id, change=support)


def decided_and_written(school: School, places: tuple[int, ...] = EVERYBODY) -> UUID:
    """Decided to tell, imported, settled, written, asked, agreed, and checked."""
    incident = breach(school)
    school.do("decide_people", Role.DPO, incident, choice=PeopleChoice.OBLIGED)
    import_children(school, incident, places)
    settle_all(school, incident)
    school.do("write_notice", Role.DPO, incident, parts=PARTS)
    school.do("ask_opinion", Role.DPO, incident)
    school.do("give_opinion", Role.HEAD, incident, agrees=True)
    school.do("check_list", Role.DSL, incident, against="SIMS and our own file.", version=1)
    return incident


def send(school: School, incident: UUID, expected: int, **said: Any) -> None:
    """Send, as the DPO, what the page showed."""
    school.do("send_notices", Role.DPO, incident, expected=expected, **said)


def go_on(school: School, incident: UUID, **said: Any) -> None:
    """Send anew what was stopped."""
    on_way = listing(school, incident).envelopes
    stopped = sum(one.state is EnvelopeState.STOPPED for one in on_way)
    send(school, incident, stopped, **said)


def deliver(school: School) -> None:
    """Let a worker deliver all that is due; the alerts of the story are none of our concern."""
    school.clock.at += timedelta(seconds=1)
    deliver_due(school.services, [school.id])


def version(school: School, incident: UUID) -> int:
    """How many decisions the incident has seen."""
    with open_session(school.services.engine, school.scope) as session:
        found = session.scalars(select(IncidentRow).where(IncidentRow.id == incident)).one()
        return found.version


def reached(contact_id: UUID, email: str) -> ReachedBy:
    """A contact's new e-mail address."""
    return ReachedBy(contact_id, "The mother rang.", email=email)


def lose_a_worker(school: School) -> UUID:
    """A worker marks one notice as being sent and is never heard of again; which one."""
    engine, now = school.services.engine, school.clock.now()
    with open_session(engine, school.scope) as session, session.begin():
        claimed = leases.claim(session, school.id, "lost", now, limit=500)
    with open_session(engine, school.scope) as session, session.begin():
        notice = next(effect for effect in claimed if effect.kind == "notice")
        assert leases.mark_sending(session, notice, "lost")
        session.execute(
            update(EffectRow)
            .where(EffectRow.lease_by == "lost")
            .values(lease_until=now - timedelta(days=9999))
        )
    take_back_lost(school.services, now)
    assert notice.subject_id is not None
    return notice.subject_id


def said_of(school: School, incident: UUID) -> str:
    """All that is on the record of decisions about an incident."""
    with open_session(school.services.engine, school.scope) as session:
        found = incidents.get_incident(
            session, school.scope, school.services.keyring, None, incident
        )
        rows = session.scalars(select(DecisionRow).where(DecisionRow.incident_id == incident))
        said = (
            unseal(found.key, row.said, table="portal_decision", column="said", row=row.id)
            for row in rows
        )
        return "\n".join(each.decode() for each in said)

"""People come, go, are away and are named, at random, while a school has incidents open.

Everything is real but the mail server: the database, the desk, the timers' look at duties and the
worker's deliveries.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from functools import partial
from random import Random
from uuid import UUID

from sqlalchemy import select, text

from portal.desk.by_time.remind import remind
from portal.desk.school import accepting, inviting, leaving, leaving_team
from portal.desk.school.administration import alter
from portal.errors import NotAllowed, NotFound, Refused, Stale
from portal.jobs.deliver import deliver_due
from portal.store import due
from tenants import absences, people
from tenants.calendar import uk_date
from tenants.change import Impossible, MayNot
from tenants.db import Scope, open_session, uuid7
from tenants.models import Absence, Membership, Person
from tenants.permissions import Permission
from tenants.roles import Role
from tenants.schools import appoint_dpo
from tests.desk.world import School

NO_MORE = (Refused, NotAllowed, NotFound, Stale, Impossible, MayNot)
"""What somebody may be told; nothing has changed then."""
COMING = (Role.HEAD, Role.DEPUTY_HEAD, Role.SLT, Role.DSL, Role.STAFF, Role.CHAIR)
TICK = timedelta(hours=16)


class Kept:
    """A mail server that takes everything."""

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []

    def send(self, message: EmailMessage) -> None:
        """Keep it."""
        self.sent.append(message)


class Town:
    """A school and its DPO service, to which things happen."""

    def __init__(self, at: School, chance: Random) -> None:
        self.at, self.chance, self.mail = at, chance, Kept()
        self.services = at.services = replace(at.services, mailer=self.mail)
        with open_session(self.services.engine, at.scope) as session:
            found = text("select overseer_id from tenants_oversight where school_id = :at")
            self.service: UUID = session.execute(found, {"at": at.id}).scalar_one()
        self.incidents: list[UUID] = []
        self.happened: list[str] = []
        self.astray: list[str] = []
        """Whom mail went to who was nobody here at that moment."""

    @property
    def today(self) -> date:
        """The day in the UK."""
        return uk_date(self.at.clock.now())

    def here(self) -> list[tuple[UUID, str, UUID | None]]:
        """Who holds which role at the school today, and through which service."""
        found = text(
            "select person_id, role, via_id from tenants_holding where school_id = :at "
            "and from_on <= :day and (until_on is null or until_on >= :day) order by 1, 2"
        )
        with open_session(self.services.engine, self.at.scope) as session:
            rows = session.execute(found, {"at": self.at.id, "day": self.today})
            return [(row.person_id, row.role, row.via_id) for row in rows]

    def officers(self) -> list[UUID]:
        """Who works at the service today."""
        held = select(Membership).where(Membership.organisation_id == self.service)
        with open_session(self.services.engine, Scope.of(self.service)) as session:
            rows = session.scalars(held.order_by(Membership.id)).all()
        return [one.person_id for one in rows if one.until_on is None or one.until_on >= self.today]

    def addresses(self) -> set[str]:
        """Where mail may go today."""
        known = {person for person, *_ in self.here()} | {*self.officers()}
        with open_session(self.services.engine, Scope.of(self.at.id, self.service)) as session:
            return {one.email for one in session.scalars(select(Person)) if one.id in known}

    def step(self) -> None:
        """Let one thing happen, if it may; timers and worker follow."""
        self.at.clock.at += timedelta(seconds=1)
        one = self.chance.choice(STEPS)
        try:
            said = one(self)
        except NO_MORE:
            return
        self.happened.append(f"{one.__name__}: {said}")
        self.settle()

    def settle(self) -> None:
        """What timers and worker do at this moment."""
        for _ in range(3):
            deliver_due(self.services, [self.at.id, self.service])
            duties = due.due_duties(self.services.engine, self.at.clock.now()).get(self.at.id, [])
            if not duties:
                break
            remind(self.services, self.at.id, duties, self.at.clock.now())
        here = self.addresses()
        to = (str(mail["To"]) for mail in self.mail.sent)
        self.astray += [one for one in to if not any(each in one for each in here)]
        self.mail.sent.clear()

    def anybody(self) -> UUID:
        """Somebody who is something here."""
        return self.chance.choice(self.here())[0]

    def day(self, *days: int) -> date:
        """One of these days from today."""
        return self.today + timedelta(days=self.chance.choice(days))

    def keep(self, permission: Permission, **change: object) -> object:
        """A change at the school, by the operator."""
        apply = change.pop("apply")
        assert callable(apply)
        return alter(self.services, self.at.id, permission, partial(apply, **change), by=None)


def is_away(town: Town) -> str:
    """Somebody is away from now on."""
    person, now = town.anybody(), town.at.clock.now()
    until = now + timedelta(hours=town.chance.choice((20, 60, 200)))
    town.keep(
        Permission.RECORD_ABSENCE, apply=absences.record_absence, school_id=town.at.id,
        person_id=person, from_at=now, until_at=until,
        stand_in_id=town.chance.choice((None, town.anybody())),
    )  # fmt: skip
    return f"{person} until {until}"


def is_back(town: Town) -> str:
    """Somebody comes back early."""
    with open_session(town.services.engine, town.at.scope) as session:
        rows = session.scalars(select(Absence).order_by(Absence.id)).all()
    open_now = [one for one in rows if one.until_at is None or one.until_at > town.at.clock.now()]
    if not open_now:
        raise Impossible("Nobody is away.")
    one = town.chance.choice(open_now)
    town.keep(
        Permission.RECORD_ABSENCE, apply=absences.end_absence, school_id=town.at.id,
        absence_id=one.id, at=town.at.clock.now(), person_id=None,
    )  # fmt: skip
    return str(one.person_id)


def names_dpo(town: Town) -> str:
    """The school names another DPO: of the service, or of its own."""
    own = town.chance.random() < 0.3
    able = [one for one, _, via in town.here() if via is None] if own else town.officers()
    person, on = town.chance.choice(able), town.day(0, 0, 1, 4)
    town.keep(
        Permission.APPOINT_DPO, apply=appoint_dpo, school_id=town.at.id, name="Named",
        email="named@example.org", phone="01632 960111", person_id=person, from_on=on,
        service_id=None if own else town.service, today=town.today, named_at=town.at.clock.now(),
    )  # fmt: skip
    return f"{person} from {on}"


def comes(town: Town) -> str:
    """Somebody new at the school."""
    role, mail = town.chance.choice(COMING), f"{uuid7()}@example.org"
    town.keep(
        Permission.KEEP_PEOPLE, apply=people.add_person, organisation_id=town.at.id,
        name="Somebody New", email=mail, phone="01632 960112", role=role,
        from_on=town.day(0, 0, 2), user_ref=f"user {mail}",
    )  # fmt: skip
    return f"{role} {mail}"


def leaves(town: Town) -> str:
    """Somebody leaves the school; another takes what was theirs."""
    own = sorted({one for one, _, via in town.here() if via is None})
    keepers = [one for one, role, via in town.here() if via is None and role in KEEPERS]
    person, by, until = town.chance.choice(own), town.chance.choice(keepers), town.day(-1, 0, 3)
    apply = leaving.prepare(
        town.services, town.at.id, person, by=by, until_on=until, taker=town.chance.choice(own)
    )
    alter(town.services, town.at.id, Permission.KEEP_PEOPLE, apply, by=by)
    return f"{person} after {until}"


KEEPERS = (Role.HEAD, Role.ADMINISTRATOR)


def officer_comes(town: Town) -> str:
    """Somebody new at the service, with a sign-in or invited."""
    mail, invited = f"{uuid7()}@example.org", town.chance.random() < 0.6
    add = partial(
        people.add_person, organisation_id=town.service, name="Officer New", email=mail,
        phone="01632 960113", role=town.chance.choice((Role.DPO, Role.DEPUTY_DPO)),
        from_on=town.today, user_ref=None if invited else f"user {mail}",
    )  # fmt: skip
    change = partial(alter, town.services, town.service, Permission.KEEP_TEAM, by=None)
    person = change(add).subject_id
    if invited:
        invite = partial(inviting.invite, services=town.services, school_id=town.service)
        change(partial(invite, person_id=person, by=None))
    return f"{person} {'invited' if invited else ''}"


def officer_leaves(town: Town) -> str:
    """Somebody leaves the service."""
    person, other = town.chance.choice(town.officers()), town.chance.choice(town.officers())
    until = town.day(-1, -1, 2)
    leaving_team.leave(town.services, town.service, person, until, other)
    return f"{person} after {until}, {other} instead"


def accepts(town: Town) -> str:
    """Somebody opens an invitation of the service, maybe with a sign-in that they have."""
    waiting = text(
        "select id, person_id from tenants_invitation where school_id = :at "
        "and opened_at is null and withdrawn_at is null order by id"
    )
    with open_session(town.services.engine, Scope.of(town.at.id, town.service)) as session:
        rows = session.execute(waiting, {"at": town.service}).all()
        known = sorted(one.user_ref for one in session.scalars(select(Person)) if one.user_ref)
        if not rows:
            raise Impossible("Nobody is invited.")
        one = town.chance.choice(rows)
        token = inviting.link(session, town.services, town.service, one.id).rpartition("/")[2]
    user = town.chance.choice(known) if town.chance.random() < 0.6 else f"user {one.id}"
    accepting.accept(town.services, town.service, token, user)
    return f"{one.person_id} as {user}"


def acts(town: Town) -> str:
    """Somebody does something in an incident, or reports one."""
    if len(town.incidents) < 3 and town.chance.random() < 0.4:
        told = (town.chance.choice((Role.HEAD, Role.DPO)),)
        town.incidents.append(town.at.report(told=told))
        return "reports"
    incident, person, other = town.chance.choice(town.incidents), town.anybody(), town.anybody()
    facts = town.at.facts(incident)
    action, said = town.chance.choice(
        (
            ("declare_aware", {"aware_at": facts.reported_at, "reason": "It is sure."}),
            ("mark_concerned", {"persons": (other,), "reason": "It is about them."}),
            ("remove_concern", {"persons": (other,), "reason": "It is not."}),
            (
                "ask_question",
                {
                    "text": "Who?",
                    "to": other,
                    "due_at": town.at.clock.now() + timedelta(days=3),
                },
            ),
        )
    )
    town.at.people[Role.REPORTER] = person
    town.at.do(action, Role.REPORTER, incident, **said)
    return f"{person} {action} {other} in {facts.reference}"


def time_goes_by(town: Town) -> str:
    """Timers tick meanwhile."""
    hours = town.chance.choice((5, 12, 30, 80))
    end = town.at.clock.at + timedelta(hours=hours)
    while town.at.clock.at < end:
        town.at.clock.at = min(end, town.at.clock.at + TICK)
        town.settle()
    return f"{hours} hours"


STEPS: tuple[Callable[[Town], str], ...] = (
    is_away, is_away, is_back, names_dpo, names_dpo, comes, leaves, officer_comes,
    officer_leaves, accepts, acts, acts, acts, time_goes_by, time_goes_by,
)  # fmt: skip

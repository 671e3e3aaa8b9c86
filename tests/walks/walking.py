"""One incident walked through the pure core: the desk's part of it without a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from portal.desk import can, stages
from portal.desk.catalogue import actions
from portal.desk.surroundings import Surroundings, actor
from portal.desk.writing.duties import with_signs
from portal.errors import NotAllowed, Refused
from portal.rules.also_told.sharing import left_to_controller_at
from portal.rules.clock import clock_has_ended
from portal.rules.duties import owed
from portal.rules.duties.duty import Duty
from portal.rules.facts import Facts
from portal.rules.handed_in import AboutList
from portal.rules.in_charge.owners import owner_of
from portal.rules.in_charge.roster import Away, Holder, Roster
from portal.rules.outcome import Actor, AnyAction
from portal.rules.rehearsal import Story
from portal.rules.rehearsal.acting import act as rehearsed
from portal.rules.words import RegulatorChoice, Stage
from tenants.calendar import Calendar, Closure
from tenants.policy.schema import Policy
from tenants.roles import IN_ONE_INCIDENT, Role
from tests.walks.saying import Pick, plainly, say

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
CALENDAR = Calendar("england", (Closure(date(2026, 11, 20), date(2026, 11, 29), "half term"),))
HOLDERS = tuple(
    Holder(UUID(int=number), role, role.value, f"{role.value}@example.org")
    for number, role in enumerate((each for each in Role if each not in IN_ONE_INCIDENT), 100)
)
PEOPLE = tuple(each.person_id for each in HOLDERS)
CHOOSABLE = tuple(
    each.person_id for each in HOLDERS if each.role not in {Role.ADMINISTRATOR, Role.OVERSEER}
)
"""Whom the pages offer as an owner, an officer, somebody to ask."""
PLAIN_WAYS = 3 * len(CHOOSABLE)
"""So many plain answers put each of them beside each answer of a row of two or three."""
SCHOOL = UUID(int=1)
LEFT_OUT = frozenset(
    {"report_incident", "report_from_outside", "import_incident", "erase_incident"}
)
"""They begin an incident; or nothing comes after."""
WITHOUT_A_LIST = frozenset(
    {
        "confirm_ending",
        "decide_people",
        "hold_notices",
        "put_right",
        "record_no_breach",
        "record_wrong",
    }
)
"""They are handed the list of people affected, and may be said while it is empty."""
ALONE_AS_WELL = frozenset({"ask_question", "answer_question"})
"""They change a second incident only where reports were joined."""
OVERDUE_WHEN_IT_OPENS = frozenset(
    {
        "submit_to_regulator",
        "complete_log",
        "outcome_report",
        "answer_regulator",
        "other_controller_reported",
    }
)
"""Counted from awareness, which may be known late, or from a day given to an earlier officer or by
the ICO.
"""
OF_THE_72_HOURS = frozenset({"submit_to_regulator", "other_controller_reported"})
BEFORE = {"record_publication": ("write_notice", "ask_opinion", "give_opinion")}
"""What a duty says beside its own action has to be done first."""
ENOUGH = 120
"""More duties than an incident can owe one after the other."""


@dataclass
class Walk:
    """Where it stands."""

    policy: Policy
    now: datetime = MONDAY
    facts: Facts = field(
        default_factory=lambda: Facts(SCHOOL, UUID(int=2), "INC-2026-0001", MONDAY)
    )
    roster: Roster = field(default_factory=lambda: Roster(HOLDERS))
    done: Counter[str] = field(default_factory=Counter)
    known: dict[UUID, Actor] = field(default_factory=dict)
    known_at: tuple[Facts, datetime, Roster] | None = None
    """The state of which `known` says who everybody is."""

    @property
    def around(self) -> Surroundings:
        """What a decision depends on beside the facts."""
        return Surroundings(self.policy, CALENDAR, self.roster)

    @property
    def owed(self) -> list[Duty]:
        """All duties, open and met."""
        return owed(self.facts, self.policy, CALENDAR, self.now)

    @property
    def open(self) -> list[Duty]:
        """What is owed by now, the most pressing first."""
        found = (each for each in self.owed if each.met_at is None and each.opens_at <= self.now)
        return sorted(found, key=lambda each: (each.due_at, each.kind, each.subject))

    def actor(self, person: UUID | None) -> Actor:
        """Who they are in the incident as it stands; worked out once for each state."""
        if person is None:
            return Actor(None)
        state = (self.facts, self.now, self.roster)
        if self.known_at is None or any(
            one is not other for one, other in zip(self.known_at, state, strict=True)
        ):
            self.known_at, self.known = state, {}
        if person not in self.known:
            self.known[person] = actor(person, self.around, self.facts, self.now)
        return self.known[person]

    def do(self, action: AnyAction, person: UUID | None, pick: Pick) -> bool:
        """What the desk does; False where a rule refuses."""
        who = self.actor(person)
        said = say(action, self.facts, self.policy, CHOOSABLE, self.now, pick)
        try:
            outcome = action.decide(self.facts, self.policy, who, said, self.now)
        except (Refused, NotAllowed):
            return False
        stages.check_move(action, self.facts, outcome.facts)
        was_closed = self.facts.stage is Stage.CLOSED
        self.facts = with_signs(outcome.facts, self.around, who, self.now)
        left = [each.kind for each in self.open if each.closing_waits]
        assert was_closed or self.facts.stage is not Stage.CLOSED or not left, left
        self.done[action.name] += 1
        return True

    def offered(self, person: UUID) -> list[AnyAction]:
        """What a person may do now and a walk can say."""
        who = self.actor(person)
        return [each for each in can.offered(self.facts, self.policy, who, self.now) if walks(each)]

    def able(self, duty: Duty) -> list[UUID]:
        """Those who owe it and may do what meets it now."""
        action = actions()[duty.action]
        owning = owner_of(duty, self.roster, self.facts, self.policy, self.now).people
        if not can.is_possible(action, self.facts, self.policy):
            return []
        return [
            each.person_id
            for each in owning
            if can.holds_role_for(action, self.facts, self.policy, self.actor(each.person_id))
        ]

    def world(self) -> bool:
        """What needs the list of people happens as in a rehearsal: True if anything did."""
        for duty in self.open:
            if duty.action and not walks(actions()[duty.action]):
                by = owner_of(duty, self.roster, self.facts, self.policy, self.now).people
                story, person = Story(self.now), by[0].person_id
                sends = duty.action == "send_notices"  # a corrected notice goes like the first
                step = replace(duty, kind="send_notices") if sends else duty
                after = rehearsed(self.facts, self.policy, story, step, person, self.now)
                if after is not None:
                    self.facts = after
                    return True
        return False

    def absent(self, person: UUID) -> None:
        """Somebody is away for two days; or is back, if they were away."""
        back = tuple(each for each in self.roster.away if each.person_id != person)
        if len(back) == len(self.roster.away):
            back = (*back, Away(person, self.now, self.now + timedelta(days=2)))
        self.roster = replace(self.roster, away=back)

    def bring_to_its_end(self) -> list[str]:
        """Every duty met in the plainest way that is accepted; what then still stops closing."""
        stuck: set[tuple[str, str, int]] = set()
        for _ in range(ENOUGH):
            if self.facts.stage is Stage.CLOSED:
                return []
            self.now += timedelta(minutes=10)
            waiting = [
                each
                for each in self.open
                if each.key not in stuck and (each.closing_waits or each.kind == "close")
            ]
            if not waiting:
                break
            if not self._meet(waiting[0]):
                stuck.add(waiting[0].key)
            else:
                stuck.clear()
        return [f"{each.kind} {each.subject} {each.action}" for each in self.open] or ["nothing"]

    def _meet(self, duty: Duty) -> bool:
        action = actions()[duty.action]
        if not walks(action):
            return self.world()
        for needed in BEFORE.get(action.name, ()):
            self._by_anybody(actions()[needed])
        return any(
            self.do(action, person, plainly(number))
            for number in range(PLAIN_WAYS)
            for person in self.able(duty)
        )

    def _by_anybody(self, action: AnyAction) -> None:
        for person in PEOPLE:
            if action in self.offered(person):
                self.do(action, person, plainly(0))


def walks(action: AnyAction) -> bool:
    """Whether a walk can say it: not what begins an incident or needs a list or a second one."""
    if action.second is not None and action.name not in ALONE_AS_WELL:
        return False
    if issubclass(action.said, AboutList) and action.name not in WITHOUT_A_LIST:
        return False
    return action.name not in LEFT_OUT


def unlawful(walk: Walk) -> list[str]:
    """What must never be true of any state, as sentences."""
    facts, found = walk.facts, []
    duties = {each.key: each for each in walk.owed}
    if len(duties) != len(walk.owed):
        found.append("two duties of one name")
    for duty in duties.values():
        if duty.due_at < duty.opens_at and duty.kind not in OVERDUE_WHEN_IT_OPENS:
            found.append(f"{duty.kind} is due before it opens")
        if not owner_of(duty, walk.roster, facts, walk.policy, walk.now).people:
            found.append(f"nobody owes {duty.kind}")
    found += [
        f"nobody can do {each.action} for {each.kind} {each.subject}"
        for each in walk.open
        if each.action and not walk.able(each)
    ]
    if facts.stage is not Stage.CLOSED and not any(map(walk.offered, PEOPLE)):
        found.append("nobody can do anything")
    return found + _of_the_72_hours(facts, duties.values())


def _of_the_72_hours(facts: Facts, duties: Iterable[Duty]) -> list[str]:
    decision = facts.regulator_decision
    ended = (
        clock_has_ended(facts)
        or left_to_controller_at(facts) is not None
        or facts.first_report is not None
        or (decision is not None and decision.choice is RegulatorChoice.DO_NOT_REPORT)
    )
    there = any(each.kind in OF_THE_72_HOURS for each in duties)
    return [] if ended or there else ["the 72 hours have vanished"]

"""Text and list are frozen once others are asked: what changes either asks them again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest

from portal.actions import (
    ask_opinion,
    decide_people,
    give_opinion,
    import_people,
    record_publication,
    send_notices,
    settle_addressee,
    write_notice,
)
from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.handed_in import AboutList
from portal.rules.outcome import AnyAction
from portal.rules.rows import ListedPerson, Standing
from portal.rules.telling.addressees import Affected, Contact
from portal.rules.telling.agreeing import asked_as_it_stands, unanswered
from portal.rules.telling.changes import Born, Change, ContactSettled, Died, Lives, ReachedBy
from portal.rules.telling.on_way import OnWay
from portal.rules.telling.people_list import Imported, OnList
from portal.rules.words import Answer, LegalRisk, PeopleChoice
from tenants.roles import Role
from tests.actions.table import NOW, WORMLEY, decide, who_may
from tests.actions.test_telling_people import FOUR, at_risk, duties

MUM, DAD = UUID(int=1), UUID(int=2)
STRICT = WORMLEY.model_copy(update={"notice_agreement": True})
PARENTS = (
    Contact(MUM, "Mo Ash", responsibility=Answer.YES, checked=True, email="mo@example.org"),
    Contact(DAD, "Di Ash", responsibility=Answer.YES, checked=True),
)
SAM = Affected(
    UUID(int=3),
    "Sam Ash",
    date_of_birth=date(2017, 3, 1),
    contacts=PARENTS,
    data_kinds=frozenset({"contact"}),
)
LEE = replace(SAM, id=UUID(int=4), name="Lee Oak", date_of_birth=date(2010, 3, 1), contacts=())


class Story:
    """An incident and its list, changed by actions as the desk would."""

    def __init__(self, risk: LegalRisk = LegalRisk.RISK) -> None:
        """Decided, imported, written, asked; the Headteacher has agreed."""
        self.facts: Facts = at_risk(risk)
        self.people: dict[UUID, OnList] = {}
        self.envelopes: tuple[OnWay, ...] = ()
        self.now = NOW
        high = risk is LegalRisk.HIGH
        choice = PeopleChoice.OBLIGED if high else PeopleChoice.TRANSPARENCY
        self.do(decide_people, choice=choice, reasons="Open.")
        self.bring(SAM)
        self.do(write_notice, parts=FOUR)
        self.ask()

    def do(self, module: ModuleType, role: Role = Role.DPO, **said: Any) -> None:
        """One action, an hour after the one before; the list follows it."""
        action: AnyAction = module.ACTION
        self.now += timedelta(hours=1)
        if issubclass(action.said, AboutList):
            said |= {"people": tuple(self.people.values()), "envelopes": self.envelopes}
        outcome = decide(action, self.facts, role, policy=STRICT, now=self.now, **said)
        self.facts = outcome.facts
        for row in outcome.rows:
            if isinstance(row, ListedPerson | Standing):
                self._keep(row)

    def _keep(self, row: ListedPerson | Standing) -> None:
        one = row.id if isinstance(row, ListedPerson) else row.subject_id
        body = row.body or self.people[one].body
        known = one.bytes
        self.people[one] = OnList(one, known, body, row.standing, row.reason, (1,), known)

    def bring(self, *people: Affected) -> None:
        """Import these."""
        rows = tuple(Imported(one.id.bytes, one, one.id.bytes) for one in people)
        self.do(import_people, rows=rows, source="people.xlsx")

    def settle(self, *changes: Change) -> None:
        """Settle one thing after the other about Sam."""
        for change in changes:
            self.do(settle_addressee, person_id=SAM.id, change=change)

    def ask(self) -> None:
        """Ask, and hear that it can go out."""
        self.do(ask_opinion)
        self.do(give_opinion, Role.HEAD, agrees=True)


ASKS_AGAIN: dict[str, Callable[[Story], None]] = {
    "another text": lambda it: it.do(write_notice, parts=(*FOUR, ("when", "Friday."))),
    "somebody more": lambda it: it.bring(LEE),
    "a contact barred": lambda it: it.settle(ContactSettled(MUM, barred="A court order.")),
    "another addressee": lambda it: it.settle(Born(date(2010, 3, 1))),
    "nobody any more": lambda it: it.settle(Died("The family.")),
    "a contact who can be reached now": lambda it: it.settle(
        ReachedBy(DAD, "The office.", email="di@example.org")
    ),
    "other data": lambda it: it.bring(replace(SAM, data_kinds=frozenset({"health"}))),
}
ASKS_NOBODY: dict[str, Callable[[Story], None]] = {
    "nothing": lambda _: None,
    "the same list again": lambda it: it.bring(SAM),
    "a death recorded by mistake": lambda it: it.settle(Died("The family."), Lives("Was Lee.")),
    "a typing error in where they are reached": lambda it: it.settle(
        ReachedBy(MUM, "Rang her.", email="mo.ash@example.org", phone="01992 000000")
    ),
    "another name for the risk": lambda it: it.do(
        decide_people, choice=PeopleChoice.TRANSPARENCY, reasons="Still open."
    ),
}


@pytest.mark.clause("DBRP-5.16")
@pytest.mark.parametrize("change", ASKS_AGAIN.values(), ids=ASKS_AGAIN)
def test_a_change_of_the_text_or_of_who_is_told_asks_again(change: Callable[[Story], None]) -> None:
    story = Story()
    change(story)
    assert who_may(ask_opinion.ACTION, story.facts, STRICT) == {Role.DPO}
    assert who_may(give_opinion.ACTION, story.facts, STRICT) == set()
    assert unanswered(story.facts, STRICT)
    assert asked_as_it_stands(story.facts) is False
    said: dict[str, Any] = {"expected": 1, "why_not_waited": "Urgent."}
    said["people"] = tuple(story.people.values())
    with pytest.raises(Refused, match="asks for agreement"):
        decide(send_notices.ACTION, story.facts, Role.DPO, policy=STRICT, **said)
    story.ask()
    assert unanswered(story.facts, STRICT) == ()
    assert who_may(ask_opinion.ACTION, story.facts, STRICT) == set()


@pytest.mark.parametrize("change", ASKS_NOBODY.values(), ids=ASKS_NOBODY)
def test_what_changes_neither_asks_nobody(change: Callable[[Story], None]) -> None:
    story = Story()
    change(story)
    assert unanswered(story.facts, STRICT) == ()
    assert who_may(ask_opinion.ACTION, story.facts, STRICT) == set()


def test_parents_as_well_is_another_list_where_it_tells_somebody_else() -> None:
    story = Story()
    story.bring(replace(LEE, contacts=PARENTS, email="lee@example.org"))
    story.ask()
    as_well: dict[str, Any] = {"parents_as_well": True, "parents_reason": "Medical data."}
    choice: dict[str, Any] = {"choice": PeopleChoice.TRANSPARENCY, "reasons": "Open."}
    story.do(decide_people, **choice, **as_well)
    assert unanswered(story.facts, STRICT) == (
        "The list has changed since the Headteacher was asked about it.",
    )


def test_nobody_owes_an_opinion_about_what_has_changed_since() -> None:
    story = Story(LegalRisk.HIGH)
    story.do(write_notice, parts=(*FOUR, ("when", "Friday.")))
    story.do(ask_opinion)
    assert duties(story.facts, STRICT)["give_opinion"] is False
    story.bring(LEE)
    assert "give_opinion" not in duties(story.facts, STRICT)
    story.do(ask_opinion)
    assert duties(story.facts, STRICT)["give_opinion"] is False


def test_a_public_text_is_frozen_by_itself() -> None:
    story = Story()
    story.do(decide_people, choice=PeopleChoice.PUBLICLY, reasons="Thousands, no addresses.")
    story.bring(LEE)
    assert unanswered(story.facts, STRICT) == ()
    assert who_may(record_publication.ACTION, story.facts, STRICT)

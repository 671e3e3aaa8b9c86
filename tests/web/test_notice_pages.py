"""Holding, telling publicly, other words, what comes back: the pages, in the real app."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from portal.rules.facts import Facts, People, PeopleDecision, WhyNot
from portal.rules.telling.changes import ContactSettled, Died
from portal.rules.telling.notice_parts import PARTS_BY_KEY
from portal.rules.words import PeopleChoice
from portal.web.incident.tracks import people_words
from tenants.roles import Role
from tests.actions.table import NOW
from tests.desk import telling
from tests.desk.test_notices import SOME_ALL
from tests.desk.world import School
from tests.web.reading import text
from tests.web.test_notices import at, dpo, incident, page

__all__ = ["at", "dpo", "incident"]

TEXT = {
    "what_happened_how": "A list was sent to the wrong people.",
    "consequences": "Somebody may know what they should not.",
    "done": "We asked for its deletion.",
    "contact": "Ask our data protection officer.",
}
SINCE = {"since": ["1", "1", "2026"]}
Typed = dict[str, str | list[str]]


@pytest.mark.clause("DBRP-5.17", "DBRP-5.19")
def test_written_held_lifted_told_publicly_and_complained_about(
    dpo: FlaskClient, at: School, incident: UUID
) -> None:
    def post(path: str, said: Typed) -> int:
        assert dpo.get(page(incident, path)).status_code == 200
        return dpo.post(page(incident, path), data=said).status_code

    said: Typed = {"choice": PeopleChoice.PUBLICLY, "reasons": "No addresses are known."}
    assert post("decide-people", said) == 303
    nothing = dpo.post(page(incident, "write-notice"), data=dict.fromkeys(PARTS_BY_KEY, "")).text
    assert '<a href="#what_happened_how">Write at least one part</a>' in nothing
    assert post("write-notice", {**TEXT}) == 303
    asked = dpo.get(page(incident, "add-wording")).text
    assert asked.count("<textarea") == asked.count('dir="auto"')  # Urdu begins on the right
    polish: Typed = {"language": "pl", "opening": "Coś poszło źle.", **TEXT}
    saved = dpo.post(page(incident, "add-wording"), data=polish)
    assert saved.location.endswith("notice?as=pl")
    preview = text(dpo.get(saved.location))
    assert "Version 1: written by Ruth Adeyemi" in preview
    assert "Coś poszło źle." not in text(dpo.get(page(incident, "notice?as=pl&version=1")))
    assert "Coś poszło źle." in preview
    assert "Co się stało" in preview
    assert "Reading age" in preview

    held: Typed = {
        "advised_by": "DC Rae",
        "reference": "42/1",
        "reason": "It would warn him.",
        **SINCE,
    }
    assert post("hold-notices", held) == 303
    shown = text(dpo.get(page(incident, "lift-hold")))
    assert "as DC Rae advised, reference 42/1" in shown
    public: Typed = {"where": "The website.", "why_not_waited": "It is urgent.", **SINCE}
    public |= {"until": ["1", "1", "2099"], "as_effective": "All families read it."}
    assert post("record-publication", public) == 422
    assert post("lift-hold", {"lifted": "yes", "reason": "DC Rae says go."}) == 303
    assert "A list was sent to the wrong people" in text(
        dpo.get(page(incident, "record-publication"))
    )
    assert post("record-publication", public) == 303
    assert at.facts(incident).people.publications

    came: Typed = {"who": "Sara Khan", "text": "I am angry.", "is_complaint": "yes"}
    came |= {"received_at": [*SINCE["since"], "", ""]}
    assert post("record-complaint", came) == 303
    [complaint] = at.facts(incident).people.complaints
    one: Typed = {"complaint": str(complaint.id)}
    assert post("acknowledge-complaint", one | {"how": "By phone."}) == 303
    answer: Typed = one | {"outcome": "We explained.", "told_of_regulator": "y"}
    assert post("answer-complaint", answer) == 303
    assert "Answered on" in text(dpo.get(page(incident, "replies")))

    assert post("record-wrong", {"what": "It was Monday."}) == 303
    assert post("record-wrong", {"what": "It was 40."}) == 303
    asked = text(dpo.get(page(incident, "put-right")))
    assert "Send a corrected notice" not in asked  # told publicly: there is nobody to send it to
    assert "Found wrong: It was Monday. Found wrong: It was 40. Tell people so" in asked
    assert "· It was 40" in text(dpo.get(page(incident, "")))
    assert "Decide first how it is put right" in text(dpo.get(page(incident, "write-notice")))
    assert post("put-right", {"corrected": "yes", "note": "In the same place."}) == 303


@pytest.mark.clause("DBRP-5.16")
def test_the_last_look_counts_everybody_on_the_list_once(dpo: FlaskClient, at: School) -> None:
    """Told by it, held, blocked, open, on their way, told: the numbers add up, also next time."""
    told = telling.decided_and_written(at, telling.SOME)
    everybody = len(telling.SOME)
    died = next(iter(telling.listing(at, told).people))
    at.do("settle_addressee", Role.DSL, told, person_id=died, change=Died("The family."))
    first = fares(dpo, told)
    assert first.pop("Everybody") == sum(first.values()) == everybody
    now = first["Told by these notices"]
    assert {words.split(" What")[0].split(" This")[0] for words in first} == {
        "Told by these notices",
        "To resolve",
        "Held back",
        "Nobody is told",
    }
    assert "To resolve What is the date of birth?" in first

    look = BeautifulSoup(dpo.get(page(told, "send-notices")).data, "html.parser")
    (expected,) = look.select("input[name=expected]")
    telling.send(at, told, int(str(expected["value"])), why_not_waited="High risk.")
    before = {*telling.listing(at, told).people}
    telling.import_children(at, told, (100,))
    at.do("clear_contacts", Role.DPO, told, against="The register.")
    later = fares(dpo, told)
    assert later.pop("Everybody") == sum(later.values()) == everybody + 1
    assert later["Told by these notices"] == 1
    assert later["A notice is on its way already"] == now
    came = {*telling.listing(at, told).people} - before
    for one in came:
        for contact in telling.listing(at, told).people[one].contacts:
            barred = ContactSettled(contact.id, barred="An order.")
            at.do("settle_addressee", Role.DSL, told, person_id=one, change=barred)
    open_ = BeautifulSoup(dpo.get(page(told, "people?standing=unresolved")).data, "html.parser")
    rows = open_.select("tbody tr")
    assert len(came) == 1
    assert [row for row in rows if not row.select("td[data-label=Next] a")] == []


def test_when_it_was_done_is_asked_and_cannot_be_to_come(
    dpo: FlaskClient, at: School, incident: UUID
) -> None:
    telling.import_children(at, incident, telling.SOME[:1])
    (one,) = telling.listing(at, incident).people
    told = {"how": "by_phone", "note": "Rang."}
    posted = {"done_at": ["23", "10", "2099", "4:10pm"]}
    telling.known(at, incident, people=replace(at.facts(incident).people, waiting=1))
    for where, said in ((f"resolve-unreached/{one}", told), ("record-posted", {"expected": "1"})):
        refused = dpo.post(page(incident, where), data={**said, **posted})
        assert refused.status_code == 422
        assert "must be in the past" in refused.data.decode()


def fares(dpo: FlaskClient, told: UUID) -> dict[str, int]:
    """The rows of the table of everybody, in words."""
    shown = BeautifulSoup(dpo.get(page(told, "send-notices")).data, "html.parser")
    table = shown.find_all("table")[-1]
    rows = [[cell.get_text(" ", strip=True) for cell in row(["th", "td"])] for row in table("tr")]
    return {words: int(number) for words, number in rows[1:]}


def test_where_it_is_decided_to_tell_nobody_more_no_page_says_to_go_on(
    dpo: FlaskClient, at: School
) -> None:
    told = telling.decided_and_written(at, telling.SOME)
    telling.send(at, told, SOME_ALL)
    at.do("decide_people", Role.DPO, told, choice=PeopleChoice.NOT_REQUIRED,
          reasons="We have it back.", why_not=WhyNot.RISK_REMOVED)  # fmt: skip
    progress = text(dpo.get(page(told, "sending")))
    assert "nobody more is written to" in progress
    assert "To go on" not in progress
    assert "Nobody more is to be told." in text(dpo.get(page(told, "")))


@pytest.mark.parametrize(("left", "said"), [(0, "Told."), (7, "Not all told yet.")])
def test_nobody_reads_told_while_some_are_to_resolve(left: int, said: str) -> None:
    obliged = PeopleDecision(PeopleChoice.OBLIGED, "", UUID(int=1), NOW)
    people = People(decisions=(obliged,), imported=9, sent_at=NOW, unresolved=left)
    facts = Facts(UUID(int=1), UUID(int=2), "INC-2026-0042", NOW, people=people)
    assert people_words(facts)[0] == said

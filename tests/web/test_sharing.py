"""Another controller shares the matter: chosen from the register, waited for, and ours again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.desk.by_time.remind import remind
from portal.models.reminders import ReminderRow
from portal.store import due
from tenants.db import Scope, open_session
from tenants.registers import Supplier, SupplierKind
from tests.portal_app import FRIDAY, MovingClock
from tests.web.pages import Pages
from tests.web.reading import words

DPO = "service.dpo"


@pytest.fixture
def council(wormley: Pages) -> str:
    """The id of a joint controller in the school's register."""
    scope = Scope.of(wormley.demo.schools["wormley"])
    with open_session(wormley.services.engine, scope) as session, session.begin():
        row = Supplier(
            school_id=wormley.demo.schools["wormley"],
            kind=SupplierKind.JOINT_CONTROLLER,
            name="Essex Music Hub",
        )
        session.add(row)
        session.flush()
        return str(row.id)


def decided(at: Pages, council: str) -> str:
    return at.does(
        DPO,
        "decide-regulator",
        choice="another_reports",
        registered=council,
        reasons="It runs the system.",
    )


@pytest.mark.clause("DBRP-5.11")
def test_the_other_controller_comes_from_the_register_and_reports(
    wormley: Pages, council: str
) -> None:
    shown = decided(wormley, council)
    assert "Essex Music Hub reports. It has not confirmed this yet." in shown
    assert "Make sure that the other controller has reported to the ICO" in shown
    assert "Agree with the other controller who tells the people affected" in shown
    done = wormley.does(
        DPO, "confirm-other-report", reported_at=["23", "10", "2026", "4pm"], reference="IC-77"
    )
    assert "reference IC-77" in done
    typed = wormley.post(DPO, "decide-regulator", choice="another_reports", reasons="No.")
    assert "Say which controller reports it" in words(typed)


@pytest.mark.clause("DBRP-5.11")
def test_who_tells_the_people_is_agreed_and_made_sure_of(wormley: Pages, council: str) -> None:
    decided(wormley, council)
    shown = words(wormley.get(DPO, "agree-who-tells"))
    assert "Essex Music Hub" in shown
    refused = wormley.post(DPO, "agree-who-tells", teller="they")
    assert "Say with whom this was agreed" in words(refused)
    wormley.does(DPO, "agree-who-tells", teller="they", agreed="With its DPO, by phone.")
    assert wormley.facts.who_tells.theirs
    wormley.does(
        DPO,
        "confirm-people-told",
        told_at=["23", "10", "2026", "4pm"],
        how="By e-mail, 214 parents.",
    )
    assert wormley.facts.other_told is not None


@pytest.mark.clause("DBRP-5.10")
def test_a_processor_comes_from_the_register(wormley: Pages, council: str) -> None:
    assert "Essex Music Hub" in words(wormley.get(DPO, "classify"))
    wormley.does(
        DPO,
        "classify",
        kind="potential",
        personal_data="yes",
        causes=["not_yet_known"],
        responsible="joint_controller",
        responsible_ref=council,
    )
    found = wormley.facts.classification.responsible
    assert (found.name, found.ref) == ("Essex Music Hub", council)


@pytest.mark.clause("DBRP-5.11")
def test_60_hours_later_reporting_is_ours_again_and_everybody_is_told(
    wormley: Pages, council: str, clock: MovingClock
) -> None:
    decided(wormley, council)
    clock.move_to(FRIDAY + timedelta(hours=60, minutes=1))
    school, now = wormley.demo.schools["wormley"], clock.now()
    ids = due.due_duties(wormley.services.engine, now)[school]
    remind(wormley.services, school, ids, now)
    shown = words(wormley.get(DPO, ""))
    assert "Report to the ICO: the other controller has not confirmed that it has" in shown
    with open_session(wormley.services.engine, wormley.scope) as session:
        told = {
            row.person_id
            for row in session.query(ReminderRow).filter_by(step="before_12h")
            if row.effect_id is not None
        }
    assert {wormley.demo.people[each] for each in (DPO, "wormley.head")} <= told


def test_the_school_holds_the_data_for_another_school_which_decides(wormley: Pages) -> None:
    wormley.does(
        DPO,
        "classify",
        kind="confirmed",
        personal_data="yes",
        causes=["not_yet_known"],
        responsible="for_another",
        responsible_name="Elm School",
    )
    assert "Tell the organisation whose data the school holds" in words(wormley.get(DPO, ""))
    asked = words(wormley.get(DPO, "decide-regulator"))
    assert "The school holds all of this data for Elm School, which decides" in asked
    assert "Leave it to the organisation whose data it is" in asked
    shown = wormley.does(DPO, "decide-regulator", choice="another_reports", reasons="Its data.",
                         controller="Elm School")  # fmt: skip
    assert "Elm School decides: it is its data. Tell it first." in shown
    done = wormley.does(DPO, "record-controller-told", told_at=["23", "10", "2026", "4pm"],
                        how="Its head, by phone.")  # fmt: skip
    assert "It was told on Friday 23 October" in done
    assert "Make sure that the other controller" not in done
    assert "left to report to the ICO" not in done

"""A list of staff against who is known: new, changed, the same, left, and what is not right."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from portal.rules.school.staff_list import (
    ELSEWHERE,
    NO_PHONE,
    OTHER_NAME,
    SHARED,
    STRAY,
    TWICE,
    Known,
    Row,
    plan,
)
from portal.sheets.headed import sheet_of
from portal.web.admin.people.sheet import guess, read
from tenants.roles import Role

STAFF = frozenset({Role.STAFF})
ROW = Row(2, "Ann Lee", "ann@example.org", STAFF)
ANN = Known(uuid4(), "Ann Lee", "Ann@example.org", "", "", "", STAFF)


def test_somebody_unknown_is_new_and_the_same_twice_is_a_problem() -> None:
    found = plan([ROW, replace(ROW, number=3)], [])
    assert found.new == (ROW,)
    assert [(one.row, one.sentence) for one in found.problems] == [(3, TWICE)]


def test_an_address_that_ends_differently_from_most_is_pointed_out_and_kept() -> None:
    """An invitation to a mistyped domain gives a stranger the sign-in."""
    stray = replace(ROW, number=4, email="kim@exampel.org")
    found = plan([ROW, replace(ROW, number=3, email="bo@EXAMPLE.org"), stray], [])
    assert found.new[-1] == stray
    assert [(one.row, one.sentence) for one in found.problems] == [(4, STRAY)]
    assert not plan([ROW, stray], []).problems, "neither is what most have"


def test_read_again_nothing_changes() -> None:
    found = plan([ROW], [ANN])
    assert (found.new, found.changed, found.same) == ((), (), 1)


def test_roles_and_details_are_shown_as_changes() -> None:
    known = replace(ANN, roles=frozenset({Role.IT_CONTACT}))
    row = replace(ROW, roles=frozenset({Role.SLT}), phone="01632 960001", job_title="Bursar")
    (change,) = plan([row], [known]).changed
    assert change.gains == {Role.SLT}
    assert change.not_in_list == {Role.IT_CONTACT}
    assert change.details == {"phone": "01632 960001", "job_title": "Bursar"}


def test_an_empty_cell_says_nothing_and_staff_is_never_lost() -> None:
    known = replace(ANN, phone="01632 960001", job_title="Teacher", roles=STAFF | {Role.DSL})
    assert plan([replace(ROW, roles=frozenset({Role.DSL}))], [known]).same == 1


def test_details_of_somebody_who_belongs_elsewhere_too_are_left_alone() -> None:
    row = replace(ROW, name="Ann Lee-Fox", job_title="Clerk")
    (change,) = plan([row], [replace(ANN, elsewhere=True)]).changed
    assert change.details == {"job_title": "Clerk"}


def test_leavers_are_proposed_and_never_done() -> None:
    found = plan([replace(ROW, left=True)], [ANN])
    assert found.leavers == (ANN,)
    assert not found.changed
    assert plan([replace(ROW, left=True)], [replace(ANN, roles=frozenset())]).leavers == ()
    assert plan([replace(ROW, left=True)], []).new == ()


def test_who_is_not_in_the_list_is_named_and_stays() -> None:
    zoe = replace(ANN, person_id=uuid4(), name="Zoe Fox", email="zoe@example.org")
    gone = replace(zoe, email="gone@example.org", roles=frozenset())
    found = plan([replace(ROW, email="ANN@example.org")], [zoe, gone, ANN])
    assert (found.not_named, found.leavers, found.changed) == ((zoe,), (), ())


def test_somebody_who_comes_back_is_the_same_person() -> None:
    (change,) = plan([ROW], [replace(ANN, roles=frozenset())]).changed
    assert (change.known.person_id, change.gains) == (ANN.person_id, STAFF)


def test_those_in_charge_need_a_phone() -> None:
    head = replace(ROW, roles=frozenset({Role.HEAD}))
    assert plan([head], []).problems[0].sentence == NO_PHONE
    assert plan([replace(head, phone="01632 960001")], []).new
    assert plan([head], [replace(ANN, phone="01632 960001")]).changed


def test_an_address_that_two_people_share_is_a_problem() -> None:
    found = plan([ROW], [ANN, replace(ANN, person_id=uuid4())])
    assert [one.sentence for one in found.problems] == [SHARED]


def test_columns_are_guessed_and_a_role_is_never_guessed_from_a_job() -> None:
    sheet = sheet_of(
        [
            (1, ["Surname", "First name", "Work email", "Post", "Role", "Mobile", "Leaver"]),
            (2, ["Lee", "Ann", "ann@example.org", "Headteacher", "", None, "no"]),
            (3, ["Fox", "Ben", "ben@example.org", "", "Head teacher, DSL", "01632 960001", "Yes"]),
            (4, ["Ray", "Cat", "cat@example.org", "", "Wizard", "", ""]),
            (5, ["Roe", "Dan", "no address", "", "", "", ""]),
        ]
    )
    columns = guess(sheet.headings)
    assert columns == ("surname", "forename", "email", "job_title", "role", "phone", "left")
    rows, problems = read(sheet, columns)
    assert [(row.name, row.roles, row.left) for row in rows] == [
        ("Ann Lee", STAFF, False),
        ("Ben Fox", {Role.HEAD, Role.DSL}, True),
        ("Cat Ray", STAFF, False),
    ]
    assert [problem.row for problem in problems] == [4, 5]
    assert not any(word in one.sentence for one in problems for word in ("Wizard", "Dan", "Roe"))


def test_an_offices_mailbox_is_somebody_elses_after_somebody_has_left() -> None:
    gone = replace(ANN, roles=frozenset())
    found = plan([replace(ROW, name="Bo Fox")], [gone])
    assert (len(found.new), found.changed) == (1, ()), "nobody gets the leaver's roles and name"
    assert plan([ROW], [gone]).changed[0].known == gone, "back again"
    bo = replace(ANN, person_id=uuid4(), name="Bo Fox")
    assert plan([replace(ROW, name="Bo Fox")], [gone, bo]).same == 1
    assert [one.sentence for one in plan([ROW], [bo]).problems] == [OTHER_NAME]
    (married,) = plan([replace(ROW, name="Ann Lee-Fox")], [ANN]).changed
    assert married.details == {"name": "Ann Lee-Fox"}


def test_the_same_name_at_another_address_is_asked() -> None:
    """The school comes to a trust, and everybody gets a new address."""
    moved = replace(ROW, email="ann@trust.example")
    found = plan([moved], [replace(ANN, phone="01632 960001")])
    assert (found.new, found.not_named, found.problems) == ((), (), ())
    assert found.moved[0].details == {"email": "ann@trust.example"}
    assert plan([moved, replace(ROW, number=3)], [ANN]).new == (moved,), (
        "her address is in the list"
    )
    assert len(plan([moved, replace(moved, number=3, email="a.lee@trust.example")], [ANN]).new) == 2
    assert len(plan([moved], [ANN, replace(ANN, person_id=uuid4(), email="al@x.org")]).new) == 1
    assert [one.sentence for one in plan([moved], [replace(ANN, elsewhere=True)]).problems] == [
        ELSEWHERE
    ]
    assert plan([replace(moved, left=True)], [ANN]).leavers == (ANN,)
    head = replace(moved, roles=frozenset({Role.HEAD}))
    assert plan([head], [replace(ANN, phone="01632 960001")]).moved[0].gains == {Role.HEAD}

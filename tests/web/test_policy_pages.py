"""A school's policy on its pages: begun, answered, compared, adopted, read, saved, read in."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from uuid import uuid4

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.web.admin.policy import asking
from portal.web.admin.policy.forms import LARGEST_FILE
from portal.web.admin.policy.listing import Listed
from tenants.policy.loader import adopt, list_variants, load_variant, parse, read_variant
from tenants.policy.schema import questions
from tenants.policy.timescales import DUTY_KINDS
from tenants.policy.writing import raw
from tests.portal_app import ClientFor, Demo, MovingClock

BASE = "/wormley/manage/policy"
CONTROL = {
    "approved_by": "The governing body",
    "approved_on": ["23", "10", "2026"],
    "in_force_from": ["23", "10", "2026"],
    "next_review_on": ["23", "10", "2027"],
}
PAGES = (
    "/",
    "/draft",
    "/draft/compare",
    "/draft/adopt",
    "/draft/rehearse",
    "/draft/rehearse?when=before_closure",
    "/draft/discard",
    "/draft.toml",
    "/versions/1",
    "/versions/1.toml",
    "/upload",
    "/begin",
)


def post(client: FlaskClient, path: str, **data: object) -> TestResponse:
    """Send a form of the policy's pages."""
    return client.post(BASE + path, data={"once": str(uuid4()), **data})


def said(reply: TestResponse) -> str:
    """What a page says, in one line."""
    return " ".join(BeautifulSoup(reply.text, "html.parser").get_text(" ").split())


@pytest.fixture
def office(client_for: ClientFor, clock: MovingClock) -> FlaskClient:
    """The school's administrator, with a draft from the policy in force."""
    client = client_for("wormley.office")
    post(client, "/draft/discard")
    assert post(client, "/begin", source="in_force").status_code == 303
    return client


@pytest.fixture
def statements(portal_app: Flask) -> Callable[[Callable[[], object]], int]:
    """How many statements a request sends."""

    def count(request: Callable[[], object]) -> int:
        with portal_app.app_context():
            engine = portal_app.extensions["portal"].services().engine
        sent: list[str] = []
        sa.event.listen(engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
        request()
        return len(sent)

    return count


def test_every_page_of_a_draft_and_every_question_has_its_page(office: FlaskClient) -> None:
    for path in PAGES:
        assert office.get(BASE + path).status_code == 200, path
    for question in [*questions(), *(f"timescales.{kind}" for kind in DUTY_KINDS)]:
        reply = office.get(f"{BASE}/draft/answers/{question}", follow_redirects=True)
        expected = 404 if question == "timescales" else 200
        assert reply.status_code == expected, question
    for missing in ("/draft/answers/no", "/draft/parts/no", "/versions/99", f"/versions/{9**30}"):
        assert office.get(BASE + missing).status_code == 404
    assert office.get(f"{BASE}/draft/lists/pupil_age").status_code == 404
    assert office.get(f"{BASE}/draft/lists/kept_apart/5").status_code == 404


@pytest.mark.clause("SIP-doc", "DBRP-7.1")
def test_an_answer_says_where_it_is_from_and_is_compared(office: FlaskClient) -> None:
    before = office.get(f"{BASE}/draft/parts/people")
    assert "From: Plan 5.16" in said(before)
    assert post(office, "/draft/answers/pupil_age", answer="12", clause="9.1").status_code == 303
    after = said(office.get(f"{BASE}/draft/parts/people"))
    assert "the school’s own answer, Plan 9.1, changed from the variant (5.16)" in after
    compared = said(office.get(f"{BASE}/draft/compare"))
    assert "Before: 13 Now: 12" in compared
    assert post(office, "/draft/answers/pupil_age/as-printed").status_code == 303
    assert "Every answer is the same" in said(office.get(f"{BASE}/draft/compare"))


def test_what_has_no_shape_is_refused_and_kept_beside_its_field(office: FlaskClient) -> None:
    reply = post(office, "/draft/answers/pupil_age", answer="old enough")
    assert reply.status_code == 422
    assert "Enter a whole number" in said(reply)
    assert 'value="old enough"' in reply.text
    reply = post(
        office, "/draft/answers/timescales.contain", answer_much="9999", answer_unit="days"
    )
    assert reply.status_code == 422


def test_answers_that_cannot_both_hold_are_named_and_not_adopted(office: FlaskClient) -> None:
    closers = office.get(f"{BASE}/draft/answers/closers").text
    assert 'value="dpo"' in closers
    assert 'value="overseer"' not in closers
    assert 'value="lead"' not in closers
    post(office, "/draft/answers/outcome_report", answer="yes")
    sentence = "An outcome report is written, but nobody assesses it: name who does."
    for path in ("/draft", "/draft/parts/investigation", "/draft/adopt", "/draft/rehearse"):
        assert sentence in said(office.get(BASE + path)), path
    reply = post(office, "/draft/adopt", **CONTROL)
    assert reply.status_code == 422
    assert sentence in said(reply)
    post(office, "/draft/answers/outcome_assessors", answer_0="slt", answer_1="head")
    assert sentence not in said(office.get(f"{BASE}/draft"))


def test_a_controller_that_is_not_there_is_named_in_the_rehearsal(office: FlaskClient) -> None:
    sentence = "no trust looks after this school here"
    assert sentence not in said(office.get(f"{BASE}/draft/rehearse"))
    post(office, "/draft/answers/controller", answer="trust")
    assert sentence in said(office.get(f"{BASE}/draft/rehearse"))


def test_the_items_of_a_list_are_added_moved_and_taken_away(office: FlaskClient) -> None:
    steps = "/draft/lists/investigation_steps"
    added = len(parse(read_variant("wormley")).answers["investigation_steps"].answer)  # type: ignore[arg-type]  # a list, by its question
    assert post(office, f"{steps}/{added}", text="Search the web", clause="4").status_code == 303
    assert post(office, steps, do=f"up-{added}").status_code == 303
    assert post(office, steps, do="remove-0").status_code == 303
    listed = said(office.get(BASE + steps))
    assert "Establish whether there was a breach" not in listed
    assert listed.index("Search the web (4)") < listed.index("Consider whether IT or HR")
    assert post(office, steps, do="up-77").status_code == 422
    changed = {"when": "part", "amount": "40", "whom_0": "owner", "climbs": "no"}
    path = "/draft/lists/internal_reminders/0"
    assert post(office, path, **changed, if_undecided="no").status_code == 303
    reminders = said(office.get(f"{BASE}/draft/lists/internal_reminders"))
    assert "When 40% of the time has passed" in reminders


@pytest.mark.parametrize("variant", list_variants())
def test_an_item_that_is_saved_as_it_is_shown_stays_as_it_is(
    portal_app: Flask, variant: str
) -> None:
    policy = adopt(load_variant(variant), {})
    with portal_app.test_request_context():
        for question in questions():
            kind = asking.items_of(question)
            kept = raw(getattr(policy, question)) if kind else []
            for number in range(len(kept)):
                assert kind is not None
                listed = Listed(kind, kept, number)
                form = asking.form_for(listed.asked, listed.shown, clause=False)
                changed = tuple(kind.model_validate(item) for item in listed.changed(form))
                assert changed == getattr(policy, question), (question, number)


@pytest.mark.clause("SIP-doc", "SIP-7", "DBRP-5.0", "SIP-dpo", "DBRP-1.9")
def test_a_draft_is_adopted_with_its_document_control_and_old_versions_stay(
    office: FlaskClient, client_for: ClientFor
) -> None:
    protocol = {"answer": "Ring the service, day or night.", "clause": "2.4"}
    post(office, "/draft/answers/dpo_protocol", **protocol)
    early = CONTROL | {"in_force_from": ["1", "1", "2020"]}
    refused = post(office, "/draft/adopt", **early)
    assert refused.status_code == 422
    assert "Name the data protection officer first" in said(refused)
    assert post(office, "/draft/adopt", **CONTROL).status_code == 303
    teacher = client_for("wormley.teacher")
    first, second = (said(teacher.get(f"{BASE}/versions/{number}")) for number in (1, 2))
    assert "Version 2, in force" in second
    assert "Approved by The governing body Approved on Friday 23 October 2026" in second
    assert "Next review Saturday 23 October 2027" in second
    assert "Adopted in the portal by Janet Crossley (School administrator)" in second
    assert "Adopted in the portal by Whoever runs this portal" in first
    assert "What is different from version 1 (1)" in second
    assert "Ring the service, day or night. From: the school’s own answer, Plan 2.4" in second
    assert "Ring the service" not in first
    assert "Version 1 " in first
    whole = said(teacher.get(f"{BASE}/versions/2/parts/all"))
    assert "Document control Version 2, in force" in whole
    assert "Adopted in the portal by Janet" in whole
    assert "Ring the service, day or night." in said(
        teacher.get(f"{BASE}/versions/2/parts/officer")
    )

    post(office, "/begin", source="in_force")
    post(office, "/draft/answers/dpo_protocol", **protocol | {"answer": "Ring the deputy."})
    assert "waits for" not in said(office.get(f"{BASE}/draft/adopt"))
    assert "asked to read it" not in said(office.get(f"{BASE}/draft/adopt"))
    assert office.post("/wormley/manage/training/ask").status_code == 303
    assert "Everybody at the school is asked to read it" in said(office.get(f"{BASE}/draft/adopt"))
    later = CONTROL | {"in_force_from": ["1", "1", "2027"]}
    assert post(office, "/draft/adopt", **later).status_code == 303
    assert "Version 3 Waits for its day" in said(office.get(f"{BASE}/"))
    assert "Version 3, which waits for Friday 1 January 2027" in said(office.get(f"{BASE}/begin"))
    assert post(office, "/begin", source="waiting").status_code == 303
    assert "Ring the deputy." in said(office.get(f"{BASE}/draft/parts/officer"))
    sentence = "Version 3 waits for Friday 1 January 2027. On that day it takes the place of"
    assert sentence in said(office.get(f"{BASE}/draft/adopt"))
    assert teacher.get(f"{BASE}/draft").status_code == 403
    assert "Begin a draft" not in said(teacher.get(f"{BASE}/"))


def test_a_policy_is_saved_and_read_in_again(office: FlaskClient) -> None:
    post(office, "/draft/answers/pupil_age", answer="12", clause="9.1")
    saved = office.get(f"{BASE}/draft.toml")
    assert saved.headers["Content-Disposition"] == 'attachment; filename="wormley-draft.toml"'
    post(office, "/draft/discard")
    upload = {"file": (io.BytesIO(saved.data), "policy.toml")}
    assert post(office, "/upload", **upload).status_code == 303
    assert "12 From: Plan 9.1" in said(office.get(f"{BASE}/draft/parts/people"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b'name = "x"\nabout = "y"\n\n[answers]\npupil_age = { answer = 40, default = true }\n',
            "from the age of 40",
        ),
        (
            b'name = "x"\nabout = "y"\n\n[answers]\nnonsense = { default = true }\n',
            "Line 5: “nonsense” is not a question",
        ),
        (b"name = \n", "This is not TOML"),
        (b"\xff\xfe", "is no text"),
        (b"#" * (LARGEST_FILE + 1), "larger than 200 kB"),
    ],
    ids=["impossible", "unknown", "no TOML", "no text", "too large"],
)
def test_what_is_wrong_in_a_file_is_said_and_the_draft_stays(
    office: FlaskClient, content: bytes, sentence: str
) -> None:
    reply = post(office, "/upload", file=(io.BytesIO(content), "policy.toml"))
    assert reply.status_code == 422
    assert sentence in said(reply)
    assert office.get(f"{BASE}/draft").status_code == 200


def test_only_who_may_adopt_a_policy_writes_a_draft(
    office: FlaskClient, client_for: ClientFor
) -> None:
    for who, expected in (
        ("wormley.head", 200),
        ("wormley.chair", 200),
        ("wormley.teacher", 403),
        ("wormley.dsl", 403),
        ("service.dpo", 200),
        ("council.officer", 404),
        ("wentworth.office", 404),
    ):
        client = client_for(who)
        assert client.get(f"{BASE}/draft").status_code == expected, who
        reply = post(client, "/draft/answers/pupil_age", answer="14")
        assert reply.status_code == (303 if expected == 200 else expected), who


def test_one_draft_at_a_time_and_nothing_at_another_school(
    office: FlaskClient, client_for: ClientFor, demo: Demo
) -> None:
    again = post(office, "/begin", source="blank")
    assert again.status_code == 422
    assert "A draft is open already" in said(again)
    other = client_for("wentworth.office")
    assert other.get("/wentworth/manage/policy/draft").status_code == 404
    assert other.get(f"{BASE}/").status_code == 404


def test_the_pages_cost_a_few_statements(
    office: FlaskClient, statements: Callable[[Callable[[], object]], int]
) -> None:
    for path in ("/", "/draft", "/draft/parts/time", "/draft/rehearse", "/versions/1"):
        assert statements(partial(office.get, BASE + path)) <= 14, path

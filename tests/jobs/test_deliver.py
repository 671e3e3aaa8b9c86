"""Delivering: what each answer of the mail server makes of a row."""

import logging
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine

from portal.errors import Undeliverable
from portal.host import Services
from portal.jobs import ending, handlers
from portal.jobs.deliver import deliver, deliver_due
from portal.jobs.verdict import LADDER_MINUTES, retry_at
from portal.outbox import leases
from portal.outbox.leases import Settlement
from tests.jobs.world import NOTICE, NOW, School, StoppedClock, services
from tests.mail_sink import MailSink

pytestmark = pytest.mark.usefixtures("notices")


@pytest.fixture
def told(engine: Engine, clock: StoppedClock, smtp: MailSink) -> Services:
    return services(engine, smtp_port=smtp.port, clock=clock)


def address(key: str) -> str:
    return f"{key}@homes.example.org"


def test_each_recipient_gets_one_message(school: School, told: Services, smtp: MailSink) -> None:
    for number in range(120):
        school.write(f"k{number}", kind="notice")
    deliver_due(told, [school.id])
    assert school.states() == {"sent": 120}
    assert len({mail.recipients for mail in smtp.caught}) == len(smtp.caught) == 120


def test_an_effect_waits_for_its_time(
    school: School, told: Services, clock: StoppedClock, smtp: MailSink
) -> None:
    school.write("k", kind="notice", run_after=NOW + timedelta(hours=1))
    deliver_due(told, [school.id])
    assert smtp.caught == []
    clock.pass_by(hours=1)
    deliver_due(told, [school.id])
    assert len(smtp.caught) == 1


def test_a_refusal_for_good_is_a_failure_and_stops_no_other(
    school: School, told: Services, smtp: MailSink
) -> None:
    smtp.refuse(permanently=True, only_to=address("gone"))
    gone = school.write("gone", kind="notice")
    school.write("there", kind="notice")
    deliver_due(told, [school.id])
    assert school.effect(gone).state == "failed"
    assert school.effect(gone).error == "MailRefused 550"
    assert school.states() == {"failed": 1, "sent": 1}


def test_a_refusal_that_may_pass_is_tried_again_by_the_ladder(
    school: School, told: Services, clock: StoppedClock, smtp: MailSink
) -> None:
    smtp.refuse(permanently=False)
    effect = school.write("k", kind="notice")
    for attempts, minutes in enumerate((*LADDER_MINUTES, 60, 60), start=1):
        deliver_due(told, [school.id])
        row = school.effect(effect)
        assert (row.state, row.attempts) == ("waiting", attempts)
        assert row.run_after == clock.now() + timedelta(minutes=minutes)
        clock.pass_by(minutes=minutes)
    smtp.accept()
    deliver_due(told, [school.id])
    assert school.states() == {"sent": 1}
    assert len(smtp.caught) == 1


def test_a_notice_is_given_up_after_72_hours_and_an_alert_never(
    school: School, told: Services, clock: StoppedClock, smtp: MailSink
) -> None:
    notice = school.write("k", kind="notice")
    alert = school.write("alert")
    smtp.refuse(permanently=False)
    clock.pass_by(hours=72)
    deliver_due(told, [school.id])
    assert school.effect(notice).state == "failed"
    assert school.effect(alert).state == "waiting"


def test_a_server_that_is_down_is_asked_once_and_the_rest_given_back(
    school: School, told: Services, smtp: MailSink
) -> None:
    smtp.stop()
    for number in range(10):
        school.write(f"k{number}", kind="notice")
    deliver_due(told, [school.id])
    assert sum(row.attempts for row in school.effects()) == 1
    assert {row.lease_by for row in school.effects()} == {None}
    smtp.start()
    deliver_due(told, [school.id])
    assert school.states() == {"sent": 9, "waiting": 1}


def test_an_error_on_the_way_out_makes_a_notice_uncertain_and_an_alert_a_second_copy(
    school: School, told: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def send(self, _message: object) -> None:
            raise TimeoutError("grace.head@school.example.org")

    school.write("k", kind="notice")
    alert = school.write("alert")
    deliver_due(replace(told, mailer=Broken()), [school.id])
    assert school.states() == {"uncertain": 1, "waiting": 1}
    assert school.effect(alert).data == {"again": True}


def test_an_error_before_anything_left_is_tried_again(
    school: School, told: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> Settlement:
        raise KeyError("Amira Khan")

    monkeypatch.setitem(handlers.HANDLERS, "notice", replace(NOTICE, prepare=fails))
    effect = school.write("k", kind="notice")
    deliver_due(told, [school.id])
    row = school.effect(effect)
    assert (row.state, row.attempts, row.error, row.data) == ("waiting", 1, "KeyError", {})


def test_what_cannot_be_made_fails_at_once(
    school: School, told: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(*_: object) -> Settlement:
        raise Undeliverable("no address")

    monkeypatch.setitem(handlers.HANDLERS, "notice", replace(NOTICE, prepare=cannot))
    school.write("k", kind="notice")
    school.write("unknown", kind="no such kind")
    deliver_due(told, [school.id])
    assert [row.error for row in school.effects()] == ["Undeliverable", "UnknownKind"]
    assert school.states() == {"failed": 2}


def test_an_effect_inside_the_database_settles_with_what_it_does(
    school: School, told: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = replace(NOTICE, prepare=lambda *_: Settlement("sent"))
    monkeypatch.setitem(handlers.HANDLERS, "inside", inside)
    school.write("k", kind="inside")
    deliver_due(told, [school.id])
    assert school.states() == {"sent": 1}


def test_nothing_more_is_begun_when_asked_to_end(
    school: School, told: Services, smtp: MailSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked_to_end(*_: object) -> Settlement:
        ending.stopping.set()
        return Settlement("sent")

    monkeypatch.setitem(handlers.HANDLERS, "last", replace(NOTICE, prepare=asked_to_end))
    school.write("first", kind="last")
    for number in range(3):
        school.write(f"k{number}", kind="notice")
    try:
        deliver_due(told, [school.id])
    finally:
        ending.stopping.clear()
    assert school.states() == {"sent": 1, "waiting": 3}
    assert {row.lease_by for row in school.effects()} == {None}


def test_time_is_up_after_the_seconds_given(school: School, told: Services) -> None:
    school.write("k", kind="notice")
    deliver_due(told, [school.id], seconds=-1)
    assert school.states() == {"waiting": 1}


def test_logs_name_class_place_and_ids_only(
    school: School, told: Services, caplog: pytest.LogCaptureFixture, smtp: MailSink
) -> None:
    canary = "canary-x7q"
    smtp.refuse(permanently=True, only_to=address(canary))
    school.write(canary, kind="notice")
    school.write("alert", template="news", data={"duty_ids": [canary]})
    with caplog.at_level(logging.DEBUG):
        deliver_due(told, [school.id, UUID(int=7)])
    ours = "\n".join(
        record.getMessage() for record in caplog.records if record.name != "mail.log"
    )  # the test's own mail server logs what it is told
    assert str(school.id) in ours
    assert "ValueError at uuid.py" in ours
    assert canary not in ours


def test_the_rq_entry_lets_no_error_out(caplog: pytest.LogCaptureFixture) -> None:
    deliver(["not an id"])
    assert "nothing was delivered: RuntimeError" in caplog.text


def test_an_error_of_the_database_leaves_the_school_as_it_was(
    school: School, told: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object) -> None:
        raise ConnectionError

    school.write("k", kind="notice")
    monkeypatch.setattr(leases, "claim", lost)
    deliver_due(told, [school.id])
    assert school.states() == {"waiting": 1}


def test_the_ladder() -> None:
    waits = [(retry_at(NOW, tries) - NOW) / timedelta(minutes=1) for tries in range(8)]
    assert waits == [1, 2, 5, 10, 15, 30, 60, 60]

"""The outbox's rows: written once, claimed by one, settled only by whom they belong to."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import Engine

from portal.outbox import leases, rows
from portal.outbox.leases import Settlement
from portal.store import due
from portal.store.effects import ClaimedEffect
from tenants.db import Scope, open_session
from tests.jobs.world import NOW, School

SENT = Settlement("sent")


def claim(school: School, worker: str = "me", limit: int = 50) -> list[ClaimedEffect]:
    with school.session() as session, session.begin():
        return leases.claim(session, school.id, worker, NOW, limit)


def mark(school: School, effect: ClaimedEffect, worker: str = "me") -> bool:
    with school.session() as session, session.begin():
        return leases.mark_sending(session, effect, worker)


def settle(
    school: School, effect: ClaimedEffect, result: Settlement = SENT, worker: str = "me"
) -> bool:
    with school.session() as session, session.begin():
        return leases.settle(session, effect, worker, result, NOW)


def reclaim(school: School) -> None:
    with school.session() as session, session.begin():
        leases.reclaim(session, school.id, {"alert"}, NOW)


def test_the_same_key_is_one_row(school: School) -> None:
    assert school.write("k") == school.write("k")
    assert len(school.effects()) == 1


def test_an_effect_of_a_commit_that_fails_is_not_there(school: School) -> None:
    with school.session() as session:
        rows.write(session, school_id=school.id, kind="alert", key="k", run_after=NOW)
        session.rollback()
    assert school.effects() == []


def test_only_what_is_due_is_claimed_oldest_first(school: School) -> None:
    school.write("later", run_after=NOW + timedelta(seconds=1))
    school.write("second", run_after=NOW)
    school.write("first", run_after=NOW - timedelta(hours=1))
    assert [effect.key for effect in claim(school)] == ["first", "second"]


def test_what_one_worker_holds_no_other_claims(school: School) -> None:
    school.write("k")
    assert len(claim(school, "one")) == 1
    assert claim(school, "two") == []
    school.let_leases_die()
    assert len(claim(school, "two")) == 1


def test_two_workers_at_once_share_and_never_double(school: School) -> None:
    for number in range(120):
        school.write(f"k{number}")
    with ThreadPoolExecutor(4) as pool:
        batches = list(pool.map(lambda n: claim(school, f"worker {n}"), range(4)))
    claimed = [effect.id for batch in batches for effect in batch]
    assert len(claimed) == len(set(claimed)) == 120
    assert max(map(len, batches)) <= 50


def test_released_rows_are_free_at_once(school: School) -> None:
    for key in "abc":
        school.write(key)
    begun, *_rest = claim(school, "one")
    assert mark(school, begun, "one")
    with school.session() as session, session.begin():
        leases.release(session, school.id, "one")
    assert len(claim(school, "two")) == 2


def test_who_lost_the_lease_changes_nothing(school: School) -> None:
    school.write("k")
    (effect,) = claim(school, "slow")
    school.let_leases_die()
    claim(school, "quick")
    assert not mark(school, effect, "slow")
    assert not settle(school, effect, worker="slow")
    assert mark(school, effect, "quick")
    assert settle(school, effect, worker="quick")
    assert school.states() == {"sent": 1}


def test_renewing_keeps_the_lease(school: School) -> None:
    school.write("k")
    (effect,) = claim(school)
    school.let_leases_die()
    with school.session() as session, session.begin():
        leases.renew(session, school.id, "me")
    assert claim(school, "other") == []
    assert mark(school, effect)


def test_a_lost_send_of_a_notice_is_uncertain_and_never_goes_out_again(school: School) -> None:
    school.write("k", kind="notice")
    (effect,) = claim(school)
    assert mark(school, effect)
    reclaim(school)
    assert school.states() == {"sending": 1}  # its lease is alive
    school.let_leases_die()
    reclaim(school)
    assert school.states() == {"uncertain": 1}
    assert claim(school, "other") == []


def test_a_slow_worker_may_still_say_what_became_of_an_uncertain_notice(school: School) -> None:
    school.write("k", kind="notice")
    (effect,) = claim(school, "slow")
    assert mark(school, effect, "slow")
    school.let_leases_die()
    reclaim(school)
    assert not settle(school, effect, worker="other")
    assert settle(school, effect, worker="slow")
    assert school.states() == {"sent": 1}


def test_a_lost_send_of_an_alert_goes_out_again_marked(school: School) -> None:
    school.write("k", data={"step": "due"})
    (effect,) = claim(school)
    assert mark(school, effect)
    school.let_leases_die()
    reclaim(school)
    (again,) = claim(school, "other")
    assert again.data == {"step": "due", "again": True}
    assert not settle(school, effect, worker="me")


def test_stopped_notices_do_not_leave_even_when_claimed(school: School) -> None:
    for key in "abc":
        school.write(key, kind="notice")
    school.write("alert")
    claimed = claim(school)
    begun = next(effect for effect in claimed if effect.kind == "notice")
    assert mark(school, begun)
    with school.session() as session, session.begin():
        assert rows.stop_notices(session, school.id, None, NOW) == 2
    assert sum(mark(school, effect) for effect in claimed) == 1  # the alert
    assert settle(school, begun)
    assert school.states() == {"sent": 1, "stopped": 2, "sending": 1}


def test_another_school_sees_claims_and_settles_nothing(school: School) -> None:
    school.write("k")
    other = School.found(school.engine)
    assert other.effects() == []
    (effect,) = claim(school)
    with open_session(school.engine, Scope.of(other.id)) as session, session.begin():
        assert not leases.settle(session, effect, "me", SENT, NOW)
    assert school.states() == {"waiting": 1}


def test_schools_with_something_to_do_are_found_across_all(engine: Engine) -> None:
    due_one, lost_one, idle = (School.found(engine) for _ in range(3))
    due_one.write("k")
    idle.write("k", run_after=NOW + timedelta(minutes=1))
    lost_one.write("k")
    (effect,) = claim(lost_one)
    mark(lost_one, effect)
    lost_one.let_leases_die()
    found = due.schools_with_due_effects(engine, NOW)
    assert due_one.id in found
    assert not {idle.id, lost_one.id} & set(found)
    assert due.schools_with_dead_leases(engine) == [lost_one.id]


def test_one_tick_at_a_time(engine: Engine) -> None:
    with due.one_tick(engine) as first, due.one_tick(engine) as second:
        assert (first, second) == (True, False)
    with due.one_tick(engine) as third:
        assert third

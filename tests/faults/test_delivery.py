"""Real processes, real servers, real trouble: nothing is lost, nothing is doubled unflagged."""

import pytest
from redis import Redis

from portal.jobs.schedule import tick
from standalone.servers import free_port
from tests.faults.conftest import SOON, Scene, wait_until

pytestmark = pytest.mark.faults


def test_214_notices_take_one_job_and_two_workers_share_them(scene: Scene) -> None:
    scene.write_notices(214)
    for _ in range(2):
        scene.nudge()
    with Redis.from_url(scene.fleet.environment["REDIS_URL"]) as redis:
        assert redis.llen("rq:queue:portal") == 2
    scene.fleet.start("worker")
    scene.fleet.start("worker")
    wait_until(lambda: scene.sent() == 214)
    scene.everybody_got_one(214)


def test_a_worker_killed_in_mid_send(scene: Scene) -> None:
    scene.smtp.slow_by = 0.1
    scene.write_notices(30)
    scene.nudge()
    worker = scene.fleet.start("worker")
    wait_until(lambda: scene.sent() >= 5)
    scene.fleet.kill(worker)
    scene.smtp.slow_by = 0
    # nobody else touches what the dead worker holds until its lease is over
    assert tick(scene.services)
    assert scene.school.states()["waiting"] + scene.sent() >= 29
    scene.school.let_leases_die()
    scene.fleet.start("worker")
    assert tick(scene.services)
    wait_until(lambda: scene.school.states().keys() <= {"sent", "uncertain"})
    states = scene.school.states()
    assert states["sent"] + states.get("uncertain", 0) == 30
    assert states.get("uncertain", 0) <= 1
    assert len({mail.recipients for mail in scene.smtp.caught}) == len(scene.smtp.caught) >= 29


def test_a_wake_up_flushed_before_anybody_took_it(scene: Scene) -> None:
    scene.write_notices(3)
    scene.nudge()
    with Redis.from_url(scene.fleet.environment["REDIS_URL"]) as redis:
        redis.flushall()
    scene.fleet.start("worker")
    assert tick(scene.services)
    wait_until(lambda: scene.sent() == 3)
    scene.everybody_got_one(3)


def test_the_mail_server_refuses_for_a_while(scene: Scene) -> None:
    scene.smtp.refuse(permanently=False)
    scene.write_notices(20)
    scene.nudge()
    scene.fleet.start("worker")
    wait_until(lambda: all(row.attempts == 1 for row in scene.school.effects()))
    assert scene.school.states() == {"waiting": 20}
    scene.smtp.accept()
    scene.move_clock(90)
    wait_until(lambda: tick(scene.services) and scene.sent() == 20)
    scene.everybody_got_one(20)


def test_the_mail_server_is_away_for_a_while(scene: Scene) -> None:
    scene.smtp.stop()
    scene.write_notices(20)
    scene.nudge()
    scene.fleet.start("worker")
    wait_until(lambda: any(row.attempts for row in scene.school.effects()))
    scene.smtp.start()
    scene.move_clock(90)
    wait_until(lambda: tick(scene.services) and scene.sent() == 20)
    scene.everybody_got_one(20)


def test_two_timers_without_redis_send_each_once(scene: Scene) -> None:
    scene.fleet.environment["REDIS_URL"] = f"redis://127.0.0.1:{free_port()}/0"
    for _ in range(2):
        scene.fleet.start("timers")
    scene.write_notices(30)
    wait_until(lambda: scene.sent() == 30)
    scene.everybody_got_one(30)


def test_a_worker_told_to_end_gives_back_what_it_has_not_begun(scene: Scene) -> None:
    scene.smtp.slow_by = 0.1
    scene.write_notices(30)
    scene.nudge()
    worker = scene.fleet.start("worker")
    wait_until(lambda: scene.sent() >= 3)
    assert scene.fleet.end(worker) < SOON
    rows = scene.school.effects()
    assert {row.state for row in rows} == {"sent", "waiting"}
    assert {row.lease_by for row in rows} == {None}


def test_a_send_that_hangs_holds_up_no_ending(scene: Scene) -> None:
    scene.smtp.slow_by = 30
    scene.write_notices(1)
    scene.nudge()
    worker = scene.fleet.start("worker")
    wait_until(lambda: scene.school.states() == {"sending": 1})
    assert scene.fleet.end(worker) < SOON
    scene.school.let_leases_die()
    assert tick(scene.services)
    assert scene.school.states() == {"uncertain": 1}


def test_a_worker_waits_for_redis_and_ends_while_it_waits(scene: Scene) -> None:
    scene.fleet.environment["REDIS_URL"] = f"redis://127.0.0.1:{free_port()}/0"
    worker = scene.fleet.start("worker")
    with pytest.raises(AssertionError):
        wait_until(lambda: not worker.is_alive(), within=1)
    assert scene.fleet.end(worker) < SOON

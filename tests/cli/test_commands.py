"""Every `flask portal …` command through the standalone app: what it says, and how it ends."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from portal.desk.catalogue import actions
from portal.desk.perform import Deed, perform
from portal.desk.stages import moves
from portal.rules.words import Stage
from portal.store import audit, due
from standalone.demo import PASSWORD
from tenants.policy import loader
from tests.databases import Database
from tests.mail_sink import MailSink
from tests.portal_app import Demo, MovingClock, dispose, make_app

Run = Callable[..., Result]
VARIANTS = Path(loader.__file__).parent / "variants"


@pytest.fixture
def run(portal_app: Flask) -> Run:
    """Run a command as a shell does: `run("policy", "explain", "wormley")`."""
    return lambda *args: portal_app.test_cli_runner().invoke(args=["portal", *args])


@pytest.fixture
def reported(portal_app: Flask, demo: Demo) -> None:
    """A teacher has reported something."""
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
        report = actions()["report_incident"]
        deed = Deed(demo.schools["wormley"], demo.people["wormley.teacher"])
        perform(services, report, report.said(happened="A list went astray."), deed)


@pytest.fixture
def as_owner(demo_database: Database) -> Iterator[Callable[[str], None]]:
    """Do as the tables' owner what the app cannot."""
    engine = sa.create_engine(demo_database.owner_url)

    def execute(statement: str) -> None:
        with engine.begin() as connection:
            connection.execute(sa.text(statement))

    yield execute
    engine.dispose()


def answer(result: Result, *, code: int = 0) -> object:
    """What a program reads."""
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def test_a_sound_deployment_is_said_to_be_sound(
    demo_database: Database, clock: MovingClock, valkey: str, smtp: MailSink
) -> None:
    sound = make_app(demo_database, REDIS_URL=valkey, MAIL_HOST=smtp.host, MAIL_PORT=smtp.port)
    with sound.app_context():  # before anything was due
        MovingClock(sound.extensions["portal"].services().engine).move_to(
            datetime(2020, 1, 1, tzinfo=UTC)
        )
    runner = sound.test_cli_runner()
    assert runner.invoke(args=["portal", "check"]).output == "This deployment is sound.\n"
    said = answer(runner.invoke(args=["portal", "check", "--json"]))
    assert said == {"sound": True, "problems": []}
    assert smtp.caught == []
    dispose(sound)


@pytest.mark.usefixtures("reported")
def test_who_does_not_answer_or_is_not_at_work_is_named(
    demo_database: Database, clock: MovingClock
) -> None:
    """Nobody delivers here, so after days what was reported is still on its way."""
    other = base64.b64encode(bytes(32)).decode()
    alone = make_app(demo_database, MAIL_HOST="127.0.0.1", MAIL_PORT=1, PORTAL_MASTER_KEY=other)
    clock.pass_by(days=90)
    found = alone.test_cli_runner().invoke(args=["portal", "check"]).output
    assert "No worker can be woken through Redis (ConnectionError)." in found
    assert "The mail server at 127.0.0.1:1 does not let the portal in" in found
    assert "PORTAL_MASTER_KEY is not the key under which" in found
    assert "are the timers running?" in found
    assert "is a worker running?" in found
    dispose(alone)


def test_a_database_that_does_not_answer_is_a_sentence(demo_database: Database) -> None:
    away = make_app(
        demo_database, SQLALCHEMY_DATABASE_URI="postgresql+psycopg://portal_app@127.0.0.1:1/none"
    )
    nowhere = "postgresql+psycopg://portal_owner@127.0.0.1:1/none"
    for command in ("check", "audit verify", f"db upgrade --url {nowhere}"):
        said = away.test_cli_runner().invoke(args=["portal", *command.split()])
        assert said.exit_code == 1
        assert "PostgreSQL does not answer" in said.output, command
    dispose(away)


def test_a_database_without_tables_is_a_sentence(empty_database: Database) -> None:
    bare = make_app(empty_database)
    said = bare.test_cli_runner().invoke(args=["portal", "check"])
    assert said.exit_code == 1
    assert "run flask portal db upgrade" in said.output
    dispose(bare)


def test_what_is_unsound_is_named_and_fails(demo_database: Database) -> None:
    unsound = make_app(
        demo_database,
        SQLALCHEMY_DATABASE_URI=demo_database.owner_url,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_size": 1, "max_overflow": 0},
        WTF_CSRF_TIME_LIMIT=3600,  # as a CSRFProtect that the host made first sets it
    )
    runner = unsound.test_cli_runner()
    said = runner.invoke(args=["portal", "check"])
    assert said.exit_code == 1
    assert "must own nothing" in said.output
    assert "a request may hold two" in said.output
    assert "WTF_CSRF_TIME_LIMIT is 3600" in said.output
    assert demo_database.owner_url not in said.output
    found = answer(runner.invoke(args=["portal", "check", "--json"]), code=1)
    assert isinstance(found, dict)
    assert found["sound"] is False
    assert len(found["problems"]) == len(said.output.splitlines())
    dispose(unsound)


def test_clauses_are_listed_and_gaps_fail(run: Run) -> None:
    rows = answer(run("clauses", "--json"))
    assert isinstance(rows, list)
    assert {"SIP-1", "DBRP-5.3"} <= {row["clause"] for row in rows}
    gaps = {row["clause"] for row in rows if row["missing"] and row["since"] != "later"}
    missing = run("clauses", "--missing")
    assert gaps <= {line.split()[0] for line in missing.output.splitlines()}
    assert missing.exit_code == (1 if gaps else 0)


def test_permissions_are_those_of_the_routes(run: Run) -> None:
    rows = answer(run("permissions", "--json"))
    assert isinstance(rows, list)
    assert "action report_incident" in {row["what"] for row in rows}
    printed = run("permissions").output.splitlines()
    assert len(printed) == len(rows)
    (advising,) = [line for line in printed if line.startswith("action advise_regulator ")]
    assert advising.endswith("the DPO or their stand-in.")  # nobody else: in words, not all roles


def test_stages_are_those_of_the_actions(run: Run) -> None:
    rows = answer(run("stages", "--json"))
    assert isinstance(rows, list)
    assert len(rows) == len(moves())
    assert {stage for row in rows for stage in row["to"]} <= {str(stage) for stage in Stage}
    assert "report_incident" in run("stages").output


def test_a_school_is_told_its_own_policy(run: Run) -> None:
    plan, policy = run("policy", "explain", "wormley"), run("policy", "explain", "wentworth")
    assert (plan.exit_code, policy.exit_code) == (0, 0)
    assert plan.output != policy.output
    assert len(plan.output.splitlines()) > 20


def test_a_school_that_is_not_there_has_no_policy(run: Run) -> None:
    said = run("policy", "explain", "nowhere")
    assert said.exit_code == 1
    assert "no school whose short name is nowhere" in said.output
    run("organisation", "add", "--kind", "school", "--name", "New School", "--slug", "new-school")
    assert "No policy is in force" in run("policy", "explain", "new-school").output


@pytest.mark.parametrize("variant", sorted(VARIANTS.glob("*.toml")), ids=lambda path: path.stem)
def test_the_variants_that_come_with_the_portal_are_sound(run: Run, variant: Path) -> None:
    assert run("policy", "check", str(variant)).output == "This variant is sound.\n"
    assert answer(run("policy", "check", str(variant), "--json")) == {"sound": True, "problems": []}


def test_an_unsound_variant_fails(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("pupil_age = 'old enough'\n")
    said = run("policy", "check", str(broken))
    assert said.exit_code == 1
    assert "pupil_age" in said.output
    found = answer(run("policy", "check", str(broken), "--json"), code=1)
    assert isinstance(found, dict)
    assert found["problems"]
    broken.write_text("title = 'Äußerst'\n", encoding="utf-16")
    assert "Save it as UTF-8" in run("policy", "check", str(broken)).output


def test_the_outbox_is_counted_and_a_tick_empties_it(
    portal_app: Flask, run: Run, reported: None
) -> None:
    rows = answer(run("outbox", "--json"))
    assert {"kind": "alert", "state": "waiting"}.items() <= dict(rows[0]).items()  # type: ignore[index]  # a row of JSON
    assert "alert" in run("outbox").output
    with portal_app.app_context():
        engine = portal_app.extensions["portal"].services().engine
        before = due.effects_by_state(engine)
        assert run("tick").exit_code == 0  # nobody takes mail here: tried, and left for later
        assert run("tick").exit_code == 0
        assert sum(due.effects_by_state(engine).values()) >= sum(before.values())


@pytest.mark.clause("SIP-5")
def test_the_chain_and_the_signing_key_can_be_taken_away(run: Run, reported: None) -> None:
    lines = [json.loads(line) for line in run("audit", "export", "wormley").output.splitlines()]
    entries = [(each["position"], each["body"], each["previous"], each["digest"]) for each in lines]
    school = UUID(json.loads(lines[0]["body"])["school"])
    assert audit.walk(school, entries).ok
    assert run("audit", "export", "nowhere").exit_code == 1
    key = answer(run("audit", "key", "--json"))
    assert isinstance(key, dict)
    assert len(bytes.fromhex(key["key"])) == 32
    assert run("audit", "key").output.strip() == key["key"]


def test_the_chain_holds_until_somebody_tampers(
    run: Run, reported: None, as_owner: Callable[[str], None]
) -> None:
    chains = answer(run("audit", "verify", "--json"))
    assert isinstance(chains, list)
    assert all(chain["ok"] for chain in chains)
    assert "wormley  holds" in run("audit", "verify").output
    as_owner("update portal_audit set body = '{}' where position = 1")
    said = run("audit", "verify")
    assert said.exit_code == 1
    assert "FAILS at entry 1" in said.output
    chains = answer(run("audit", "verify", "--json"), code=1)
    assert isinstance(chains, list)
    assert not all(chain["ok"] for chain in chains)


def test_tables_are_brought_up_to_date_as_often_as_one_likes(
    run: Run, demo_database: Database
) -> None:
    for _again in range(2):
        said = run("db", "upgrade", "--url", demo_database.owner_url)
        assert said.exit_code == 0, said.output
        assert "up to date" in said.output


def test_the_app_itself_may_not_change_tables(run: Run, demo_database: Database) -> None:
    said = run("db", "upgrade", "--url", demo_database.app_url)
    assert said.exit_code == 1
    assert "portal_owner" in said.output
    assert "Traceback" not in said.output


def test_the_demo_says_whom_to_sign_in_as(run: Run) -> None:
    people = run("demo", "--people")
    assert people.exit_code == 0
    assert "wormley.head@example.org" in people.output
    assert PASSWORD in people.output
    assert run("demo").exit_code == 0  # again: everybody is there


def test_a_policy_is_taken_out_and_brought_in_as_a_draft(run: Run, tmp_path: Path) -> None:
    saved = run("policy", "export", "wormley")
    file = tmp_path / "policy.toml"
    file.write_text(saved.output)
    assert run("policy", "check", str(file)).output == "This variant is sound.\n"
    assert run("policy", "import", str(file), "--school", "wentworth").output == (
        "The draft is open.\n"
    )
    file.write_text(saved.output.replace("pupil_age = {", "pupils_age = {"))
    refused = run("policy", "import", str(file), "--school", "wentworth")
    assert refused.exit_code == 1
    assert "“pupils_age” is not a question of a policy" in refused.output
    assert "Line " in refused.output
    assert run("policy", "export", "nowhere").exit_code == 1

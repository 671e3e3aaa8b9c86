"""The rules of the structure, held over every module; each is shown to find a planted offence."""

import pytest

from tenants.policy.questions import Answers
from tenants.policy.schema import Policy
from tests.architecture import offences
from tests.architecture.offences import Rule
from tests.architecture.source import Source, sources

THE_PORTAL = ("portal", "tenants")
# put together here, or the checkers would read them as meant for this file
NOQA, IGNORE = "no" + "qa", "type" + ": ignore"


@pytest.mark.parametrize(
    ("rule", "folders"),
    [
        (offences.commits, THE_PORTAL),
        (offences.writes_sql, THE_PORTAL),
        (offences.reads_clock, THE_PORTAL),
        (offences.too_long, ()),
        (offences.long_view, ("portal", "standalone")),
        (offences.says_nothing, ()),
        (offences.silences, ()),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_no_module_offends(rule: Rule, folders: tuple[str, ...]) -> None:
    found = [offence for source in sources(*folders) for offence in rule(source)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (offences.commits, "portal/web/views.py", "def f(session): session.commit()"),
        (offences.commits, "portal/store/due.py", "with engine.begin() as connection: ..."),
        (offences.commits, "portal/store/drafts.py", "tell(engine, scope, statement)"),
        (offences.commits, "portal/outbox/rows.py", "tell_all(engine, scope, *queries)"),
        (offences.commits, "tenants/directory.py", "with a.open() as s, s.begin(): ..."),
        (
            offences.writes_sql,
            "portal/desk/can.py",
            "from sqlalchemy import text\ntext('x')",
        ),
        (
            offences.writes_sql,
            "portal/desk/can.py",
            "from sqlalchemy import text as t\nt('x')",
        ),
        (offences.writes_sql, "portal/web/views.py", "import sqlalchemy as sa\nsa.text('x')"),
        (offences.writes_sql, "tenants/change.py", "connection.exec_driver_sql('x')"),
        (offences.writes_sql, "portal/desk/can.py", "Query('x', {}, len)"),
        (offences.reads_clock, "portal/jobs/schedule.py", "now = datetime.now(UTC)"),
        (offences.reads_clock, "portal/rules/clock.py", "import datetime as d\nd.date.today()"),
        (
            offences.reads_clock,
            "tenants/calendar.py",
            "import datetime\ndatetime.datetime.utcnow()",
        ),
        (offences.reads_clock, "portal/crypto/sealing.py", "time.time()"),
        (offences.too_long, "portal/rules/long.py", "x = 1\n" * 251),
        (offences.too_long, "tests/test_long.py", "x = 1\n" * 301),
        (
            offences.long_view,
            "portal/web/home/views.py",
            "@blueprint.get('/')\n@shows(DESK)\ndef view():\n" + "    x = 1\n" * 25,
        ),
        (offences.says_nothing, "portal/web/utils.py", ""),
        (offences.says_nothing, "portal/helpers/dates.py", ""),
        (offences.silences, "portal/rules/clock.py", f"x = 1  # {NOQA}: E501"),
        (offences.silences, "portal/rules/clock.py", f"x = 1  # {IGNORE}[misc]  # {NOQA}: E501"),
    ],
)
def test_a_planted_offence_is_found(rule: Rule, path: str, text: str) -> None:
    assert len(list(rule(Source(path, text)))) == 1


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (offences.commits, "portal/desk/perform.py", "with session.begin(): ..."),
        (offences.commits, "portal/web/views.py", "drafts.begin(services, school_id)"),
        (offences.writes_sql, "portal/store/due.py", "from sqlalchemy import text\ntext('x')"),
        (offences.writes_sql, "portal/web/parts/form.py", "from .fields import text\ntext('x')"),
        (offences.reads_clock, "portal/jobs/schedule.py", "now = services.clock.now()"),
        (offences.reads_clock, "portal/host.py", "datetime.now(UTC)"),
        (offences.too_long, "portal/rules/long.py", "x = 1\n" * 250),
        (offences.too_long, "migrations/versions/0001.py", "x = 1\n" * 999),
        (offences.silences, "portal/rules/clock.py", f"x = 1  # {NOQA}: E501 - a reason"),
        (offences.silences, "portal/rules/clock.py", f"x = 1  # {IGNORE}[misc]  # a reason"),
    ],
)
def test_what_is_allowed_is_not_an_offence(rule: Rule, path: str, text: str) -> None:
    assert not list(rule(Source(path, text)))


@pytest.mark.parametrize("name", ["DOORS", "WRITES_SQL"])
def test_no_exemption_outlives_its_reason(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    exempt = getattr(offences, name)
    rule = {"DOORS": offences.commits, "WRITES_SQL": offences.writes_sql}[name]
    monkeypatch.setattr(offences, name, ())
    found = {source.path for source in sources(*THE_PORTAL) if list(rule(source))}
    assert [each for each in exempt if not any(path.startswith(each) for path in found)] == []


def test_each_policy_question_is_interpreted_in_one_module() -> None:
    found = offences.shared_interpretation(sources("portal"), Policy.model_fields)
    assert not found, "\n".join(found)


def test_each_policy_question_is_interpreted_at_all() -> None:
    """No dead question: what a school is asked decides something."""
    asked = set(Answers.model_fields) - {"title", "short_title"}
    read = {name for source in sources("portal") for name in offences.asks_policy(source, asked)}
    assert asked == read


def test_a_question_interpreted_twice_or_outside_the_rules_is_found() -> None:
    rule = Source("portal/rules/clock.py", "def f(policy): return policy.pupil_age")
    again = Source(
        "portal/rules/in_charge/owners.py", "def f(facts): return facts.policy.pupil_age"
    )
    page = Source("portal/web/views.py", "age = case.policy.pupil_age")
    other = Source("portal/web/views.py", "age = form.pupil_age")
    questions = {"pupil_age"}
    assert not offences.shared_interpretation([rule, rule, other], questions)
    assert len(offences.shared_interpretation([rule, again], questions)) == 1
    assert len(offences.shared_interpretation([rule, page], questions)) == 1

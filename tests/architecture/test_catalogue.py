"""What actions and duties name exists: texts of mails, kinds of effects, periods, other actions."""

import ast
import inspect
import re
from collections.abc import Iterable, Iterator
from importlib import import_module

import pytest

from portal.desk.catalogue import actions
from portal.jobs.handlers import HANDLERS
from portal.web.incident.offers import LIKELY, OTHERWISE
from tenants.policy.timescales import DUTY_KINDS
from tests.architecture.source import ROOT, Source, called, sources

MAILS = ROOT / "portal" / "templates" / "portal" / "mail"
HEADINGS = ("Who:", "When:", "What we ask:", "What happens:", "What the policy decides:")


def words(call: ast.Call) -> dict[str, str]:
    """The texts that a call is given by name; the first without one is 'kind'."""
    given = [("kind", call.args[0])] if call.args else []
    given += [(keyword.arg or "", keyword.value) for keyword in call.keywords]
    return {
        name: value.value
        for name, value in given
        if isinstance(value, ast.Constant) and isinstance(value.value, str)
    }


def nameless_effects(source: Source) -> Iterator[str]:
    """Effects of a kind that nothing delivers, and alerts that have no text."""
    for call in source.calls():
        if called(call) == "Effect":
            said = words(call)
            if said.get("kind", "alert") not in HANDLERS:
                yield source.at(call, f"no handler delivers {said['kind']}")
            template = said.get("template")
            if template and not (MAILS / f"{template}.txt").exists():
                yield source.at(call, f"no mail is called {template}.txt")


def nameless_duties(source: Source) -> Iterator[str]:
    """Duties that no policy gives a time, or that an action which does not exist would meet."""
    for call in source.calls():
        if called(call) == "Duty":
            said = words(call)
            if said.get("kind", DUTY_KINDS[0]) not in DUTY_KINDS:
                yield source.at(call, f"no policy is asked about {said['kind']}")
            if said.get("action") and said["action"] not in actions():
                yield source.at(call, f"no action is called {said['action']}")


def test_each_effect_is_delivered_and_each_alert_has_a_text() -> None:
    found = [each for source in sources("portal") for each in nameless_effects(source)]
    assert not found, "\n".join(found)


def test_each_duty_has_a_time_and_a_way_to_be_met() -> None:
    found = [each for source in sources("portal") for each in nameless_duties(source)]
    assert not found, "\n".join(found)


def test_each_action_that_a_page_offers_by_name_exists() -> None:
    assert set(OTHERWISE).union(*LIKELY.values()) <= set(actions())


@pytest.mark.parametrize("name", actions())
def test_each_action_says_what_it_is(name: str) -> None:
    said = inspect.getdoc(import_module(f"portal.actions.{name}")) or ""
    assert not [heading for heading in HEADINGS if heading not in said]


def test_what_is_missing_is_found() -> None:
    planted = Source(
        "portal/actions/planted.py",
        'Effect("alert", template="no_such_text")\nEffect("pigeon")\n'
        'Duty(kind="no_such_kind", action="classify")\nDuty(kind="classify", action="no_such")\n'
        'Effect("alert", template="danger")\nDuty(kind="classify", action="classify")',
    )
    assert len(list(nameless_effects(planted))) == 2
    assert len(list(nameless_duties(planted))) == 2


def without_a_table(names: Iterable[str], tables: Iterable[str]) -> list[str]:
    """Actions that no decision table of tests/actions names."""
    words = set().union(*(re.findall(r"\w+", text) for text in tables))
    return sorted(set(names) - words)


def test_each_action_has_a_decision_table() -> None:
    tables = [path.read_text() for path in (ROOT / "tests/actions").glob("test_*.py")]
    assert without_a_table(actions(), tables) == []


def test_an_action_without_a_table_is_found() -> None:
    assert without_a_table(["classify", "unheard_of"], ["from x import classify"]) == ["unheard_of"]

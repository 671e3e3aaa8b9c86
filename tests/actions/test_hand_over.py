"""Handing over what one person owes: all of it, to somebody whom it does not concern."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from portal.actions import hand_over
from portal.errors import Refused
from portal.rules.ending.improving import added
from portal.rules.facts import Allocation, Concern, Facts, Question
from portal.rules.in_charge.handing_over import own
from portal.rules.outcome import Actor, Outcome
from portal.rules.plain_text import first_sentence
from portal.rules.words import Stage
from tenants.policy.schema import Policy
from tenants.roles import Role

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
LEAVER, TAKER, CLERK = uuid4(), uuid4(), Actor(uuid4(), frozenset({Role.ADMINISTRATOR}))
POLICY = Policy(investigation_leads=(Role.LEAD,), allocators=(Role.HEAD,))
BLANK = Facts(
    school_id=uuid4(),
    incident_id=uuid4(),
    reference="INC-2026-0001",
    reported_at=NOW,
    stage=Stage.INVESTIGATING,
)


def owing() -> Facts:
    """Somebody leads, was asked, and has an agreed action."""
    asked = Question(uuid4(), "Who?", LEAVER, TAKER, NOW, NOW + timedelta(days=2))
    led = Allocation(LEAVER, "Find out.", NOW + timedelta(days=5), TAKER, NOW)
    facts = added(BLANK, "Use the list.", LEAVER, date(2026, 12, 1), by=TAKER, at=NOW)
    return replace(facts, questions=(asked,), allocation=led)


def handing(facts: Facts, taker: UUID = TAKER) -> Outcome:
    return hand_over.decide(facts, POLICY, CLERK, hand_over.HandOver(LEAVER, taker), NOW)


def give(facts: Facts, taker: UUID = TAKER) -> Facts:
    """Hand it over."""
    return handing(facts, taker).facts


@pytest.mark.clause("DBRP-5.7")
def test_all_of_it_is_the_others() -> None:
    after = give(owing())
    assert not own(after, POLICY, LEAVER)
    theirs = own(after, POLICY, TAKER)
    assert (theirs.leads, theirs.questions, theirs.improvements) == (True, 1, 1)
    assert after.allocation is not None
    assert after.allocation.due_at == NOW + timedelta(days=5)
    done, what = first_sentence(handing(owing()).summary)
    assert done == "Handed over to somebody else", "who did it stands behind this on the record"
    assert what.startswith("The investigation, 1 question")


def test_what_is_answered_or_done_stays_whose_it_was() -> None:
    facts = owing()
    answered = replace(facts.questions[0], answer="I did.", answered_at=NOW)
    done = replace(facts.improvements[0], done_at=NOW, done_by=LEAVER)
    facts = replace(facts, questions=(answered,), improvements=(done,))
    after = give(facts)
    assert (after.questions, after.improvements) == (facts.questions, facts.improvements)


def test_refused() -> None:
    with pytest.raises(Refused, match="owes nothing"):
        give(BLANK)
    with pytest.raises(Refused, match="somebody else"):
        give(owing(), LEAVER)
    with pytest.raises(Refused, match="concerns"):
        give(replace(owing(), concerns=(Concern(TAKER, LEAVER, NOW),)))

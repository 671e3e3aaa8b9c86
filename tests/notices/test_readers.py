"""Whoever reads a notice, by e-mail or letter, reads of themselves or of a child: never wrongly."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from portal.actions import classify
from portal.notices.compose import message
from portal.notices.draft import first_draft
from portal.notices.letters import letter
from portal.notices.text import Parts
from portal.rules.facts import ContainmentStep, Facts, NoticeText
from portal.rules.risk.data_kinds import DATA_KINDS
from portal.rules.telling.addressees import AddresseeKind
from portal.rules.telling.envelope import About, Envelope, Sender
from portal.rules.telling.notice_parts import for_parents_alone
from portal.rules.words import Containment
from standalone.demo.stories.envelopes import NOTICE as ENVELOPES
from standalone.demo.stories.spreadsheet import NOTICE as SPREADSHEET
from tenants.roles import Role
from tests.actions.table import Answers, decide, facts
from tests.actions.test_classify import SAID
from tests.notices.conftest import SENT_AT
from tests.notices.test_letters import text_of
from tests.notices.test_message import bodies

EVERY = tuple(kind.key for kind in DATA_KINDS)
CARERS = {AddresseeKind.PARENT, AddresseeKind.AUTHORITY}


def drafted(known: Facts, sender: Sender) -> Parts:
    return first_draft(known, EVERY, sender, "Information Commissioner’s Office")


@pytest.mark.clause("DBRP-5.17")
def test_what_is_drafted_holds_what_was_done_and_no_remark_of_the_record(sender: Sender) -> None:
    open_case = facts(intake=replace(facts().intake, occurred="about an hour before."))
    said: Answers = {**SAID, "contained": Containment.CONTAINED}
    classified = decide(classify.ACTION, open_case, Role.DPO, **said).facts
    recalled = ContainmentStep(
        "The mail was recalled.", UUID(int=1), SENT_AT, Containment.CONTAINED
    )
    known = replace(classified, containment=(*classified.containment, recalled))
    parts = dict(drafted(known, sender))

    assert classified.contained
    assert parts["done"] == "The mail was recalled."
    assert parts["when"].startswith("About an hour before.")
    assert "within 30 days that we have your complaint" in parts["complain"]


def worded(parts: Parts) -> NoticeText:
    return NoticeText(1, parts, UUID(int=1), SENT_AT)


def read(parts: Parts, envelope: Envelope, sender: Sender) -> list[str]:
    """All ways in which this notice is read, each as one line."""
    by_mail = bodies(message(worded(parts), envelope, sender, SENT_AT))
    by_post = text_of(letter(worded(parts), envelope, sender, "INC-2026-0042", SENT_AT))
    return [" ".join(text.split()) for text in (*by_mail, by_post)]


@pytest.mark.clause("DBRP-5.16-age", "DBRP-5.17")
@pytest.mark.parametrize("to", AddresseeKind)
@pytest.mark.parametrize("written", ["drafted", "spreadsheet", "envelopes"])
def test_only_those_who_answer_for_a_child_read_of_a_child(
    to: AddresseeKind, written: str, envelope: Envelope, sender: Sender
) -> None:
    parts = {
        "drafted": drafted(facts(), sender),
        "spreadsheet": tuple(SPREADSHEET.items()),
        "envelopes": tuple(ENVELOPES.items()),
    }[written]
    one = replace(envelope, to=to, about=(About("Ava Field", EVERY),))

    assert for_parents_alone(parts) == ()
    for text in read(parts, one, sender):
        assert ("child" in text.lower()) == (to in CARERS)
        assert ("information about ava field" in text.lower()) == (to in CARERS)
        assert "your child" not in text.lower()
        assert ("If this upsets you" in text) == (to not in CARERS)
        assert ("If a child in your care knows and is upset" in text) == (to in CARERS)


def test_advice_fits_what_this_household_lost_and_stands_below_the_school_s_own_words(
    words: NoticeText, envelope: Envelope, sender: Sender
) -> None:
    about = (About("Ava Field", ("health",)), About("Ben Field", ("passwords", "health")))
    text, _ = bodies(message(words, replace(envelope, about=about), sender, SENT_AT))
    said = text.partition("What you can do\n")[2].partition("Who to ask\n")[0]

    assert said.index("Do not share the list") < said.index("Change the password")
    assert said.count("If a child in your care knows") == 1
    assert "bank" not in said

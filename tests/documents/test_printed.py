"""Documents on paper: all that is known, accessible, never refused for what somebody typed."""

from __future__ import annotations

import io
from dataclasses import replace
from uuid import UUID

import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from portal.actions import assess_outcome, write_outcome_report
from portal.documents import verify
from portal.documents.breach_log import log_pdf
from portal.documents.outcome import outcome_pdf
from portal.documents.printed import Document, Item, Section, document_pdf
from portal.rules.ending.breach_log import filled, headings
from portal.rules.facts import (
    Allocation,
    Communication,
    Escalation,
    ExpertHelp,
    Facts,
    Intake,
    Interview,
    NotedRisk,
    PeopleDecision,
    RegulatorDecision,
    StepDone,
)
from portal.rules.investigation.outcome_record import outcome_record
from portal.rules.investigation.own_policies import PolicyKind
from portal.rules.words import Escalated, PeopleChoice, RegulatorChoice, Stage
from tenants.roles import Role
from tests.actions.table import NOW, PEOPLE, WENTWORTH, WORMLEY, decide, facts


def named(_person: UUID) -> str:
    return "Jo Bell (Headteacher)"


def text_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def tagged(content: bytes) -> bool:
    """Marked as PDF/UA-1, with a tree of tags, a language and a title to show."""
    root = PdfReader(io.BytesIO(content)).root_object
    metadata = root["/Metadata"]
    assert isinstance(metadata, StreamObject)
    claims = b"pdfuaid:part>1<" in metadata.get_data()
    return claims and "/StructTreeRoot" in root and str(root["/Lang"]) == "en-GB"


def test_who_did_it_stands_also_where_nothing_was_written() -> None:
    items = (Item("Reported", "", note="by Jo", otherwise=""), Item("Seen", "Two.", note="by Al"))
    made = Document("T", "Wormley", "INC-1", "State 1.", NOW, (Section("All", items),))
    assert "Reported by Jo Seen Two. by Al" in text_of(document_pdf(made))


@pytest.mark.clause("DBRP-A1.01")
@pytest.mark.clause("DBRP-A1.29")
def test_the_log_on_paper_has_every_heading_in_order_and_says_which_state_it_is() -> None:
    known = facts()
    lines = filled(known, WORMLEY, named)
    made = log_pdf("Wormley", known, lines, version=7, made_at=NOW)
    said = text_of(made)
    places = [said.index(" ".join(heading.text.split())) for heading in headings(WORMLEY)]
    assert places == sorted(places)
    assert "State 7 of the record. Made Monday 16 November 2026, 2:00pm." in said
    assert "Missing: still to be answered" in said
    assert "Not complete; " in said
    assert tagged(made)
    assert made == log_pdf("Wormley", known, lines, version=7, made_at=NOW)


def test_a_character_without_a_glyph_is_printed_by_its_number() -> None:
    known = facts(intake=Intake(happened="Sent \U00013080 by mistake\x07", title="A \U00013081"))
    said = text_of(log_pdf("S", known, filled(known, WORMLEY, named), version=1, made_at=NOW))
    assert "Sent [U+13080] by mistake" in said
    assert "A [U+13081]" in said


@pytest.fixture
def reported() -> Facts:
    """Investigated, with an outcome report that waits."""
    known = facts(
        Stage.INVESTIGATING,
        allocation=Allocation(PEOPLE[Role.LEAD], "Find out.", NOW, PEOPLE[Role.HEAD], NOW),
        steps=(StepDone("staff", done=True, note="Spoke to two.", by=PEOPLE[Role.LEAD], at=NOW),),
    )
    return decide(
        write_outcome_report.ACTION, known, Role.LEAD, policy=WENTWORTH,
        findings="Nobody checks.", recommendations="Check.", policies=(PolicyKind.RECORDS,),
    ).facts  # fmt: skip


@pytest.mark.clause("SIP-3k")
@pytest.mark.clause("SIP-3a")
def test_an_accepted_report_is_frozen_with_the_record_of_that_moment(reported: Facts) -> None:
    accepted = decide(
        assess_outcome.ACTION, reported, Role.HEAD, policy=WENTWORTH, accept=True, reasons="Enough."
    ).facts
    report = accepted.outcome_reports[-1]
    assert report.record == outcome_record(reported, WENTWORTH)
    first = outcome_pdf("Wentworth", accepted, WENTWORTH, report, named, NOW)
    later = replace(accepted, steps=(), intake=Intake(happened="Something else."))
    last = outcome_pdf("Wentworth", later, WENTWORTH, report, named, NOW.replace(year=2027))
    assert "Spoke to two." in text_of(last)
    assert text_of(first).count("Records and retention") == 1
    assert text_of(first) == text_of(last)
    assert tagged(first)


def test_a_report_that_waits_or_was_sent_back_shows_the_record_of_today(reported: Facts) -> None:
    waiting = reported.outcome_reports[-1]
    said = text_of(outcome_pdf("Wentworth", reported, WENTWORTH, waiting, named, NOW))
    assert "Not assessed yet" in said
    assert "Spoke to two." in said
    back = decide(
        assess_outcome.ACTION, reported, Role.HEAD, policy=WENTWORTH, accept=False, reasons="Why?"
    ).facts.outcome_reports[-1]
    assert back.record == ()
    assert "Sent back" in text_of(outcome_pdf("W", reported, WENTWORTH, back, named, NOW))


@pytest.mark.clause("SIP-3k", "SIP-3c")
def test_the_report_brings_together_what_was_found_and_decided(reported: Facts) -> None:
    """Whatever the school's own log asks, and nothing that is disciplinary."""
    head, some = PEOPLE[Role.HEAD], UUID(int=9)
    known = replace(
        reported,
        disciplinary="A warning was given",
        regulator=(RegulatorDecision(RegulatorChoice.DO_NOT_REPORT, "No risk.", head, NOW),),
        people=replace(
            reported.people,
            decisions=(PeopleDecision(PeopleChoice.NOT_REQUIRED, "All deleted it.", head, NOW),),
        ),
        interviews=(Interview("The caretaker", NOW, "The door was open.", head, NOW),),
        experts=(ExpertHelp(some, "Keys Ltd", "Can it be opened?", head, NOW, "Yes.", NOW),),
        escalations=(Escalation(Escalated.ESCALATED, head, NOW, "Too much for us."),),
        noted_risks=(NotedRisk(some, "It happens again", 4, 3, "A new lock.", head, head, NOW),),
        communications=(
            Communication(some, "Staff", "Lock it.", "a briefing", head, NOW, head, NOW),
        ),
    )
    lines = dict(outcome_record(known, WENTWORTH))
    by_step = {head.rpartition("(")[2].rstrip(")"): text for head, text in lines.items()}
    assert lines["Whether the ICO must know"].endswith("No risk.")
    assert lines["Why they are not told"] == "All deleted it."
    for step, said in {
        "3b": "Spoke to two.\nThe caretaker, Monday 16 November 2026, 2:00pm: The door was open.",
        "3c": "Nothing is recorded",
        "3d": "Keys Ltd, Monday 16 November 2026: Can it be opened? Yes.",
        "3e": "Too much for us.",
        "3g": "It happens again: likelihood 4 × impact 3 = 12 of 25. A new lock.",
        "3h": "Recorded apart, for those whom the policy names.",
        "3i": "To Staff, a briefing: by Monday 16 November 2026",
    }.items():
        assert by_step[step].endswith(said), step
    words = " ".join(f"{head} {text}" for head, text in lines.items())
    assert "warning" not in words
    assert "Jo Bell" not in words


@pytest.mark.parametrize(
    ("key", "message", "signature"),
    [  # RFC 8032, 7.1, tests 1 and 2
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            ("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b"),
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            ("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            "387b2eaeb4302aeeb00d291612bb0c00"),
        ),
    ],
)  # fmt: skip
def test_the_verifier_knows_ed25519(key: str, message: str, signature: str) -> None:
    public, said, signed = (bytes.fromhex(each) for each in (key, message, signature))
    assert verify.signed_by(public, said, signed)
    assert not verify.signed_by(public, said + b"x", signed)
    assert not verify.signed_by(public, said, signed[:63] + bytes([signed[63] ^ 1]))
    assert not verify.signed_by(public[::-1], said, signed)
    too_big = (int.from_bytes(signed[32:], "little") + verify.L).to_bytes(32, "little")
    assert not verify.signed_by(public, said, signed[:32] + too_big), "malleable signatures"

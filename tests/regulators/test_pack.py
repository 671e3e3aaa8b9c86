from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from portal.regulators.answers import Answer
from portal.regulators.details import SchoolDetails
from portal.regulators.ico import prefill
from portal.regulators.pack import (
    Circumstances,
    Snapshot,
    answers_in,
    frozen_snapshot,
)
from portal.regulators.printed import pack_pdf
from portal.regulators.versions import load_questions
from portal.rules.facts import Facts
from portal.rules.words import SubmissionKind
from tests.regulators.conftest import names

FORM = load_questions()


@pytest.fixture
def snapshot(facts: Facts, school: SchoolDetails, made: Circumstances) -> Snapshot:
    return frozen_snapshot(FORM, prefill(facts, school, names), school, made)


def text_of(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_snapshot_is_canonical_and_hashed(
    snapshot: Snapshot, facts: Facts, school: SchoolDetails, made: Circumstances
) -> None:
    answers = prefill(facts, school, names)
    turned = frozen_snapshot(FORM, dict(reversed(answers.items())), school, made)
    body = json.loads(snapshot.content)

    assert turned == snapshot
    assert snapshot.sha256 == sha256(snapshot.content).hexdigest()
    assert body["regulator"]["name"] == "Information Commissioner’s Office"
    assert body["done_at"] == "2026-11-22T08:10:00+00:00"
    assert body["form"] == "ico-2026"


def test_any_change_changes_the_hash(
    snapshot: Snapshot, facts: Facts, school: SchoolDetails, made: Circumstances
) -> None:
    answers = prefill(facts, school, names)
    other = frozen_snapshot(FORM, answers, school, replace(made, number=2))

    assert other.sha256 != snapshot.sha256


def test_pdf_is_accessible_and_always_the_same(snapshot: Snapshot) -> None:
    content = pack_pdf(snapshot.content)
    reader = PdfReader(BytesIO(content))
    root: dict[str, Any] = reader.root_object
    metadata = reader.xmp_metadata

    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "en-GB"
    assert metadata is not None
    assert b"pdfuaid:part" in metadata.stream.get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == (
        "First report to the Information Commissioner’s Office, INC-2026-0042"
    )
    assert content == pack_pdf(snapshot.content)


def test_every_page_says_which_snapshot_it_is(snapshot: Snapshot) -> None:
    reader = PdfReader(BytesIO(pack_pdf(snapshot.content)))

    assert len(reader.pages) > 1
    for page in reader.pages:
        text = page.extract_text()
        assert "Submission 1, INC-2026-0042" in text
        assert snapshot.sha256 in text


@pytest.mark.clause("DBRP-5.12")
@pytest.mark.clause("DBRP-4.4")
def test_pdf_has_the_contents_and_what_is_not_yet_known(snapshot: Snapshot) -> None:
    text = text_of(pack_pdf(snapshot.content))

    assert "A spreadsheet was attached to an e-mail by mistake." in text
    assert "Children; Other Parents and carers" in text
    assert "Chris Williams, dpo@service.example.org" in text
    assert "Distress and stigma." in text
    assert "Everybody was asked to delete it." in text
    assert "Not yet known. We will report it as soon as we know." in text
    assert "More will follow by Friday 4 December 2026" in text.replace(":", "")
    assert "Sunday 22 November 2026, 8:10am, by Sarah Okafor" in text
    assert "in time" in text


def test_lateness_is_computed_to_the_second(
    facts: Facts, school: SchoolDetails, made: Circumstances
) -> None:
    def said(seconds: int) -> str:
        late = replace(made, done_at=made.due_at + timedelta(seconds=seconds))
        return text_of(
            pack_pdf(frozen_snapshot(FORM, prefill(facts, school, names), school, late).content)
        )

    assert "in time" in said(0)
    assert "reported late" in said(1)


@pytest.mark.clause("DBRP-4.2")
def test_awareness_that_was_moved_says_both_moments(
    facts: Facts, school: SchoolDetails, made: Circumstances
) -> None:
    moved = replace(made, aware_before=(made.clock_started_at - timedelta(hours=30),))
    text = text_of(pack_pdf(frozen_snapshot(FORM, {}, school, moved).content))

    assert "Aware since: Friday 20 November 2026, 4:10pm" in text
    assert "Recorded before as aware since: Thursday 19 November 2026, 10:10am" in text


def test_what_follows_a_report_is_never_called_late(
    facts: Facts, school: SchoolDetails, made: Circumstances
) -> None:
    later = replace(made, kind=SubmissionKind.FOLLOW_UP, done_at=made.due_at + timedelta(days=9))
    text = text_of(pack_pdf(frozen_snapshot(FORM, {}, school, later).content))

    assert "End of the 72 hours" in text
    assert "reported late" not in text
    assert "in time" not in text


@pytest.mark.clause("DBRP-5.13")
def test_a_follow_up_tells_what_is_new_from_what_was_told(
    school: SchoolDetails, made: Circumstances
) -> None:
    before = {
        "prevention": "A lock on the drawer.\nTalk to staff, by 1 November.",
        "people": "214",
        "case_reference": "",
    }
    answers = {
        "report_type": Answer(chosen=("follow_up",)),
        "case_reference": Answer("IC-1"),
        "prevention": Answer("A lock on the drawer.\nTalk to staff, done.\nWindows."),
        "people": Answer("214"),
        "records": Answer("430"),
    }
    later = replace(made, kind=SubmissionKind.FOLLOW_UP, number=2)
    frozen = frozen_snapshot(FORM, answers, school, later, before)
    text = text_of(pack_pdf(frozen.content))
    assert (
        "by when? New: Talk to staff, done. Windows. Before: Talk to staff, by 1 November. "
        "Already reported: A lock on the drawer." in text
    )
    assert "affected? As in the last report. 214" in text
    assert "involved? New: 430" in text
    assert "first report IC-1" in text, "what each report says of itself is no news"
    assert answers_in(frozen.content)["prevention"] == answers["prevention"]
    first = pack_pdf(frozen_snapshot(FORM, answers, school, made).content)
    assert "New:" not in text_of(first)


def test_markup_in_an_answer_comes_out_as_text(
    facts: Facts, school: SchoolDetails, made: Circumstances
) -> None:
    said = '#panic("x") *b* $y$ <l> @r \x00\x1b\u202e'
    odd = replace(facts, intake=replace(facts.intake, happened=said))
    frozen = frozen_snapshot(FORM, prefill(odd, school, names), school, made)

    assert '#panic("x") *b* $y$ <l> @r' in text_of(pack_pdf(frozen.content))

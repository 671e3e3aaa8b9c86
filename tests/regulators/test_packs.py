"""Six varied incidents: what their reports say, word for word, and that their PDFs are whole."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from portal.regulators.answers import Answer
from portal.regulators.details import Contact
from portal.regulators.mail import message
from portal.regulators.pack import answers_in, words_in
from portal.regulators.printed import pack_pdf
from portal.settings import Settings
from tenants.directory import NamedDpo
from tests.regulators.incidents import AT, INCIDENTS, PACKS, SCHOOL, readable, snapshot

ALL = pytest.mark.parametrize("name", sorted(INCIDENTS))


@ALL
@pytest.mark.clause("DBRP-5.12")
def test_the_report_says_what_it_said_before(name: str) -> None:
    assert readable(snapshot(name)) == (PACKS / f"{name}.json").read_text(encoding="utf-8")


@ALL
def test_its_pdf_is_tagged_and_whole(name: str) -> None:
    frozen = snapshot(name)
    reader = PdfReader(BytesIO(pack_pdf(frozen.content)))
    metadata = reader.xmp_metadata
    assert metadata is not None
    assert b"pdfuaid:part" in metadata.stream.get_data()
    assert "/StructTreeRoot" in reader.root_object
    pages = [page.extract_text() for page in reader.pages]
    assert all(frozen.sha256 in page for page in pages)
    text = "".join("".join(pages).split())
    for said in json.loads(frozen.content)["parts"]:
        for answer in said["answers"]:
            assert "".join(answer["question"].split())[:20] in text


@ALL
def test_the_next_report_begins_with_what_it_said(name: str) -> None:
    frozen = snapshot(name)
    _facts, _made, typed = INCIDENTS[name]
    answers = answers_in(frozen.content)
    assert set(answers) == set(words_in(frozen.content))
    assert {key: answers[key] for key in typed} == dict(typed)
    assert all(isinstance(answer, Answer) for answer in answers.values())


@pytest.mark.clause("DBRP-5.15", "DBRP-6.1.3")
def test_late_by_a_second_in_the_holidays_says_both() -> None:
    pdf = pack_pdf(snapshot("folder-late-in-the-holidays").content)
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
    assert "reported late" in text
    assert "Nobody who could decide was reached." in text
    assert "The school is closed for half term." in text


@pytest.mark.clause("DBRP-5.13", "DBRP-5.14")
def test_the_mail_says_what_kind_of_report_it_brings() -> None:
    def mailed(name: str) -> tuple[str, str]:
        settings = Settings(master_key=bytes(32))
        mail = message(UUID(int=1), snapshot(name).content, b"%PDF", settings, AT, None)
        assert mail is not None
        text = mail.get_body(("plain",))
        assert text is not None
        return str(mail["Subject"]), text.get_content()

    assert "reports a personal data breach. The report" in mailed("misdirected-mail")[1]
    subject, text = mailed("no-breach-after-all")
    assert "IC-123456-A1B2 INC-2026-" in subject
    assert "was no personal data breach" in text
    assert "reports a personal data breach" not in text


def test_answers_reach_whoever_stands_in_for_a_dpo_who_is_away() -> None:
    assert SCHOOL.answers_to == "dpo@service.example.org"
    head = replace(SCHOOL, submitter=Contact("Sarah Okafor", "head@alder.example.org"))
    said = {**json.loads(snapshot("misdirected-mail").content), "answers_to": head.answers_to}
    settings = Settings(master_key=bytes(32))
    mail = message(UUID(int=1), json.dumps(said).encode(), b"%PDF", settings, AT, None)
    assert mail is not None
    assert mail["Reply-To"] == "dpo@service.example.org, head@alder.example.org"
    nora = NamedDpo("Nora Next", "nora@example.org", "01632 960003", "")
    again = message(UUID(int=1), json.dumps(said).encode(), b"%PDF", settings, AT, nora)
    assert again is not None
    assert again["Reply-To"] == "nora@example.org", "sent once more after another DPO was named"
    assert "officer is Nora Next" in again.as_string()
    del said["answers_to"]  # as a report that was frozen before it was said in any
    for dpo, answered, asks in (
        (nora, "nora@example.org", "officer is Nora Next"),
        (None, None, "answer those named in the report, not this e-mail"),
    ):
        older = message(UUID(int=1), json.dumps(said).encode(), b"%PDF", settings, AT, dpo)
        assert older is not None
        assert older["Reply-To"] == answered
        assert asks in older.as_string()


@pytest.mark.clause("DBRP-5.13")
def test_the_mail_says_by_when_more_will_follow() -> None:
    said = {
        **json.loads(snapshot("misdirected-mail").content),
        "promised_at": f"{AT:%Y}-07-03T23:30Z",
    }
    mail = message(
        UUID(int=1), json.dumps(said).encode(), b"%PDF", Settings(master_key=bytes(32)), AT, None
    )
    assert mail is not None
    text = mail.get_body(("plain",))
    assert text is not None
    assert f"More will follow by Saturday 4 July {AT:%Y}." in text.get_content()

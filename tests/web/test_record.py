"""The record of an incident: in order, filtered, paged in few queries, and taken away signed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from portal.actions import add_information, classify, report_incident
from portal.crypto import KeyRing
from portal.crypto.signing import public_key
from portal.desk.perform import Deed, perform
from portal.models.incidents import DecisionRow
from portal.models.working import SeenRow
from portal.rules.words import Answer, Cause, Kind, Naming
from portal.store import audit, keys
from portal.store.documents import seal_text
from portal.web.record.alerted import OF
from tenants.db import Scope, open_session, uuid7
from tests.architecture.source import ROOT
from tests.portal_app import ClientFor, Demo, MovingClock


@pytest.fixture
def incident(portal_app: Flask, demo: Demo, clock: MovingClock) -> UUID:
    """Reported under a protected name, classified, added to; with another matter in between."""
    school = demo.schools["wormley"]
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()

        def do(action: object, said: object, who: str, at: UUID | None = None) -> UUID:
            deed = Deed(school, demo.people[who], at)
            return perform(services, action, said, deed).incident_id  # type: ignore[arg-type]  # any action

        told = report_incident.ReportIncident(
            happened="A list went astray.", naming=Naming.PROTECTED
        )
        made = do(report_incident.ACTION, told, "wormley.teacher")
        do(report_incident.ACTION, report_incident.ReportIncident("Another."), "wormley.teacher2")
        found = classify.Classify(
            kind=Kind.CONFIRMED,
            severity=None,
            personal_data=Answer.YES,
            causes=(Cause.HUMAN_ERROR,),
            reason="It was sent.",
        )
        do(classify.ACTION, found, "service.dpo", made)
        for _ in range(3):
            do(
                add_information.ACTION,
                add_information.AddInformation("More."),
                "wormley.head",
                made,
            )
    return made


def address(incident: UUID) -> str:
    return f"/wormley/incidents/{incident}/record"


@pytest.mark.clause("SIP-5")
def test_the_record_in_order_filtered_and_for_those_who_handle_it(
    client_for: ClientFor, incident: UUID
) -> None:
    head = client_for("wormley.head")
    page = head.get(address(incident)).text
    assert page.index("Classified") < page.index("Reported")
    assert "the reporter, whose name is protected" in page
    assert "being told by e-mail" in page
    assert "A report has come in." in page
    assert "3 times" in page or page.count("Added") >= 1
    turned = head.get(f"{address(incident)}?view=print").text
    assert turned.index("Reported") < turned.index("Classified")
    messages = head.get(f"{address(incident)}?show=messages").text
    assert "Classified" not in messages
    assert "Nothing of this kind yet" in head.get(f"{address(incident)}?show=files").text
    assert client_for("wormley.teacher").get(address(incident)).status_code == 403
    assert client_for("wormley.teacher2").get(address(incident)).status_code == 404


def unpacked(client: FlaskClient, incident: UUID, folder: Path) -> Path:
    reply = client.get(f"{address(incident)}.zip")
    assert reply.status_code == 200
    with zipfile.ZipFile(io.BytesIO(reply.data)) as archive:
        archive.extractall(folder)
    return folder


def verified(folder: Path, *key: str) -> tuple[int, str]:
    """As somebody else runs it: nothing of ours on the path, another folder."""
    done = subprocess.run(
        [sys.executable, "-I", str(folder / "verify.py"), *key],
        capture_output=True, text=True, cwd="/", check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.clause("SIP-5")
def test_the_zip_proves_itself_and_every_change_shows(
    portal_app: Flask, client_for: ClientFor, incident: UUID, demo: Demo, tmp_path: Path
) -> None:
    head = client_for("wormley.head")
    files = [(io.BytesIO(b"one"), "../list.txt"), (io.BytesIO(b"two"), "who?.txt")]
    told = {"files": files, "note": "What was sent."}
    assert head.post(f"/wormley/incidents/{incident}/add-evidence", data=told).status_code == 303
    folder = unpacked(head, incident, tmp_path / "record")
    kept = {one.name[37:]: one.read_bytes() for one in (folder / "files").iterdir()}
    assert kept == {"list.txt": b"one", "who_.txt": b"two"}, "as Windows unpacks them too"
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
        key = public_key(services.keyring).hex()
        assert services.engine.pool.checkedout() == 0
    assert verified(folder, key) == (0, "Nothing was changed since it was signed.\n")
    assert "another key" in verified(folder, "00" * 32)[1]
    pages = [page.extract_text() for page in PdfReader(folder / "record.pdf").pages]
    done = "".join(pages).partition("Everything that was done")[2]
    assert "Friday 23 October 2026, " in done, "whoever reads it years later reads the year"
    body = json.loads((folder / "record.json").read_text())
    assert body["facts"]["intake"]["happened"] == "A list went astray."
    teacher = str(demo.people["wormley.teacher"])
    whole = "".join(path.read_text() for path in folder.glob("*.js*"))
    assert teacher not in whole, "the protected reporter"
    named = set(body["names"].values())
    assert {"Caroline Whitlock", "Ruth Adeyemi"} <= named
    assert not {"Janet Crossley", "Gwen Tudor"} & named, "who has nothing to do with it"
    chain = [json.loads(line) for line in (folder / "audit.jsonl").read_text().splitlines()]
    hidden = [link for link in chain if "body" not in link]
    assert len(hidden) >= 2, "the protected report, and the other incident"
    assert all(
        audit.link(one["previous"], one["body"]) == one["digest"] for one in chain if "body" in one
    )
    (folder / "record.json").write_text(json.dumps(body | {"reference": "INC-1"}))
    assert "record.json was changed" in verified(folder)[1]
    (folder / "more.txt").write_text("x")
    assert "more.txt does not belong here" in verified(folder)[1]
    lines = (folder / "audit.jsonl").read_text().splitlines()
    (folder / "audit.jsonl").write_text("\n".join([*lines[:1], *lines[2:]]) + "\n")
    assert "does not follow the one before it" in verified(folder)[1]
    manifest = folder / "manifest.txt"
    manifest.write_bytes(manifest.read_bytes() + b"00  x\n")
    assert "the signature does not hold" in verified(folder)[1]
    (folder / "audit.jsonl").write_text("{}\nnot JSON")
    (folder / "key.txt").unlink()
    status, said = verified(folder)
    assert status > 0
    assert "the signature cannot be read (FileNotFoundError)" in said
    assert "the audit cannot be read" in said
    assert "key.txt is missing" in said, "the other checks go on"


def test_reading_and_taking_away_are_marked(
    portal_app: Flask, client_for: ClientFor, incident: UUID, demo: Demo
) -> None:
    client = client_for("wormley.slt")
    for tail in ("record", "record.zip", "log.pdf"):
        assert client.get(f"/wormley/incidents/{incident}/{tail}").status_code == 200
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
        with open_session(services.engine, Scope.of(demo.schools["wormley"])) as session:
            seen = set(
                session.scalars(sa.select(SeenRow.what).where(SeenRow.incident_id == incident))
            )
    assert {"record", "record_zip", "log_pdf"} <= seen


def test_two_thousand_entries_are_paged_and_stay_few_queries(
    portal_app: Flask, client_for: ClientFor, incident: UUID, demo: Demo
) -> None:
    client = client_for("wormley.head")
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
    engine = services.engine
    many(engine, services.keyring, demo.schools["wormley"], incident)
    statements: list[str] = []

    def count(*told: object) -> None:
        statements.append(str(told[2]))

    sa.event.listen(engine, "before_cursor_execute", count)
    try:
        page = client.get(f"{address(incident)}?show=decisions")
        for_record = len(statements)
        begins = client.get(address(incident).removesuffix("record"))
    finally:
        sa.event.remove(engine, "before_cursor_execute", count)
    assert page.status_code == begins.status_code == 200
    assert page.text.count("<time") <= 50
    assert begins.text.count("<time") <= 60, "the incident’s page shows the newest alone"
    assert for_record < 25
    assert len(statements) - for_record < 25
    more = page.text.split('">More of the record')[0].rsplit('href="', 1)[1].replace("&amp;", "&")
    second = client.get(more).text
    assert "More of the record" in second
    assert second != page.text


def many(engine: sa.Engine, keyring: KeyRing, school: UUID, incident: UUID) -> None:
    """2,000 more decisions, none of them like another."""
    with open_session(engine, Scope.of(school)) as session, session.begin():
        one = session.scalars(
            sa.select(DecisionRow).where(
                DecisionRow.incident_id == incident, DecisionRow.action == "classify"
            )
        ).one()
        key = keys.incident_key(session, keyring, school, incident)
        left_out = {"id", "once", "summary"}
        columns = [c.key for c in sa.inspect(DecisionRow).columns if c.key not in left_out]
        copied = {name: getattr(one, name) for name in columns}
        rows = []
        for number in range(2000):
            ident = uuid7()
            summary = seal_text(
                key, f"Step {number}. Done", table="portal_decision", column="summary", row=ident
            )
            rows.append({**copied, "id": ident, "summary": summary, "once": None})
        session.execute(sa.insert(DecisionRow), rows)


def test_every_alert_of_an_incident_has_words_for_the_record() -> None:
    mails = {path.stem for path in (ROOT / "portal/templates/portal/mail").glob("*.txt")}
    of_no_incident = {
        "alert", "digest", "dpo_named", "dpo_no_more", "dpo_now", "finish_report", "invitation",
        "mail_returned", "mailbox_test", "many_mails", "new_sight",
        "officer_mail_returned", "overseer_came", "overseer_left",
        "policy_adopted", "records_to_keep", "report_begun", "report_forgotten",
        "request_answered", "school_closes", "school_goes_on", "test_alert",
    }  # fmt: skip
    assert mails - of_no_incident - {"log_attached", "dpo_outside"} == set(OF)
    assert "clos" not in OF["news"], "a mark or a separated report comes before any closing"

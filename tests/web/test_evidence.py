"""Evidence through the pages: added, listed, downloaded, never shown; and what rests on it."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterable
from dataclasses import replace
from email.message import EmailMessage
from hashlib import sha256
from io import BytesIO
from uuid import UUID

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.crypto import Tampered
from portal.desk.catalogue import actions
from portal.desk.perform import Deed, perform
from portal.errors import ScannerAway
from portal.host import Services
from portal.jobs.deliver import deliver_due
from portal.models.effects import EffectRow
from portal.models.evidence import EvidenceChunkRow, EvidenceRow
from portal.models.incidents import DecisionRow
from portal.models.working import SeenRow
from portal.rules.investigation.evidence import Scan
from portal.rules.words import Outsider
from portal.store import incidents
from tenants.db import Scope, open_session
from tests.files.contents import PAGE, PNG, PROGRAM
from tests.files.slow_line import SlowLine
from tests.portal_app import ClientFor, Demo, MovingClock

MEGABYTE = 1024 * 1024
Do = Callable[..., UUID]


@pytest.fixture
def services(portal_app: Flask) -> Services:
    with portal_app.app_context():
        found: Services = portal_app.extensions["portal"].services()
    return found


@pytest.fixture
def do(services: Services, demo: Demo, clock: MovingClock) -> Do:
    def perform_as(
        who: str | None, name: str, incident: UUID | None = None, **said: object
    ) -> UUID:
        action = actions()[name]
        by = demo.people[who] if who else None
        deed = Deed(demo.schools["wormley"], by, incident)
        return perform(services, action, action.said(**said), deed).incident_id

    return perform_as


@pytest.fixture
def incident(do: Do) -> str:
    found = do("wormley.teacher", "report_incident", happened="A letter went to the wrong home.")
    return f"/wormley/incidents/{found}"


def send(client: FlaskClient, incident: str, *files: tuple[bytes, str]) -> TestResponse:
    listed = [(BytesIO(content), name) for content, name in files]
    return client.post(f"{incident}/add-evidence", data={"files": listed, "note": "As it came."})


def soup(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.data, "html.parser")


def links(client: FlaskClient, incident: str) -> list[str]:
    page = soup(client.get(f"{incident}/evidence"))
    return [str(a["href"]) for a in page.select(".govuk-summary-card a")]


@pytest.mark.clause("SIP-3c")
def test_a_file_is_kept_listed_with_its_checksum_and_only_ever_downloaded(
    client_for: ClientFor, incident: str, services: Services, demo: Demo
) -> None:
    head = client_for("wormley.head")
    answer = send(head, incident, (PNG, "../screen <b>.png"), (b"a;b", "list.csv"))
    assert (answer.status_code, answer.location) == (303, f"{incident}/evidence")
    page = soup(head.get(answer.location))
    text = page.get_text(" ")
    assert sha256(PNG).hexdigest() in text
    assert "screen <b>.png" in text
    assert "Not scanned" in text
    got = head.get(links(head, incident)[1])
    assert got.data == PNG
    assert got.mimetype == "application/octet-stream"
    assert got.headers["Content-Disposition"].startswith("attachment; filename")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    with open_session(services.engine, Scope.of(demo.schools["wormley"])) as session:
        marks = session.scalars(sa.select(SeenRow.what).where(SeenRow.what.like("evidence %")))
        assert [mark.split()[1] for mark in marks] == [links(head, incident)[1].rpartition("/")[2]]
        bodies = session.scalars(sa.select(EvidenceChunkRow.body)).all()
        assert not any(b"IHDR" in body for body in bodies)


def test_what_is_not_what_it_says_is_refused_and_nothing_is_kept(
    client_for: ClientFor, incident: str
) -> None:
    head = client_for("wormley.head")
    bare = {"files": (BytesIO(PNG), "a.png"), "note": ""}
    asked = head.post(f"{incident}/add-evidence", data=bare).text
    assert "Choose the file again" in asked, "a browser keeps none when the page comes back"
    answer = send(head, incident, (PNG, "a.png"), (PROGRAM, "invoice.pdf"), (PAGE, "page.html"))
    assert answer.status_code == 422
    said = soup(answer).select_one(".govuk-error-summary")
    assert said is not None
    assert "invoice.pdf is not what its name says" in said.get_text()
    assert "page.html is of a type that is not taken" in said.get_text()
    assert links(head, incident) == []


@pytest.mark.clause("SIP-1", "SIP-3c")
def test_who_does_not_handle_it_sees_own_files_and_who_it_concerns_sees_none(
    client_for: ClientFor, incident: str, do: Do, demo: Demo
) -> None:
    head, teacher = client_for("wormley.head"), client_for("wormley.teacher")
    send(head, incident, (PNG, "heads.png"))
    send(teacher, incident, (b"mine", "mine.txt"))
    assert len(links(head, incident)) == 2
    (own,) = links(teacher, incident)
    assert teacher.get(own).data == b"mine"
    (others,) = set(links(head, incident)) - {own}
    assert teacher.get(others).status_code == 404
    assert client_for("wentworth.head").get(own).status_code == 404
    do(
        "service.dpo",
        "mark_concerned",
        UUID(incident.rpartition("/")[2]),
        persons=(demo.people["wormley.head"],),
        reason="It is her own laptop.",
    )
    assert head.get(others).status_code == 404
    assert head.get(f"{incident}/evidence").status_code == 404


@pytest.mark.clause("SIP-3c")
def test_a_decision_names_the_evidence_it_rests_on(
    client_for: ClientFor, incident: str, services: Services, demo: Demo
) -> None:
    dpo = client_for("service.dpo")
    send(dpo, incident, (PNG, "screen.png"))
    page = soup(dpo.get(f"{incident}/assess-risk"))
    (choice,) = page.select("input[name=rests_on]")
    once = page.select_one("input[name=once]")
    assert once is not None
    said = {"once": str(once["value"]), "nature_and_volume": "Two names.", "rests_on": ""}
    wrong = dpo.post(f"{incident}/assess-risk", data={**said, "rests_on": str(UUID(int=5))})
    assert wrong.status_code == 422
    done = dpo.post(f"{incident}/assess-risk", data={**said, "rests_on": str(choice["value"])})
    assert done.status_code == 303
    assert "Rests on: screen.png" in dpo.get(f"{incident}/").get_data(as_text=True)
    with open_session(services.engine, Scope.of(demo.schools["wormley"])) as session:
        kept = session.scalars(
            sa.select(DecisionRow.rests_on).where(DecisionRow.action == "assess_risk")
        ).one()
    assert kept == [choice["value"]]


@pytest.mark.clause("SIP-3c")
def test_ten_megabytes_go_in_and_out_in_bounded_memory(
    client_for: ClientFor, incident: str
) -> None:
    head, line = client_for("wormley.head"), SlowLine(10 * MEGABYTE)
    head.get(f"{incident}/add-evidence")
    tracemalloc.start()
    answer = head.post(
        f"{incident}/add-evidence",
        input_stream=line,
        content_type="multipart/form-data; boundary=XX",
    )
    sent = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.status_code == 303
    (link,) = links(head, incident)
    tracemalloc.start()
    got = sum(len(piece) for piece in head.get(link, buffered=False).response)
    received = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert got == 10 * MEGABYTE
    assert sent < 6 * MEGABYTE
    assert received < 3 * MEGABYTE


class Sent:
    """Takes every mail."""

    def send(self, message: EmailMessage) -> None: ...


class Scanner:
    """Away until it is there."""

    here = False

    def is_clean(self, content: Iterable[bytes], /) -> bool:
        if not self.here:
            raise ScannerAway
        return b"EICAR" not in b"".join(content)


def test_what_could_not_be_scanned_is_scanned_later_and_what_is_found_stays_shut(
    client_for: ClientFor, incident: str, services: Services, demo: Demo
) -> None:
    head, scanner = client_for("wormley.head"), Scanner()
    object.__setattr__(services, "scanner", scanner)
    send(head, incident, (b"good", "good.txt"), (b"EICAR", "bad.txt"))
    page = soup(head.get(f"{incident}/evidence")).get_text(" ")
    assert page.count("Not yet scanned") == 2
    _, bad = sorted(links(head, incident))
    scanner.here = True
    deliver_due(replace(services, mailer=Sent()), [demo.schools["wormley"]])
    with open_session(services.engine, Scope.of(demo.schools["wormley"])) as session:
        found = set(session.scalars(sa.select(EvidenceRow.scan)))
        told = set(
            session.scalars(sa.select(EffectRow.person_id).where(EffectRow.template == "infected"))
        )
    object.__setattr__(services, "scanner", None)
    assert found >= {Scan.CLEAN, Scan.INFECTED}
    assert told == {demo.people["wormley.head"], demo.people["service.dpo"]}
    shown = links(head, incident)
    assert len(shown) == 1
    assert head.get(bad).status_code == 403
    assert head.get(shown[0]).data == b"good"


def test_a_file_that_was_cut_off_or_altered_does_not_open(
    client_for: ClientFor, incident: str, services: Services, demo: Demo
) -> None:
    head = client_for("wormley.head")
    send(head, incident, (b"x" * 300_000, "long.txt"))
    (link,) = links(head, incident)
    with open_session(services.engine, Scope.of(demo.schools["wormley"])) as session:
        row = session.scalars(
            sa.select(EvidenceRow).where(EvidenceRow.id == UUID(link.rpartition("/")[2]))
        ).one()
        row.chunks = 1
        session.commit()
    with pytest.raises(Tampered):
        _ = head.get(link).data


@pytest.mark.clause("SIP-1-anon", "SIP-3c")
def test_who_comes_back_with_a_code_can_add_files_and_is_warned_of_what_photos_tell(
    portal_app: Flask, do: Do, services: Services, demo: Demo
) -> None:
    code = "4071882913346502"
    said = {"happened": "A letter lies in the street.", "what": Outsider.PARENT}
    found = do(None, "report_from_outside", receipt_code=code, **said)
    client = portal_app.test_client()

    def forms(page: TestResponse) -> list[Tag]:
        return soup(page).select("main form")

    def filled(form: Tag, **more: object) -> dict[str, object]:
        hidden = form.select("input[type=hidden]")
        return {**{str(each["name"]): str(each["value"]) for each in hidden}, **more}

    (ask,) = forms(client.get("/wormley/receipt/"))
    page = client.post("/wormley/receipt/", data=filled(ask, code=code))
    assert "a photo can hold the place where it was taken" in page.get_data(as_text=True)
    (adding,) = [each for each in forms(page) if str(each["action"]).endswith("/add-files")]
    bare = filled(adding, files=(BytesIO(PNG), "street.png"), note="")
    assert "Choose the file again" in client.post(str(adding["action"]), data=bare).text
    bad = client.post(
        str(adding["action"]), data=filled(adding, files=(BytesIO(PAGE), "a.png"), note="It.")
    )
    assert "a.png is not what its name says" in bad.get_data(as_text=True)
    page = client.post(
        str(adding["action"]), data=filled(adding, files=(BytesIO(PNG), "street.png"), note="It.")
    )
    assert "You have added: street.png." in page.get_data(as_text=True)
    with open_session(services.engine, Scope.of(demo.schools["wormley"])) as session:
        facts = incidents.get_incident(
            session, Scope.of(demo.schools["wormley"]), services.keyring, None, found
        ).facts
    assert [(each.name, each.by) for each in facts.evidence] == [("street.png", None)]

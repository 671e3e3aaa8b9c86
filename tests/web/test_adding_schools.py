"""A service sets up schools: from the DfE's register, typed in, forty from a sheet; nobody else."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.models.audit import AuditRow
from portal.models.effects import EffectRow
from portal.store.audit import verify_all
from tenants.db import Scope, open_session
from tenants.directory import find_school
from tests.portal_app import ClientFor, MovingClock
from tests.statements import noted

HEADINGS = (
    "URN",
    "LA (name)",
    "EstablishmentName",
    "TypeOfEstablishment (name)",
    "EstablishmentStatus (code)",
    "Street",
    "Locality",
    "Address3",
    "Town",
    "County (name)",
    "Postcode",
    "TelephoneNum",
)
ROWS = [
    [
        "100001",
        "Essex",
        "Königin’s Primary",
        "Academy",
        "1",
        "Mill  Lane",
        "",
        "",
        "Wells",
        "",
        "AB1 2CD",
        "01632960100",
    ],
    ["100002", "Essex", "Gone Primary", "Academy", "2", "", "", "", "Wells", "", "AB1 2CE", ""],
    ["", "Essex", "No number", "Academy", "1", "", "", "", "", "", "", ""],
]


def register(rows: Iterable[list[str]] = ROWS, *, zipped: bool = False) -> bytes:
    """The register as the DfE writes it."""
    text = io.StringIO()
    csv.writer(text).writerows([[*HEADINGS], *rows])
    content = text.getvalue().encode("cp1252")
    if not zipped:
        return content
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("edubasealldata20261120.csv", content)
    return packed.getvalue()


def post(client: FlaskClient, path: str, **data: object) -> TestResponse:
    """Send a form."""
    return client.post(path, data={"once": str(uuid4()), **data})


@pytest.fixture
def service(client_for: ClientFor, clock: MovingClock) -> FlaskClient:
    """The DPO of the service."""
    return client_for("service.dpo")


@pytest.fixture
def with_register(service: FlaskClient) -> FlaskClient:
    """Once the register is there."""
    file = (io.BytesIO(register(zipped=True)), "register.zip")
    assert post(service, "/schools/add/register", register=file).status_code == 303
    return service


PATHS = ("", "school", "register", "many", "many/check", "many/example.csv")


@pytest.mark.parametrize(
    "who", ["wormley.head", "wormley.office", "wormley.teacher", "council.officer"]
)
def test_for_others_there_is_no_such_page(client_for: ClientFor, who: str) -> None:
    client = client_for(who)
    for path in PATHS:
        assert client.get(f"/schools/add/{path}").status_code == 404, path
    assert post(client, "/schools/add/school", name="X").status_code == 404
    assert "Add a school" not in client.get("/schools").text


def test_nobody_signed_in(portal_app: Flask) -> None:
    for path in PATHS:
        assert portal_app.test_client().get(f"/schools/add/{path}").status_code == 302


def test_the_register_is_searched(with_register: FlaskClient) -> None:
    for words in ("königin", "100001", "ab12cd", "AB1 2CD", "wells primary"):
        page = with_register.get("/schools/add/", query_string={"q": words}).text
        assert "Königin’s Primary" in page, words
        assert "urn=100001" in page
    assert "urn=100002" not in with_register.get("/schools/add/?q=gone").text
    assert "No school is found" in with_register.get("/schools/add/?q=nowhere%").text
    for odd in ("?q=%00", "?q=a%00b", "school?urn=%00"):
        assert with_register.get(f"/schools/add/{odd}").status_code == 200


def test_what_is_not_the_register_is_refused(service: FlaskClient) -> None:
    for content in (b"a,b\n1,2\n", b"PK\x03\x04broken", b""):
        reply = post(service, "/schools/add/register", register=(io.BytesIO(content), "x.csv"))
        assert reply.status_code == 422
        assert "There is a problem" in reply.text


@pytest.mark.clause("DBRP-1.9")
def test_a_school_is_set_up_in_one_form(
    portal_app: Flask, with_register: FlaskClient, demo: object
) -> None:
    page = with_register.get("/schools/add/school?urn=100001").text
    assert 'value="konigins-primary"' in page
    officer = re.search(r'<option value="([0-9a-f-]{36})"', page)
    assert officer is not None
    said = {
        "name": "Königin’s Primary",
        "slug": "schools",
        "nation": "england",
        "phone": "01632 960100",
        "dpo": officer[1],
        "head_name": "Hanna Head",
        "head_email": "head@konigins.example",
        "head_phone": "01632 960101",
        "administrator_name": "Olu Office",
        "administrator_email": "office@konigins.example",
    }
    wrong = post(with_register, "/schools/add/school?urn=100001", **said)
    assert wrong.status_code == 422
    assert "small letters, numbers and hyphens, and no page" in wrong.text
    once = str(uuid4())
    said |= {"slug": "konigins", "once": once}
    for _ in range(2):  # a form sent twice is one school
        done = with_register.post("/schools/add/school?urn=100001", data=said)
        assert (done.status_code, done.location) == (303, "/schools")
    assert "Königin’s Primary" in with_register.get("/schools").text

    with portal_app.app_context():
        engine = portal_app.extensions["portal"].services().engine
    school = find_school(engine, "konigins")
    assert school is not None
    with open_session(engine, Scope.of(school)) as session:
        told = session.scalars(sa.select(AuditRow).order_by(AuditRow.position)).all()
        invited = session.scalars(sa.select(EffectRow.kind)).all()
    for row, what in zip(told, ("add_organisation", "add_oversight", "appoint_dpo"), strict=False):
        assert f"administration.{what}" in row.body
    assert not any("Hanna" in row.body for row in told)
    assert invited.count("invitation") == 2
    assert verify_all(engine)[school].ok
    # the officer is the school's DPO from now on, and sees what is still to do
    assert "Still to do" in with_register.get("/konigins/manage/").text
    # until a policy is in force nobody can report: the page says whom to tell, and how it is mended
    early = with_register.get("/konigins/report/")
    assert early.status_code == 200
    assert "Tell the Headteacher or the data protection officer now" in early.text
    for page in (early.text, with_register.get("/konigins/policy/").text):
        assert ("/konigins/manage/policy/" in page) == ("Set up the policy" in page)

    again = post(with_register, "/schools/add/school?urn=100001", **{**said, "once": str(uuid4())})
    assert again.status_code == 422
    assert "belongs to another organisation" in again.text


def test_forty_schools_from_one_sheet_and_again(with_register: FlaskClient) -> None:
    rows = [f"Sheet School {n},,Head {n},h{n}@example.org,01632 9605{n:02}" for n in range(40)]
    sheet = "\n".join(
        ["School,URN,Headteacher,Headteacher e-mail,Headteacher phone", *rows, ",999999,,,"]
    )

    def send() -> str:
        reply = post(
            with_register, "/schools/add/many", sheet=(io.BytesIO(sheet.encode()), "s.csv")
        )
        assert reply.location == "/schools/add/many/check"
        return with_register.get(reply.location).text

    shown = send()
    assert "40 to add, 0 there already, 1 left out" in shown
    saved = post(with_register, "/schools/add/many/check", dpo="")
    assert saved.status_code == 303
    assert "40 schools set up" in with_register.get("/schools").text
    assert "0 to add, 40 there already, 1 left out" in send()
    # it is forgotten once it is saved, or replaced
    bad = post(with_register, "/schools/add/many", sheet=(io.BytesIO(b"a,b\n1,2"), "s.csv"))
    assert "One column must be the URN" in bad.text


def test_a_search_costs_the_same_whatever_is_there(
    portal_app: Flask, with_register: FlaskClient
) -> None:
    many = [[str(200000 + n), "", f"Crowd Primary {n}", "", "1", *[""] * 7] for n in range(1500)]
    few = _statements(portal_app, with_register)
    file = (io.BytesIO(register(many)), "register.csv")
    assert post(with_register, "/schools/add/register", register=file).status_code == 303
    assert _statements(portal_app, with_register) == few
    assert "These are the first 20" in with_register.get("/schools/add/?q=crowd").text


def _statements(app: Flask, client: FlaskClient) -> int:
    with app.app_context():
        engine = app.extensions["portal"].services().engine
    with noted(engine) as seen:
        assert client.get("/schools/add/?q=primary").status_code == 200
    return len(seen)

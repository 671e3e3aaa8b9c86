"""What people are called and what is written to them arrives as text, whatever it looks like."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from portal.rules.words import PeopleChoice
from tenants.roles import Role
from tests.desk import telling
from tests.desk.world import School
from tests.mail_sink import Mail, MailSink

Make = Callable[[str], School]
CHILD = '<b>Ava</b> #panic("x") {{ 7 * 7 }}'
MOTHER = "Ann <img src=x>\r\nBcc: other@example.org"
LONGEST_LINE = 78
WRITTEN = '<script>alert(1)</script> #import "/etc/passwd" $x$ *bold* {{ 7 * 7 }}\r\n.\r\nQUIT'


@pytest.mark.clause("DBRP-5.16")
def test_markup_and_headers_arrive_as_text(school: Make, smtp: MailSink) -> None:
    at = telling.with_mail(school("wormley"), smtp)
    incident = telling.breach(at)
    at.do("decide_people", Role.DPO, incident, choice=PeopleChoice.OBLIGED)
    rows = telling.rows_of(at, incident, _sheet())
    at.do("import_people", Role.DPO, incident, rows=rows, source="people.csv")
    at.do("clear_contacts", Role.DPO, incident, against="The register.")
    parts = tuple((key, f"{text}\n\n{WRITTEN}") for key, text in telling.PARTS)
    at.do("write_notice", Role.DPO, incident, parts=parts)
    telling.send(at, incident, 1, why_not_waited="High risk.")
    telling.deliver(at)

    (mail,) = [one for one in smtp.caught if "<notice." in one.message["Message-ID"]]
    _on_the_wire(mail)
    plain, html = (mail.message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    page = BeautifulSoup(html.get_content(), "html.parser")
    assert not page.select("script, img, b")
    for text in (plain.get_content(), page.get_text()):
        assert CHILD in text
        assert "Ann <img src=x>" in text
        for line in WRITTEN.splitlines():
            assert line in text
        assert "http" not in text.replace(WRITTEN, "")  # nothing that is fetched or followed
    assert not page.select("[href], [src], [background], style, link")


def _on_the_wire(mail: Mail) -> None:
    """The bytes as they came: one recipient, the headers we mean and no other, nobody's name in
    the subject.
    """
    assert mail.recipients == ("ann@example.org",)
    assert mail.raw.isascii()
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", mail.raw)  # no line break but CRLF
    assert max(map(len, mail.raw.split(b"\r\n"))) <= LONGEST_LINE
    above = mail.raw.partition(b"\r\n\r\n")[0].decode()
    found = Counter(re.findall(r"^([^\s:]+):", above, re.MULTILINE))
    assert found == Counter(
        ("Subject", "From", "To", "Reply-To", "Date", "Message-ID", "Auto-Submitted",
         "Content-Language", "MIME-Version", "Content-Type")
    )  # fmt: skip
    headers = mail.message
    assert [to.addr_spec for to in headers["To"].addresses] == ["ann@example.org"]
    assert headers["From"].addresses[0].addr_spec == mail.sender
    assert re.fullmatch(r"<notice\.[0-9a-f-]{36}@[\w.-]+>", headers["Message-ID"])
    assert headers["Auto-Submitted"] == "auto-generated"
    assert not any(word in headers["Subject"] for word in ("Ann", "Ava", "Field", "name"))
    assert headers.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in headers.iter_parts()]
    assert kinds == ["text/plain", "text/html"]


def _sheet() -> bytes:
    row = {
        "Surname": "Field",
        "Forename": CHILD,
        "Date of birth": "1/1/2017",
        "Admission number": "A1",
        "Contact 1 name": MOTHER,
        "Contact 1 relationship": "mother",
        "Contact 1 parental responsibility": "yes",
        "Contact 1 daily care": "yes",
        "Contact 1 email": "ann@example.org",
        "Information involved": "name",
    }
    written = io.StringIO()
    sheet = csv.DictWriter(written, row)
    sheet.writeheader()
    sheet.writerow(row)
    return written.getvalue().encode()

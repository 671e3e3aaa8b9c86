"""Whose word about a sender is believed: that of the school's own mail server alone."""

from __future__ import annotations

import pytest

from portal.mail_in.proving import proof
from portal.rules.facts import ByMail
from tests.mail_in.messages import message

HEAD = "head@school.example"
PASS = "mx.school.example; spf=fail; dmarc=pass (p=reject) header.from=school.example"


@pytest.mark.parametrize(
    ("results", "proved"),
    [
        ((PASS,), True),
        ((PASS.replace("example;", "example 1;"),), True),
        ((PASS.replace("dmarc=pass", "DMARC=Pass"), PASS.replace("pass", "fail")), True),
        ((), False),
        (("mx.evil.example; dmarc=pass header.from=school.example",), False),
        ((PASS.replace("dmarc=pass", "dmarc=fail"), PASS), False),
        ((PASS.replace("from=school", "from=evil"),), False),
        (
            (f'{PASS.replace("pass", "fail")}; spf=pass smtp.mailfrom="; dmarc=pass"@e.example',),
            False,
        ),
        (("mx.school.example; none",), False),
    ],
)
def test_a_sender_is_proved_by_one_server_alone(results: tuple[str, ...], *, proved: bool) -> None:
    above = "".join(f"Authentication-Results: {each}\n" for each in results)
    raw = above.encode() + message(sender=f"Head <{HEAD}>")
    expected = ByMail.PROVED if proved else ByMail.UNPROVED
    assert proof(raw, HEAD, "mx.School.example") is expected
    assert proof(raw, HEAD, "") is ByMail.UNPROVED
    two = b"From: x@y.example\n" + raw
    assert proof(two, HEAD, "mx.school.example") is ByMail.UNPROVED

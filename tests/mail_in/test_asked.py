"""A processor is asked by mail, and its reply is the answer (DBRP-5.10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from portal.mail_in.receiving import Received
from tenants.roles import Role
from tests.desk.world import FRIDAY
from tests.mail_in.conftest import Post
from tests.mail_in.messages import message, report

HELP = "help@cloud.example.net"
ASKED: dict[str, Any] = {
    "text": "Which accounts were opened?",
    "to": None,
    "outside": "Cloud Ltd",
    "email": HELP,
    "due_at": FRIDAY + timedelta(days=3),
}


@pytest.mark.clause("DBRP-5.10", "SIP-4")
def test_a_processor_answers_by_mail(post: Callable[[str], Post]) -> None:
    at = post("wormley")
    incident = at.school.report()
    at.school.do("ask_question", Role.DPO, incident, **ASKED)
    at.work()
    (asked,) = at.smtp.sent_to(HELP)
    reference = at.school.facts(incident).reference
    assert asked["Subject"] == f"A question from Wormley School: {reference}"
    assert "Which accounts were opened?" in asked.get_content()
    assert str(asked["Reply-To"]).lower() == at.address.lower()
    owed = at.school.duties(incident)["answer_question"]
    assert (owed.what, owed.due_at) == ("Get an answer from outside the school", ASKED["due_at"])

    reply: dict[str, Any] = {
        "subject": f"Re: {asked['Subject']}",
        "In_Reply_To": str(asked["Message-ID"]),
    }
    other = message("Not us.", sender="X <x@else.example.net>", ident="<8@x.net>", **reply)
    at.come(other)
    assert at.school.facts(incident).questions[0].answer is None
    at.come(message("Two of them.", sender=f"Help <{HELP}>", ident="<9@cloud.net>", **reply))
    answer = at.school.facts(incident).questions[0].answer
    assert answer is not None
    assert "Two of them." in answer
    assert "answer_question" not in at.school.duties(incident)
    at.come(message("And a third.", sender=f"Help <{HELP}>", ident="<10@cloud.net>", **reply))
    (added,) = at.school.facts(incident).intake.additions
    assert "And a third." in added.text


@pytest.mark.clause("DBRP-5.10")
def test_a_question_that_did_not_arrive_is_owed_in_another_way(
    post: Callable[[str], Post],
) -> None:
    at = post("wormley")
    incident = at.school.report()
    at.school.do("ask_question", Role.DPO, incident, **ASKED)
    at.work()
    (asked,) = at.smtp.sent_to(HELP)
    for _ in range(2):
        assert at.come(report(str(asked["Message-ID"]))) is Received.BOUNCE
    at.work()
    assert at.school.alerted(incident, "not_asked") == {Role.DPO}
    subject = f"Your question did not arrive: {at.school.facts(incident).reference}"
    assert [str(one.message["Subject"]) for one in at.smtp.caught].count(subject) == 1
    assert {"answer_question", "ask_again"} <= at.school.duties(incident).keys()

    (question,) = at.school.facts(incident).questions
    again: dict[str, Any] = {"question": question.id, "email": "it@cloud.example.net"}
    at.school.do("ask_again", Role.DPO, incident, **again)
    at.work()
    (once_more,) = at.smtp.sent_to("it@cloud.example.net")
    assert once_more["Message-ID"] != asked["Message-ID"]
    assert "ask_again" not in at.school.duties(incident)
    at.come(report(str(once_more["Message-ID"])))
    at.work()
    assert "ask_again" in at.school.duties(incident)
    at.school.do("ask_again", Role.DPO, incident, question=question.id, how="I rang Sam.")
    assert at.school.duties(incident).keys() >= {"answer_question"}
    assert "ask_again" not in at.school.duties(incident)

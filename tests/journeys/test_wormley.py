"""The Response Plan's story: from a teacher's phone on a Friday afternoon to closing."""

from __future__ import annotations

import pytest

from tests.journeys import notices, steps
from tests.journeys.live import Live, text_of
from tests.journeys.steps import Meet
from tests.portal_app import FRIDAY


@pytest.mark.clause("SIP-1", "DBRP-5.1", "DBRP-5.2")
def test_from_report_to_closing(live: Live, person: Meet) -> None:
    live.clock.move_to(FRIDAY)
    incident = steps.report(person)
    alert = live.mail_to("wormley.head", "INC-2026-0001")
    assert "spreadsheet" not in text_of(alert)
    head = person("wormley.head", phone=True)
    head.go(live.link_in(alert))
    assert head.path == incident
    head.sees("Decide whether the DPO takes this case")
    head.looks("incident-head")
    steps.escalate(head, incident)

    steps.make_safe(person("wormley.dsl"), incident)
    dpo = person("service.dpo")
    live.mail_to("service.dpo", "escalated")
    dpo.go("/")
    dpo.sees("Wormley CofE Primary School")
    dpo.looks("home-dpo")
    dpo.go(incident)
    dpo.looks("incident-dpo")
    steps.declare_aware(dpo, incident)
    dpo.looks("incident-aware")

    steps.assess_risk(dpo, incident)
    steps.decide_to_report(dpo, incident)
    steps.complete_log(dpo, incident)
    steps.report_to_regulator(dpo, incident)
    dpo.go(incident)
    dpo.sees("Send the ICO the follow-up that was promised")
    dpo.looks("incident-reported")

    dsl = person("wormley.dsl")
    notices.decide_and_import(dpo, incident)
    notices.settle(dpo, dsl, incident)
    notices.write_and_ask(dpo, dsl, head, incident)
    notices.send(live, dpo, incident)
    notices.post_letters(dpo, incident)
    notices.resolve(dpo, incident)
    dpo.go(incident)
    dpo.looks("incident-sent")
    steps.settle_the_rest(dpo, incident)
    steps.follow_up(dpo, incident)
    steps.pay_what_is_owed(dpo, head, dsl, incident)
    steps.review_and_close(dpo, incident)
    verified = live.command("audit", "verify")
    assert verified.returncode == 0, verified.stdout


@pytest.mark.clause("DBRP-5.3")
def test_the_head_declines_and_the_dpo_takes_it_up(live: Live, person: Meet) -> None:
    live.clock.move_to(FRIDAY)
    incident = steps.report(person, pictures=False)
    head, dpo = person("wormley.head"), person("service.dpo")
    head.go(f"{incident}decline-escalation")
    head.answer(answer="decline")
    head.page.locator("main form button[type=submit]").first.click()
    head.sees("Your reasons")
    head.answer(answer="decline", reasons="Only first names; everybody has deleted it.")
    head.looks("decline")
    head.submit()
    head.go(f"{incident}complete-log")
    for box in head.page.locator("main input[name$='_unknown']").all():
        box.check()
    head.submit()
    alert = live.mail_to("service.dpo", "was not escalated")
    dpo.go(live.link_in(alert))
    dpo.sees("Look at the case that the Head did not escalate")
    dpo.go(f"{incident}log")
    dpo.sees("Only first names; everybody has deleted it.")
    dpo.go(f"{incident}answer-declined")
    dpo.looks("answer-declined")
    dpo.answer(answer="take_up", reasons="Medical notes are in it.")
    dpo.submit()
    live.mail_to("wormley.head", "has taken this up")
    head.go(incident)
    head.sees("The data protection officer has taken this up")

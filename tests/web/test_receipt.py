"""What one may do with a receipt code, and what somebody without one may not."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from portal.web.reporting import limits
from tests.portal_app import MovingClock
from tests.web.reading import text_of
from tests.web.test_anonymous import code_on, enter, form_of, go_on, to_the_check


def test_withdraw_with_the_code(portal_app: Flask, clock: MovingClock) -> None:
    client = portal_app.test_client()
    code = code_on(go_on(client, to_the_check(client), {}))
    shown = enter(client, code)
    forms = BeautifulSoup(shown.data, "html.parser").find_all("form")
    nth = next(n for n, form in enumerate(forms) if str(form["action"]).endswith("/withdraw"))
    address, hidden = form_of(shown, nth)
    done = client.post(address, data={**hidden, "reason": "I have found it."})
    assert "marked as withdrawn" in text_of(done)
    again = text_of(enter(client, code))
    assert "Why do you withdraw it?" not in again
    assert "The report has been withdrawn, and somebody looks at why." in again


def test_an_unknown_code_is_said_and_tries_are_limited(
    portal_app: Flask, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = portal_app.test_client()
    wrong = enter(client, "1234 5678 9012 3456")
    assert wrong.status_code == 422
    assert "There is no report with this code" in text_of(wrong)
    assert enter(client, "12").status_code == 422
    monkeypatch.setattr(limits, "WRONG_CODES", ("1 per hour",))
    assert enter(client, "1234 5678 9012 3450").status_code == 422
    assert enter(client, "1234 5678 9012 3451").status_code == 429


def test_guessing_locks_out_nobody_whose_code_begins_otherwise(
    portal_app: Flask, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "WRONG_CODES", ("2 per hour",))
    client = portal_app.test_client()
    code = code_on(go_on(client, to_the_check(client), {}))
    other = "7" if code[0] != "7" else "8"
    guesses = [enter(client, f"{other}234 5678 9012 345{n}").status_code for n in range(3)]
    assert guesses == [422, 422, 429]
    assert enter(client, code).status_code == 200

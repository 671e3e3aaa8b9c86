"""Forms: errors beside the field and at the top, what was typed kept, sent twice done once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.datastructures import MultiDict

from portal.errors import Refused
from portal.web.parts import forms, moments
from portal.web.triage.safety import ContainForm
from tests.web.gallery import NOW, create_app
from tests.web.gallery_forms import ReportForm

GOOD = {
    "happened": ["23", "10", "2026", "4:10pm"],
    "what": "  A list went\r\nto the wrong people. ",
    "danger": "not_sure",
    "kinds": ["names", "health"],
    "email": "sam@example.org",
    "sure": "y",
}


@pytest.fixture(name="gallery", scope="module")
def gallery_app() -> Flask:
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture(autouse=True)
def _in_a_request(gallery: Flask) -> Iterator[None]:
    with gallery.test_request_context():
        yield


def filled(**changes: object) -> ReportForm:
    return ReportForm(formdata=MultiDict(GOOD | changes), now=NOW)


def errors(form: forms.PortalForm) -> list[str]:
    form.validate()
    return [sentence for _, sentence in form.problems()]


def test_good_answers_are_turned_into_values() -> None:
    form = filled()
    assert errors(form) == []
    assert form.happened.data == datetime(2026, 10, 23, 15, 10, tzinfo=UTC)
    assert form.what.data == "A list went\nto the wrong people."
    assert form.danger.data == forms.NOT_SURE
    assert form.kinds.data == ["names", "health"]
    assert form.born.data is None
    assert form.lead.data in (None, "")


def test_nothing_typed_asks_for_what_is_needed_and_no_more() -> None:
    form = ReportForm(formdata=MultiDict(), now=NOW)
    assert errors(form) == [
        "Say when you noticed",
        "Say what happened",
        "Choose one of the answers",
        "Tick the box when you have checked it",
    ]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("happened", ["25", "10", "2026", "11am"], moments.FUTURE),
        ("happened", ["25", "10", "2026", "1:30am"], "came twice"),
        ("happened", ["29", "3", "2026", "1:30am"], "did not exist"),
        ("happened", ["", "", "", "4pm"], "Enter the date as well"),
        ("happened", ["23", "10", "2026", "late"], "Enter a real time"),
        ("born", ["26", "10", "2026"], moments.FUTURE_DAY),
        ("danger", "perhaps", "Choose one of the answers"),
        ("lead", "z", "Choose one of the answers"),
        ("kinds", ["stars"], "Choose from the answers shown"),
        ("kinds", ["names", "none"], "‘No personal information’ alone"),
        ("email", "sam at example", "Enter an e-mail address"),
        ("what", "x" * 4001, "Use 4,000 characters or fewer: there are 4,001 now"),
    ],
)
def test_each_mistake_has_one_sentence(field: str, typed: object, sentence: str) -> None:
    found = errors(filled(**{field: typed}))
    assert len(found) == 1
    assert sentence in found[0]


def test_the_same_mistake_in_two_fields_says_in_which() -> None:
    twice = errors(filled(happened=["31", "2", "2026", "4pm"], born=["31", "2", "2026"]))
    assert [each.partition(" Enter a real date")[0] for each in twice] == [
        "When did you notice?",
        "Date of birth:",
    ]
    long = errors(filled(what="x" * 4001, email=f"{'x' * 250}@example.org"))
    assert [each.split(" Use ")[0] for each in long] == ["What happened?", "Your email address:"]


class BegunForm(forms.PortalForm):
    """A day below one of two answers."""

    begun = forms.radios("Has it begun?", {"yes": "Yes", "no": "No"})
    on = forms.day("When?", needed="Enter when", below=("begun", "yes"), past=True)
    at = forms.moment("When exactly?", below=("begun", "yes"))


@pytest.mark.parametrize("day", [["1", "1", "2099"], ["31", "2", "2026"], ["", "", ""]])
def test_what_is_below_another_answer_is_no_mistake(day: list[str]) -> None:
    typed: dict[str, str | list[str]] = {"on": day, "at": ["1", "x", "", ""]}
    below = BegunForm(formdata=MultiDict(typed | {"begun": "yes"}), now=NOW)
    assert len(errors(below)) == 2
    unseen = BegunForm(formdata=MultiDict(typed | {"begun": "no"}), now=NOW)
    assert errors(unseen) == []
    assert unseen.on.data is None


def test_one_of_two_answers_is_asked_for_with_all_else_that_is_missing() -> None:
    form = ContainForm(formdata=MultiDict(), now=NOW)
    assert errors(form) == ["Say what was done", "Choose where that leaves it"]
    assert errors(ContainForm(formdata=MultiDict({"measures": "recalled"}), now=NOW)) == errors(
        ContainForm(formdata=MultiDict({"what": "Recalled it."}), now=NOW)
    )


def test_a_day_without_a_time_counts_from_its_start_where_that_is_allowed() -> None:
    form = filled(happened=["23", "10", "2026", ""])
    assert errors(form) == []
    assert form.happened.data == datetime(2026, 10, 22, 23, tzinfo=UTC)
    assert not form.happened.time_known


def test_in_the_hour_that_comes_twice_the_page_asks_which() -> None:
    form = filled(happened=["25", "10", "2026", "1:30am"])
    form.validate()
    page = BeautifulSoup(form.happened(), "html.parser")
    assert {item["value"] for item in page.select("input[type=radio]")} == {"first", "second"}
    chosen = filled(happened=["25", "10", "2026", "1:30am", "second"])
    assert errors(chosen) == []
    assert chosen.happened.data == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_field_that_refuses_the_future_must_know_the_time() -> None:
    with pytest.raises(RuntimeError, match="now="):
        ReportForm(formdata=MultiDict(GOOD)).validate()


def test_what_was_typed_is_shown_again_beside_its_error() -> None:
    form = filled(happened=["31", "2", "2026", "4pm"], what="<b>kept</b>")
    form.validate()
    page = BeautifulSoup(form.happened(), "html.parser")
    assert [box["value"] for box in page.select("input")] == ["31", "2", "2026", "4pm"]
    first = page.select_one("input")
    fieldset = page.select_one("fieldset")
    assert first is not None
    assert fieldset is not None
    assert ("#" + str(first["id"]), "Enter a real date, like 23 10 2026") in form.problems()
    assert "happened-error" in str(fieldset["aria-describedby"])
    assert "&lt;b&gt;kept" in form.what()


def test_a_known_value_fills_the_boxes_in_uk_time() -> None:
    form = ReportForm(
        happened=datetime(2026, 7, 1, 8, tzinfo=UTC), born=date(2015, 2, 3), danger="yes", now=NOW
    )
    assert form.happened.boxes()[:4] == ["1", "7", "2026", "09:00"]
    assert form.born.boxes() == ["3", "2", "2015"]
    assert BeautifulSoup(form.danger(), "html.parser").select("input[value=yes][checked]")


def test_a_draft_of_what_was_typed_shows_and_checks_the_same() -> None:
    form = filled(happened=["31", "2", "2026", ""], kinds=["names", "none"])
    again = ReportForm(formdata=MultiDict(form.typed()), now=NOW)
    assert "once" not in form.typed()
    assert errors(again) == errors(form)
    assert again.what.data == form.what.data


def test_the_key_of_one_sending_stays_and_is_fresh_for_each_form() -> None:
    form = ReportForm(now=NOW)
    key = form.once_key()
    assert isinstance(key, UUID)
    assert ReportForm(now=NOW).once_key() != key
    assert str(key) in form.hidden_tag()
    assert filled(once=str(key)).once_key() == key
    assert isinstance(filled(once="damaged").once_key(), UUID)


def test_a_refusal_stands_beside_its_field_or_at_the_top() -> None:
    form = filled()
    form.validate()
    form.refuse(Refused("Say more.", "what"))
    form.refuse(Refused("Somebody else has decided."))
    assert form.problems() == [("", "Somebody else has decided."), ("#what", "Say more.")]
    assert "Say more." in form.what()


def test_a_field_can_be_shown_below_the_choice_it_belongs_to() -> None:
    form = filled(danger="yes")
    page = BeautifulSoup(form.danger(reveal={"yes": form.email()}), "html.parser")
    assert page.select("#conditional-danger input[name=email]")


def test_a_file_needs_a_form_that_can_carry_it(gallery: Flask) -> None:
    assert ReportForm(now=NOW).has_files()
    with gallery.test_request_context(
        method="POST", data=GOOD | {"proof": (BytesIO(b"%PDF"), "a.pdf")}
    ):
        form = ReportForm(now=NOW)
        assert form.proof.data is not None
        assert form.proof.data.filename == "a.pdf"

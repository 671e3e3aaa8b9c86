"""Question files of the deployment's own: switching leaves what was frozen readable."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.errors import NotFound
from portal.regulators import versions
from portal.regulators.answers import Answer, continued
from portal.regulators.details import SchoolDetails
from portal.regulators.form import Form
from portal.regulators.ico import KNOWN_FACTS, prefill
from portal.regulators.pack import Circumstances, answers_in, frozen_snapshot, words_in
from portal.regulators.printed import pack_pdf
from portal.rules.facts import Facts
from portal.settings import Settings
from tests.regulators.conftest import names

NEXT_YEAR = """
version = "ico-2027"
as_of = 2027-03-01

[regulator]
name = "Information Commission"
short_name = "Commission"
phone = "0303 123 0000"
hours = "Every day"
report_url = "https://example.org/"
website = "example.org"
reference_pattern = "^C-[0-9]+$"
reference_example = "C-1"

[[part]]
key = "all"
title = "Everything"

[[part.question]]
key = "what_happened"
title = "Say what happened"
type = "long_text"
required = true
fact = "details"
content = "nature"

[[part.question]]
key = "people_told"
title = "Were people told?"
type = "choice"
fact = "people_told"
options = [{ key = "told", title = "Yes" }, { key = "not_told", title = "No" }]

[[part.question]]
key = "motive"
title = "Why did they do it?"
type = "text"
"""
MASTER_KEY = bytes(32)


@pytest.fixture
def folder(tmp_path: Path) -> str:
    (tmp_path / "ico-2027.toml").write_text(NEXT_YEAR, encoding="utf-8")
    return str(tmp_path)


def newer(folder: str) -> Form:
    return versions.in_use(Settings(MASTER_KEY, regulator_form="ico-2027", regulator_forms=folder))


def test_a_version_of_ones_own_stands_beside_the_products(folder: str) -> None:
    assert versions.list_versions(folder) == (versions.CURRENT, "ico-2027")
    assert versions.in_use(Settings(MASTER_KEY)).version == versions.CURRENT
    assert newer(folder).regulator.name == "Information Commission"
    with pytest.raises(NotFound):
        versions.load_questions("ico-2027")


def test_a_draft_whose_version_is_gone_goes_on_with_the_one_in_use(folder: str) -> None:
    settings = Settings(MASTER_KEY, regulator_forms=folder)
    assert versions.begun_with(settings, "ico-2027").version == "ico-2027"
    assert versions.begun_with(settings, "ico-1998").version == versions.CURRENT


def test_a_deployment_puts_right_the_regulators_details_with_a_date(tmp_path: Path) -> None:
    (tmp_path / "regulator.toml").write_text(
        'as_of = 2027-01-05\nemail = "reports@example.org"\n', encoding="utf-8"
    )
    form = versions.load_questions(folder=str(tmp_path))
    shipped = versions.load_questions()
    assert form.regulator.email == "reports@example.org"
    assert form.regulator.phone == shipped.regulator.phone
    assert (form.as_of.year, form.as_of.month) == (2027, 1)
    assert versions.list_versions(str(tmp_path)) == (versions.CURRENT,)


def test_a_deployment_is_told_what_is_wrong_with_its_forms(folder: str, tmp_path: Path) -> None:
    def told(where: str, form: str = "") -> list[str]:
        settings = Settings(MASTER_KEY, regulator_form=form, regulator_forms=where)
        return list(versions.problems(settings, KNOWN_FACTS))

    assert told("") == []
    (named,) = told(folder, "ico-2027")
    assert "is the Commission’s, and pages and mails speak of the ICO." in named
    missing, _ = told(folder, "ico-1998")
    assert missing == "PORTAL_REGULATOR_FORM names a form that is not there: ico-1998."
    wrong = tmp_path / "wrong"
    assert told(str(wrong)) == ["PORTAL_REGULATOR_FORMS names no folder that can be read."]
    wrong.mkdir()
    (wrong / "broken.toml").write_text("version =", encoding="utf-8")
    (wrong / "unfilled.toml").write_text(f'{NEXT_YEAR}fact = "shoe_size"\n', encoding="utf-8")
    broken, unfilled, _ = told(str(wrong))
    assert broken.startswith("The ICO’s form broken cannot be read: ")
    assert unfilled == "The ICO’s form unfilled: nothing fills 'shoe_size'."


def test_what_was_frozen_stays_readable_and_is_gone_on_with(
    folder: str, facts: Facts, school: SchoolDetails, made: Circumstances
) -> None:
    old_form, new_form = versions.load_questions(), newer(folder)
    frozen = frozen_snapshot(old_form, prefill(facts, school, names), school, made)
    assert words_in(frozen.content)["what_happened"] == facts.intake.happened
    assert pack_pdf(frozen.content).startswith(b"%PDF")

    filled = prefill(facts, school, names, form=new_form)
    assert set(filled) == {"what_happened"}, "an option that the form lacks is not answered"
    going_on = continued(answers_in(frozen.content), filled)
    again = frozen_snapshot(new_form, going_on, school, made)
    assert set(words_in(again.content)) == {"what_happened", "people_told", "motive"}
    assert words_in(again.content)["what_happened"] == facts.intake.happened


def test_one_schools_record_does_not_correct_what_a_report_said_for_several() -> None:
    told = {
        "people": Answer("620", from_fact="people"),
        "people_told": Answer("Not yet", from_fact="people_told"),
        "occurred": Answer(not_yet_known=True, from_fact="occurred"),
    }
    here = {
        "people": Answer("210", from_fact="people"),
        "people_told": Answer("Yes", from_fact="people_told"),
        "occurred": Answer("On Wednesday", from_fact="occurred"),
    }
    assert continued(told, here) == here
    assert continued(told, here, shared=True) == {**here, "people": Answer("620")}
    again = continued(continued(told, here, shared=True), here)
    assert again["people"].text == "620", "nor in the report after it"

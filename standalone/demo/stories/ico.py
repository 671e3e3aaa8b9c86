"""Reports to the regulator in the stories: from the record, and what the DPO adds to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.regulators.answers import missing, unknown_keys
from portal.regulators.details import Contact, SchoolDetails
from portal.regulators.ico import prefill
from portal.regulators.pack import Circumstances, frozen_snapshot
from portal.regulators.versions import load_questions
from portal.rules.clock import regulator_clock
from portal.rules.words import SubmissionKind
from standalone.demo import cast
from standalone.demo.stories.teller import NAMES
from tenants.db import uuid7
from tenants.policy.loader import adopt, load_variant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.regulators.answers import Answer
    from portal.rules.facts import Facts, Submission
    from standalone.demo.stories.teller import Teller


def report(
    story: Teller, typed: Mapping[str, Answer], kind: SubmissionKind = SubmissionKind.INITIAL
) -> dict[str, Any]:
    """What is said with a report as it is made now; what has no answer is to follow."""
    school, form = _school(story.school), load_questions()
    policy = adopt(load_variant(story.school.variant), story.school.own_answers)
    recorded = prefill(story.facts(), school, NAMES.__getitem__, kind=kind, policy=policy)
    answers = {**recorded, **typed}
    lacking = (question.key for question in missing(form, answers))

    def freeze(facts: Facts, made: Submission) -> bytes:
        clock = regulator_clock(facts)
        circumstances = Circumstances(
            reference=facts.reference,
            number=made.number,
            kind=made.kind,
            route=made.route,
            done_at=made.done_at,
            clock_started_at=clock.start,
            due_at=clock.due_at,
            cautious=clock.cautious,
            submitted_by=school.submitter.name,
            regulator_reference=made.reference,
            promised_at=made.promised_at,
            explanation=made.explanation,
        )
        return frozen_snapshot(form, answers, school, circumstances).content

    return {
        "submission_id": uuid7(),
        "freeze": freeze,
        "unknown": tuple(dict.fromkeys((*unknown_keys(answers), *lacking))),
    }


def _school(school: cast.DemoSchool) -> SchoolDetails:
    officer = cast.SERVICE.people[0]
    dpo = Contact(officer.name, cast.address(cast.SERVICE, officer), cast.phone(officer.line))
    return SchoolDetails(
        name=school.name,
        address=school.address,
        dpo=dpo,
        submitter=dpo,
        registration=school.ico_registration,
    )

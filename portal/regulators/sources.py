"""Where an answer of the record stands: said beside it, so that nobody has to guess."""

from __future__ import annotations

from collections.abc import Mapping

SOURCES: Mapping[str, str] = {
    "report_type": "what was sent before",
    "case_reference": "what was sent before",
    "spoken_to": "what was sent before",
    "why_reporting": "the assessment of risk",
    "likelihood": "the assessment of risk",
    "high_risk": "the assessment of risk",
    "consequences": "the assessment of risk",
    "size": "your school’s details",
    "controller": "your school’s details",
    "address": "your school’s details",
    "registration": "your school’s details",
    "sector": "your school’s details",
    "dpo": "your school’s details",
    "submitter": "your own details",
    "dpo_is_submitter": "your school’s details",
    "details": "the report and what was added to it",
    "occurred": "the report",
    "discovered": "the report",
    "how_found": "the report",
    "categories_data": "the report",
    "categories_people": "the report",
    "causes": "the classification",
    "cyber": "the classification",
    "breach_types": "the classification",
    "systems_affected": "the classification",
    "records": "the breach log",
    "people": "the list of people affected, else the report",
    "remedy": "the record of what was done to stop it",
    "improvements": "the actions agreed",
    "people_told": "the decision about the people affected",
    "others_told": "who else was considered, and the breach log",
    "reason_for_delay": "what was sent before",
}


def source(fact: str) -> str:
    """'the assessment of risk'; 'the record' for a fact without a place of its own."""
    return SOURCES.get(fact, "the record")

"""Sentences that the record of an incident can already say, so that nobody types them twice.

The breach log and the regulator's questions are both filled from here, each by the key of a filler.
A filler gives '' for what the record does not know. None names a person affected or a protected
reporter.
"""

from __future__ import annotations

from collections.abc import Mapping

from portal.rules.from_record import around, decided, found, told
from portal.rules.from_record.record import Filler, Names, Record
from portal.rules.reporting.intake import occurred

__all__ = ["FILLERS", "Filler", "Names", "Record"]

FILLERS: Mapping[str, Filler] = {
    "completed_at": found.completed_at,
    "completed_by": found.completed_by,
    "description": found.description,
    "reported_by": found.reported_by,
    "reported_at": found.reported_at,
    "reported_to": found.reported_to,
    "dpo_informed": found.dpo_informed,
    "team_notified": found.team_notified,
    "details": found.details,
    "contained": found.contained,
    "whose_data": lambda record: record.facts.intake.whose.strip(),
    "data_types": lambda record: record.facts.intake.what_data.strip(),
    "special_data": found.special_data,
    "likely_risk": decided.likely_risk,
    "high_risk": decided.high_risk,
    "report_to_ico": decided.report_to_regulator,
    "reason_for_delay": around.or_theirs(decided.reason_for_delay),
    "ico_report": around.or_theirs(decided.regulator_reports),
    "ico_advice": decided.regulator_advised,
    "sanctions": decided.sanctions,
    "why_not_reported": decided.why_not_reported,
    "people_told": around.or_theirs(told.people_told),
    "why_not_told": around.or_theirs(told.why_not_told),
    "responsible": around.responsible,
    "police": around.police,
    "press": around.press,
    "other_steps": around.other_steps,
    "prevention": found.prevention,
    "occurred": lambda record: occurred(record.facts),
    "discovered": found.discovered,
    "aware": found.aware,
    "people": found.people,
    "effects": decided.effects,
    "remedy": found.done,
    "breach_types": found.types,
}

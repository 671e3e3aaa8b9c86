"""What was decided about risk and regulator, and what came of it."""

from __future__ import annotations

from datetime import datetime

from portal.rules.also_told.sharing import all_for_another
from portal.rules.clock import REGULATOR_PERIOD, cautious_start, lateness, regulator_clock
from portal.rules.facts import Facts
from portal.rules.from_record.record import Record, paragraphs, with_reasons
from portal.rules.regulator.letters import SANCTIONS, WROTE
from portal.rules.risk.harms import harms_in_words
from portal.rules.risk.risk_method import in_words
from portal.rules.uk_time import day, day_and_time
from portal.rules.words import (
    LegalRisk,
    LetterKind,
    RegulatorChoice,
    RiskFactor,
    Route,
    SubmissionKind,
)

_ROUTES = {
    Route.WEB_FORM: "through the web form",
    Route.PHONE: "by phone",
    Route.EMAIL: "by e-mail",
}

_SUBMISSIONS = {
    SubmissionKind.INITIAL: "First report",
    SubmissionKind.FOLLOW_UP: "Follow-up",
    SubmissionKind.NOT_A_BREACH: "Told that it was no breach",
    SubmissionKind.WITHDRAWAL: "Withdrawn",
}

_REGULATOR = {
    RegulatorChoice.REPORT: "Yes",
    RegulatorChoice.DO_NOT_REPORT: "No",
    RegulatorChoice.ANOTHER_REPORTS: "Another controller reports ({})",
}

_RISKS = {
    LegalRisk.UNLIKELY: "A risk is unlikely",
    LegalRisk.RISK: "A risk is likely, but not a high one",
    LegalRisk.HIGH: "A high risk is likely",
}


def likely_risk(record: Record) -> str:
    """The answer to the legal question, with its reason, how likely and how grave harm is, and
    which harm is feared (DBRP-A1.16, 3.1).
    """
    risk = record.facts.risk
    if risk.legal_risk is None:
        return ""
    said = with_reasons(_RISKS[risk.legal_risk], risk.reason)
    return paragraphs((said, in_words(risk), harms_in_words(risk.harms)))


def high_risk(record: Record) -> str:
    """'Yes.' or 'No.', once the legal question is decided (DBRP-A1.17)."""
    risk = record.facts.risk.legal_risk
    return "" if risk is None else "Yes." if risk is LegalRisk.HIGH else "No."


def effects(record: Record) -> str:
    """What the assessment says of consequences for people, and which harm (DBRP-3.1); as long as
    neither is weighed, why the risk is what it is (UK GDPR Article 33(5)).
    """
    risk = record.facts.risk
    said = dict(risk.factors).get(RiskFactor.SEVERITY_OF_CONSEQUENCES, "").strip()
    return paragraphs((said, harms_in_words(risk.harms))) or risk.reason.strip()


def report_to_regulator(record: Record) -> str:
    """Whether the regulator must know, who decided when, and why (DBRP-A1.18)."""
    decision = record.facts.regulator_decision
    if decision is None:
        return ""
    answer = _REGULATOR[decision.choice].format(decision.controller)
    if decision.controller and all_for_another(record.facts):
        answer = f"Left to {decision.controller}, whose data it is"
    said = f"{answer}, decided by {record.names(decision.by)}"
    return with_reasons(f"{said} on {day_and_time(decision.at)}", decision.reasons)


NOT_REPORTED = "Does not apply: it is not reported."


def _not_to_be(facts: Facts) -> bool:
    decision = facts.regulator_decision
    decided = decision is not None and decision.choice is RegulatorChoice.DO_NOT_REPORT
    return decided and not facts.submissions


def why_not_reported(record: Record) -> str:
    """The reasons, with the promise to look again (DBRP-5.21)."""
    decision = record.facts.regulator_decision
    if decision is None:
        return ""
    if decision.choice is RegulatorChoice.DO_NOT_REPORT:
        said = f"{decision.reasons.strip()} The decision is kept under review.".strip()
        reviews = (each for each in record.facts.not_reporting_reviews if each.at >= decision.at)
        looked = (f"Reviewed on {day(each.at)}: {each.reasons.strip()}" for each in reviews)
        other = decision.would_reopen
        return paragraphs((said, f"What would change it: {other}" if other else "", *looked))
    if decision.controller and all_for_another(record.facts):
        return f"Does not apply: {decision.controller} decides, whose data it is."
    by = f" by {decision.controller}" if decision.controller else ""
    return f"Does not apply: it is reported{by}."


def over(time_late: str) -> str:
    """How lateness is put beside a report."""
    return f"{time_late} after the 72 hours" if time_late else "within 72 hours"


def late_by(facts: Facts, told_at: datetime) -> str:
    """'' when in time, else hours and minutes after the 72 hours ('3 h 05 min', 'under 1 min')."""
    late = lateness(regulator_clock(facts).due_at, told_at)
    minutes = int(late.total_seconds() // 60)
    if not late:
        return ""
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes else "under 1 min"


def regulator_reports(record: Record) -> str:
    """A line a report: when, how, by whom, in time or not, reference (DBRP-A1.20).

    Another controller's, once it is confirmed (DBRP-5.11).
    """
    if _not_to_be(record.facts):
        return NOT_REPORTED
    lines = [_by_another(record.facts)] if _by_another(record.facts) else []
    for report in record.facts.submissions:
        line = (
            f"{_SUBMISSIONS[report.kind]}: {day_and_time(report.done_at)}, "
            f"{_ROUTES[report.route]}, by {record.names(report.by)}"
        )
        if report.kind is SubmissionKind.INITIAL:
            line += f", {over(late_by(record.facts, report.told_at))}"
        astray = " Its e-mail did not arrive." if report.astray else ""
        lines.append(f"{line}. Reference: {report.reference or 'not yet received'}.{astray}")
    return "\n".join(lines)


def _by_another(facts: Facts) -> str:
    decision, theirs = facts.regulator_decision, facts.other_report
    if decision is None or theirs is None:
        return ""
    in_time = over(late_by(facts, theirs.reported_at))
    reference = theirs.reference or "not known"
    return (
        f"By {decision.controller}: {day_and_time(theirs.reported_at)}, {in_time}. "
        f"Reference: {reference}."
    )


def regulator_advised(record: Record) -> str:
    """What the regulator advised, asked or ordered, and what was answered (DBRP-A1.21)."""
    return _letters(record.facts, {*LetterKind} - SANCTIONS - {LetterKind.ACKNOWLEDGEMENT})


def sanctions(record: Record) -> str:
    """What the regulator imposed (DBRP-A1.22)."""
    return _letters(record.facts, set(SANCTIONS))


def _letters(facts: Facts, kinds: set[LetterKind]) -> str:
    return paragraphs(
        f"On {day(each.received_at)} it {WROTE[each.kind]}: {each.text}"
        + (f" Answered on {day(each.answered_at)}: {each.answer}" if each.answered_at else "")
        for each in facts.regulator_letters
        if each.kind in kinds
    )


def reason_for_delay(record: Record) -> str:
    """Late is counted from when the school was aware (Article 33(1)); what lies between noticing
    and being aware is said where it makes more than 72 hours (DBRP-A1.19).
    """
    facts, first = record.facts, next(iter(record.facts.submissions), None)
    theirs = facts.other_report
    if first is None and theirs is not None and not late_by(facts, theirs.reported_at):
        return "Does not apply: not late."
    if first is None:
        return NOT_REPORTED if _not_to_be(facts) else ""
    if late_by(facts, first.told_at):
        return first.late_reasons
    noticed, aware = cautious_start(facts), facts.aware
    if aware is None or first.done_at - noticed <= REGULATOR_PERIOD:
        return "Does not apply: not late."
    return (
        f"Not late: the school became aware on {day_and_time(aware.aware_at)}. It had noticed "
        f"something on {day_and_time(noticed)}. {aware.reason}"
    )

"""What the regulator decision rests on: facts, advice, what is not known, what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions import decide_regulator
from portal.rules.also_told.sharing import (
    all_for_another,
    controller_told,
    held_for_others_since,
    told_so_far,
)
from portal.rules.clock import regulator_clock
from portal.rules.plain_text import ended
from portal.rules.regulator.reopening import news
from portal.rules.reporting.intake import how_many
from portal.rules.risk.legal_risk import gaps
from portal.rules.risk.severity import score
from portal.rules.timescales import due, other_reports_by
from portal.rules.words import LegalRisk, RegulatorChoice, RiskFactor
from portal.web import deciding
from portal.web.ico.decision_forms import CHOICES, choices_of
from portal.web.parts import when
from portal.web.parts.decision import Advice, Clause, Decision, Fact
from portal.web.parts.record import Link
from portal.web.parts.scores import working
from portal.web.routes import action_href
from tenants.regulator import ICO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from portal.rules.facts import Facts
    from portal.web.visiting import Case, Visit
    from tenants.calendar import Calendar
    from tenants.policy.schema import Policy

LAW = Clause(
    "UK GDPR Article 33(1)",
    f"The {ICO} is told without undue delay, within 72 hours of awareness where feasible, unless a "
    "risk to people’s rights and freedoms is unlikely.",
)
RISKS = {
    LegalRisk.UNLIKELY: "A risk to people is unlikely.",
    LegalRisk.RISK: "A risk to people is likely, but not a high one: the law asks for a report.",
    LegalRisk.HIGH: "A high risk to people is likely: the law asks for a report.",
}
NOT_REPORTED = (
    f"A breach that must be reported and is not can be sanctioned by the {ICO}, also with a fine. "
    "What counts is that people are protected."
)
"""For those who decide, never for those who report (DBRP-1.6)."""
CLAUSES = ("DBRP-1.6",)
LEFT_TO_IT = (
    "The organisation whose data it is decides, and reports if it must. You tell it, and help it "
    f"with what it asks. Once it is told, nothing to the {ICO} or to the people affected is yours."
)


def leads_to(facts: Facts, policy: Policy, calendar: Calendar, now: datetime) -> dict[str, str]:
    """What follows each answer, with the times of this school's policy."""
    choices = choices_of(facts)
    review = when.near(due(policy, "review_not_reporting", now, calendar, facts), now)
    confirmed = when.near(other_reports_by(facts, policy, calendar), now)
    return {
        choices[RegulatorChoice.REPORT]: "The report is due within the 72 hours. It may be sent "
        "with gaps: what is missing follows later.",
        choices[RegulatorChoice.DO_NOT_REPORT]: "Your reasons go into the log. The decision is "
        f"looked at again by {review}, and by itself when more people, sensitive data, the press "
        "or a failed containment come to light. You can change it at any time.",
        choices[RegulatorChoice.ANOTHER_REPORTS]: LEFT_TO_IT
        if all_for_another(facts)
        else f"You make sure that it has reported. If it has not confirmed that by {confirmed}, "
        "reporting is ours again. You also agree who tells the people affected.",
    }


def decision(visit: Visit, case: Case, question: str, kind: str, *, leads: bool = True) -> Decision:
    """The regulator decision's page, also for the DPO's advice and for its review."""
    return Decision(
        question=question,
        clause=deciding.clause(
            case,
            kind,
            decide_regulator.ACTION.clauses,
            f"Whether the {ICO} must know is decided with reasons, and kept under review.",
        ),
        law=LAW,
        facts=_facts(visit, case),
        advice=_advice(case),
        missing=_missing(case),
        leads_to=leads_to(case.facts, case.policy, case.calendar, visit.now) if leads else {},
        due=deciding.due(visit, case, kind),
    )


def telling_controller(visit: Visit, case: Case) -> Decision:
    """What is known when the organisation is told whose data the school holds."""
    return Decision(
        question="Record that you told the organisation whose data it is",
        law=Clause(
            "UK GDPR Article 33(2)",
            "Whoever holds data for another organisation tells it of a breach without undue delay: "
            f"its own 72 hours begin then. It decides whether the {ICO} and the people must know.",
        ),
        facts=tuple(map(Fact, _for_others(visit, case))),
        due=deciding.due(visit, case, "tell_controller"),
    )


def _for_others(visit: Visit, case: Case) -> Iterator[str]:
    """Whose data the school holds, and whether they know."""
    known = case.facts
    if held_for_others_since(known) is None:
        return
    other = known.classifications[-1].responsible.name
    if all_for_another(known):
        yield f"The school holds all of this data for {other}, which decides who must know."
    else:
        yield f"The school holds some of this data for {other}, which decides about that part."
    told = told_so_far(known)
    for each in told:
        yield f"Told on {when.brief(each.told_at, visit.now)}: {each.how}"
    if not told:
        yield "It is not recorded that they have been told."
    elif not controller_told(known):
        yield "Somebody else whose data it is has still to be told."


def _facts(visit: Visit, case: Case) -> tuple[Fact, ...]:
    known, clock = case.facts, regulator_clock(case.facts)
    started = "The 72 hours are counted, cautiously, from" if clock.cautious else "Aware since"
    left = when.left(clock.due_at, visit.now)
    lines = [Fact(f"{started} {when.full(clock.start)}: {left}.")]
    lines.extend(map(Fact, _for_others(visit, case)))
    slug = visit.school.slug
    assess = action_href("assess_risk", slug, known.incident_id)
    risk = known.risk
    found = f"{RISKS[risk.legal_risk]} {risk.reason}" if risk.legal_risk else "The risk is open."
    lines.append(Fact(found, Link("See the assessment", assess) if assess else None))
    lines.append(Fact(f"People affected: {how_many(known) or 'not yet known'}."))
    lines.append(Fact(NOT_REPORTED))
    lines.extend(Fact(each) for each in gaps(known))
    lines.extend(Fact(line) for line in _before(visit, case))
    lines.extend(Fact(f"New: {line}") for line in news_lines(visit, case))
    return tuple(lines)


def _before(visit: Visit, case: Case) -> Iterator[str]:
    """Earlier decisions and reviews, with what each rested on."""
    known = case.facts
    for earlier in known.regulator:
        said = f"Decided before, {when.brief(earlier.at, visit.now)}: {CHOICES[earlier.choice]}."
        other = f" What would change it: {earlier.would_reopen}" if earlier.would_reopen else ""
        yield f"{said} {ended(earlier.reasons)}{other}"
        if earlier.basis and earlier.basis.people is not None:
            yield f"People affected, as far as was known then: {earlier.basis.people}."
        for factor, text in earlier.basis.factors if earlier.basis else ():
            if text:
                yield f"{factor.replace('_', ' ').capitalize()}, as it was assessed then: {text}"
    for review in known.not_reporting_reviews:
        yield f"Reviewed {when.brief(review.at, visit.now)}: {review.reasons}"


def news_lines(visit: Visit, case: Case) -> tuple[str, ...]:
    """What has come to light since a decision not to report was last looked at."""
    return tuple(f"{each.what} ({when.brief(each.since, visit.now)})" for each in news(case.facts))


def _advice(case: Case) -> tuple[Advice, ...]:
    given = [
        Advice(
            case.name_of(each.by),
            f"{CHOICES[each.recommends] if each.recommends else 'No advice'}. {each.advice}",
        )
        for each in case.facts.regulator_advice
    ]
    given += [
        Advice(each.asked, each.said or "The answer is awaited.")
        for each in case.facts.legal_advice
    ]
    scoring = case.facts.risk.scoring
    if scoring is not None:
        total = score(scoring).total.normalize()
        given.append(Advice(f"ENISA score {total:f}", working(scoring)))
    return tuple(given)


def _missing(case: Case) -> tuple[str, ...]:
    known = case.facts
    addressed = {factor for factor, text in known.risk.factors if text}
    lines = []
    if known.aware is None:
        lines.append("Nobody has declared the school aware of a breach.")
    if known.risk.legal_risk is None:
        lines.append("The risk to people is not decided.")
    if open_ := len(RiskFactor) - len(addressed):
        lines.append(
            f"{open_} of the seven risk factors {'is' if open_ == 1 else 'are'} not known."
        )
    return tuple(lines)

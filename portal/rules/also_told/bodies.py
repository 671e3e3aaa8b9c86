"""Bodies outside a school that may have to be told: by nation, by whose school it is, and when.

What the law or a body's own rules say, in our words, as far as we know it; a policy's own list
comes before it, and a person decides about each (DBRP-5.9).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tenants.policy.periods import Period

ALL = frozenset({"england", "wales", "scotland", "northern_ireland"})
NOT_SCOTLAND = ALL - {"scotland"}
ENGLAND = frozenset({"england"})


class Occasion(StrEnum):
    """What makes a body matter."""

    ATTACK = "attack"
    """An attack on systems, or something done in bad faith."""
    THEFT = "theft"
    """Something lost or stolen."""
    CHILD = "child"
    """A child may be in danger."""
    SERIOUS = "serious"
    """A high risk, or the regulator is told."""


@dataclass(frozen=True, slots=True)
class Body:
    """One of them. `within` is the time that its rules give; None: without a time of its own."""

    key: str
    text: str
    how: str
    """How to reach it, and what it wants."""
    on: frozenset[Occasion]
    source: str
    nations: frozenset[str] = ALL
    of_trusts: bool | None = None
    """True: only where a trust is the controller. False: only where it is the school."""
    within: Period | None = None


BODIES: tuple[Body, ...] = (
    Body(
        "report_fraud",
        "Report Fraud, for fraud and cyber crime",
        "0300 123 2040, day and night during an attack. It has taken the place of Action Fraud.",
        frozenset({Occasion.ATTACK}),
        "https://www.reportfraud.police.uk/",
        NOT_SCOTLAND,
    ),
    Body(
        "police_scotland",
        "Police Scotland",
        "101, or 999 in an emergency. Fraud and cyber crime are reported to it in Scotland. Ask "
        "for a crime number.",
        frozenset({Occasion.ATTACK, Occasion.THEFT, Occasion.CHILD}),
        "https://www.scotland.police.uk/contact-us/",
        frozenset({"scotland"}),
    ),
    Body(
        "police",
        "The police",
        "101, or 999 in an emergency: theft, blackmail, danger. Ask for a crime number.",
        frozenset({Occasion.THEFT, Occasion.CHILD}),
        "https://www.police.uk/",
        NOT_SCOTLAND,
    ),
    Body(
        "ncsc",
        "National Cyber Security Centre",
        "report.ncsc.gov.uk, for a significant attack: the school stays closed for long, "
        "more than one school closes, or the financial damage is serious.",
        frozenset({Occasion.ATTACK}),
        "https://report.ncsc.gov.uk/",
    ),
    Body(
        "dfe",
        "Department for Education",
        "Sector.Incidentreporting@education.gov.uk, where an attack got in or did damage, or an "
        "incident closes the school or touches exams or funding. Name nobody affected.",
        frozenset({Occasion.ATTACK}),
        "https://www.gov.uk/guidance/meeting-digital-and-technology-standards-in-schools-and-colleges/"
        "cyber-security-core-standard",
        ENGLAND,
    ),
    Body(
        "dfe_trust",
        "Department for Education, as the regulator of academy trusts",
        "Fraud, theft or irregularity above £5,000 in the year, or anything unusual or systematic, "
        "as soon as possible. A trust must not pay a ransom.",
        frozenset({Occasion.ATTACK, Occasion.THEFT, Occasion.SERIOUS}),
        "https://www.gov.uk/guidance/academy-trust-handbook",
        ENGLAND,
        of_trusts=True,
        within=Period(hours=24),
    ),
    Body(
        "rpa",
        "Risk protection arrangement, or the cyber insurer",
        "Before anybody repairs or rebuilds anything, where the policy asks for it.",
        frozenset({Occasion.ATTACK, Occasion.THEFT}),
        "https://www.gov.uk/guidance/the-risk-protection-arrangement-rpa-for-schools",
        ENGLAND,
    ),
    Body(
        "charity_regulator",
        "The Charity Commission, where the school is a charity that reports to it",
        "A serious incident, promptly. Academy trusts report to the Department for Education.",
        frozenset(),
        "https://www.gov.uk/guidance/how-to-report-a-serious-incident-in-your-charity",
        frozenset({"england", "wales"}),
        of_trusts=False,
    ),
    Body(
        "oscr",
        "The Scottish Charity Regulator (OSCR), where the school is a charity",
        "An event that matters to the charity, promptly.",
        frozenset(),
        "https://www.oscr.org.uk/",
        frozenset({"scotland"}),
    ),
    Body(
        "ccni",
        "The Charity Commission for Northern Ireland, where the school is a charity",
        "A serious incident, promptly.",
        frozenset(),
        "https://www.charitycommissionni.org.uk/",
        frozenset({"northern_ireland"}),
    ),
    Body(
        "lado",
        "The local authority’s designated officer (LADO)",
        "Where staff may have harmed a child, within one working day. The safeguarding lead knows "
        "whom to ring.",
        frozenset({Occasion.CHILD}),
        "https://www.gov.uk/government/publications/keeping-children-safe-in-education--2",
        ENGLAND,
        within=Period(school_days=1),
    ),
    Body(
        "social_care",
        "Children’s social care",
        "Where a child may be in danger: at once.",
        frozenset({Occasion.CHILD}),
        "https://www.gov.uk/report-child-abuse-to-local-council",
        within=Period(hours=1),
    ),
    Body(
        "dsl",
        "The designated safeguarding lead",
        "Where what got out could be used to find, meet or harm a child: at once.",
        frozenset(),
        "https://www.gov.uk/government/publications/keeping-children-safe-in-education--2",
    ),
    Body(
        "exam_board",
        "The exam board",
        "Where papers, marks or candidates’ work are touched.",
        frozenset(),
        "https://www.jcq.org.uk/exams-office/",
    ),
    Body(
        "bank",
        "The school’s bank",
        "Where payments or bank details may be touched: at once, day or night (159).",
        frozenset({Occasion.ATTACK}),
        "https://stopscamsuk.org.uk/159",
    ),
)
RANSOM = (
    "An academy trust must not pay a ransom: the Academy Trust Handbook forbids it. Anybody else "
    "should speak to the police and the insurer before even answering."
)

"""THE questions: what a school's policy decides, each with its title, default and the law's floor.

An empty tuple of roles means that the policy has no such step.
"""

from __future__ import annotations

from typing import Annotated

from tenants.policy import answers as a
from tenants.policy.answers import Question as Asks
from tenants.policy.defaults import LAWFUL_LOG, OTHERS
from tenants.policy.timescales import (
    DANGER_LADDER,
    INTERNAL_LADDER,
    PEOPLE_LADDER,
    REGULATOR_LADDER,
    Timescales,
)
from tenants.roles import Role

_DPO = (Role.DPO,)


class Answers(a.Frozen):
    """An answer to every question."""

    # The document
    title: Annotated[a.Text, Asks("What is the document called?")] = "Security incident policy"
    short_title: Annotated[
        a.Text, Asks("What is it called in short?", "Stands before a clause number: ‘Plan 5.3’.")
    ] = "Policy"
    review_months: Annotated[int, Asks("After how many months is the policy reviewed?")] = 12
    nation: Annotated[a.Nation, Asks("In which nation is the school?")] = "england"
    controller: Annotated[
        a.Controller, Asks("Who is the data controller?", "The school itself, or its trust.")
    ] = "school"
    kinds_accepted: Annotated[
        tuple[a.Kind, ...],
        Asks(
            "Which kinds of incident are reported?", floor="Every breach is logged: Article 33(5)"
        ),
    ] = ("confirmed", "potential", "near_miss")

    # The DPO
    dpo: Annotated[a.DpoForm, Asks("Who acts as data protection officer?")] = "internal"
    dpo_protocol: Annotated[
        a.Text, Asks("What is agreed with an external DPO?", "How and when to reach them.")
    ] = ""
    dpo_no_answer_hours: Annotated[
        int, Asks("After how many hours without an answer is somebody unavailable?")
    ] = 4
    dpo_no_answer_night_hours: Annotated[
        int, Asks("After how many hours at night?", "From 22:00 to 7:00.")
    ] = 8
    dpo_stand_ins: Annotated[
        a.Roles, Asks("Who stands in for the DPO?", "In this order. A Head is shown as a conflict.")
    ] = (Role.DEPUTY_DPO, Role.HEAD)
    head_stand_ins: Annotated[a.Roles, Asks("Who stands in for the Headteacher?")] = (
        Role.DEPUTY_HEAD,
        Role.SLT,
        Role.CHAIR,
    )
    dsl_stand_ins: Annotated[a.Roles, Asks("Who stands in for the safeguarding lead?")] = (
        Role.DEPUTY_DSL,
        Role.HEAD,
    )
    lead_stand_ins: Annotated[
        a.Roles, Asks("Who stands in for whoever leads an investigation?")
    ] = (
        Role.HEAD,
        Role.SLT,
        Role.CHAIR,
    )
    last_resort: Annotated[a.Roles, Asks("Who owes it when nobody else can be found?")] = (
        Role.CHAIR,
        Role.CHIEF_EXECUTIVE,
    )
    response_team: Annotated[a.Roles, Asks("Who is on the breach response team?")] = (
        Role.HEAD,
        Role.DPO,
        Role.DSL,
        Role.IT_CONTACT,
    )

    # Reporting
    first_contacts: Annotated[
        a.Roles, Asks("Who is told of a report first?", floor="The DPO is told of every report")
    ] = (Role.HEAD, Role.DPO)
    first_contact_choice: Annotated[
        a.ContactChoice, Asks("Are all of them told, or those whom the reporter chooses?")
    ] = "all"
    anonymous_reports: Annotated[bool, Asks("Can a report be anonymous?")] = False
    protected_identity: Annotated[
        bool,
        Asks("Can a reporter ask to have their name protected?", floor="As far as the law allows"),
    ] = True
    identity_readers: Annotated[a.Roles, Asks("Who may read a protected name?")] = (
        Role.HEAD,
        Role.DPO,
    )
    good_faith_statement: Annotated[
        a.Text,
        Asks("What does the policy promise those who report in good faith?", "Word for word."),
    ] = ""
    escalation_gate: Annotated[
        a.Gate, Asks("Does somebody decide whether a report goes to the DPO?")
    ] = "none"

    # Triage and investigation
    severity_ladder: Annotated[
        tuple[a.Severity, ...], Asks("Which severities are there, and what does each mean?")
    ] = ()
    classifiers: Annotated[a.Roles, Asks("Who classifies an incident?")] = _DPO
    verifiers: Annotated[a.Roles, Asks("Who verifies the details?")] = ()
    allocators: Annotated[a.Roles, Asks("Who decides who investigates?")] = ()
    investigation_leads: Annotated[
        a.Roles, Asks("Who leads an investigation?", "Where no severity says otherwise.")
    ] = _DPO
    investigation_steps: Annotated[
        tuple[a.InvestigationStep, ...], Asks("Which steps has an investigation?")
    ] = ()
    others_to_consider: Annotated[
        tuple[a.Point, ...], Asks("Who else must be considered, and perhaps told?")
    ] = OTHERS
    must_be_told: Annotated[
        a.Roles, Asks("Who must be told of a decision to report to the regulator?")
    ] = (Role.CHAIR,)
    outcome_report: Annotated[bool, Asks("Does the investigator write an outcome report?")] = False
    outcome_assessors: Annotated[a.Roles, Asks("Who accepts the outcome report?")] = ()
    disciplinary_recorders: Annotated[
        a.Roles, Asks("Who records disciplinary action, or why not?", "Nobody: the review asks it.")
    ] = ()
    disciplinary_readers: Annotated[a.Roles, Asks("Who may read the disciplinary record?")] = (
        Role.HEAD,
        Role.HR_CONTACT,
    )

    # The regulator
    awareness_declarers: Annotated[
        a.Roles, Asks("Who may declare the school aware of a breach?")
    ] = (
        Role.DPO,
        Role.LEAD,
        Role.HEAD,
    )
    awareness_movers: Annotated[a.Roles, Asks("Who may move that moment later?")] = _DPO
    regulator_deciders: Annotated[
        a.Roles,
        Asks("Who decides whether the regulator is told?", floor="The DPO is asked for advice"),
    ] = _DPO
    regulator_submitters: Annotated[a.Roles, Asks("Who reports to the regulator?")] = _DPO
    legal_advice: Annotated[
        bool,
        Asks("Is legal advice obtained when unsure?", floor="The 72 hours never wait for it"),
    ] = False
    log_before_referral: Annotated[
        bool,
        Asks(
            "Is the log completed before the report?", floor="A report in time never waits for it"
        ),
    ] = False
    log_headings: Annotated[
        tuple[a.LogHeading, ...],
        Asks("What does the log ask?", floor="Facts, effects and remedial action: Article 33(5)"),
    ] = LAWFUL_LOG

    # The people affected
    people_deciders: Annotated[
        a.Roles, Asks("Who decides about telling the people affected?", floor="High risk obliges")
    ] = _DPO
    notice_consulted: Annotated[a.Roles, Asks("Who is consulted on a notice?")] = (Role.HEAD,)
    notice_agreement: Annotated[bool, Asks("Must they agree to it?")] = False
    pupil_age: Annotated[
        int, Asks("From what age is a pupil told, and not only parents and carers?")
    ] = 13
    parents_as_well: Annotated[a.ParentsAsWell, Asks("Are parents told as well from that age?")] = (
        "dpo_decides"
    )
    police_hold: Annotated[bool, Asks("May notices wait on the advice of the police?")] = True

    # The end
    review: Annotated[
        bool, Asks("Is there a review after the incident?", "A stage of its own.")
    ] = True
    review_points: Annotated[tuple[a.ReviewPoint, ...], Asks("What does the review ask?")] = ()
    closers: Annotated[a.Roles, Asks("Who closes an incident?")] = _DPO
    exception_deciders: Annotated[
        a.Roles, Asks("Who decides on an exception to the policy?", "On the DPO’s advice.")
    ] = ()
    proposals_to: Annotated[a.Roles, Asks("Who receives proposals to change the policy?")] = _DPO
    retention_years: Annotated[
        int, Asks("For how many years after closing is an incident kept?")
    ] = 6
    contacts_retention_years: Annotated[
        int, Asks("For how many years are the contacts of people affected kept?")
    ] = 1

    # Time
    timescales: Annotated[
        Timescales, Asks("How long may each duty take?", floor="72 hours for the regulator")
    ] = Timescales()
    internal_reminders: Annotated[
        a.Ladder, Asks("When is somebody reminded of a duty inside the school?")
    ] = INTERNAL_LADDER
    regulator_reminders: Annotated[a.Ladder, Asks("When, of a duty towards the regulator?")] = (
        REGULATOR_LADDER
    )
    people_reminders: Annotated[a.Ladder, Asks("When, of a duty towards the people affected?")] = (
        PEOPLE_LADDER
    )
    danger_reminders: Annotated[a.Ladder, Asks("When, if somebody may be in danger?")] = (
        DANGER_LADDER
    )
    overseer_in_ladder: Annotated[
        bool, Asks("Is the overseer alerted when time runs out?", "Counts and times only.")
    ] = False

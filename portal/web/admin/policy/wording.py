"""What the fields of a list's items are called on the pages."""

from __future__ import annotations

from tenants.regulator import ICO

ITEM_LABELS = {
    # severities
    "title": "What is the level called?",
    "test": "What puts an incident on this level?",
    "leads": "Who leads the investigation",
    "joins": "Who works on it with them",
    "independent": "Must the lead declare that it does not concern them?",
    "regulator_decision": f"Is the decision on the {ICO} always taken on this level?",
    "outcome_report_school_days": "After how many school days is the outcome report due?",
    "interim_hours": "After how many hours is an interim report due? (optional)",
    "periods": "A time of its own on this level (optional)",
    # steps, headings, points
    "text": "What does it say?",
    "clause": "Which clause is it? (optional)",
    "required": "Must it be answered?",
    # who must be told, tasks kept apart
    "who": "Who must be told?",
    "when": "When?",
    "within": "How soon after that? (optional)",
    "one": "Which task?",
    "other": "Whoever does it must not do which other task?",
    # reminders
    "amount": "How much?",
    "whom": "Who is reminded",
    "climbs": "Does it climb: with each repetition, one more of them?",
    "if_undecided": f"Only while the decision on the {ICO} is open?",
}
ITEM_HINTS = {
    "test": "In a sentence, for whoever classifies.",
    "amount": "A part of the time in per cent, or a number of hours. Empty for ‘when due’.",
    "required": "‘Not yet known’ counts as an answer.",
    "independent": "Then nobody leads who has something to do with it.",
}

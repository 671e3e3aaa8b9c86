"""Which law a duty or action rests on, for those that a policy need not print."""

from __future__ import annotations

_ARTICLE_33 = "UK GDPR Article 33"
_ARTICLE_34 = "UK GDPR Article 34"
_ARTICLE_39 = "UK GDPR Article 39"
_COMPLAINTS = "Data Protection Act 2018 section 164A"
_SAFEGUARDING = "the school’s duty to keep children safe"

LAW = {
    # duties
    "danger_check": _SAFEGUARDING,
    "look_at_declined": _ARTICLE_39,
    "look_at_ending": _ARTICLE_39,
    "advise_regulator": _ARTICLE_39,
    "decide_regulator": f"{_ARTICLE_33}(1)",
    "submit_to_regulator": f"{_ARTICLE_33}(1)",
    "late_reasons": f"{_ARTICLE_33}(1)",
    "promised_follow_up": f"{_ARTICLE_33}(4)",
    "tell_controller": f"{_ARTICLE_33}(2)",
    "complete_log": f"{_ARTICLE_33}(5)",
    "answer_regulator": "UK GDPR Article 31",
    "assess_risk": f"{_ARTICLE_33}(1)",
    "decide_people": f"{_ARTICLE_34}(1)",
    "send_notices": f"{_ARTICLE_34}(1)",
    "put_right": "UK GDPR Article 5(1)(d)",
    "check_list": "UK GDPR Article 5(1)(f)",
    "acknowledge_complaint": _COMPLAINTS,
    "answer_complaint": _COMPLAINTS,
    # actions
    "declare_aware": f"{_ARTICLE_33}(1)",
}

# Periods that the law gives in figures.
FIXED_BY_LAW = frozenset({"submit_to_regulator", "acknowledge_complaint"})

# Laws that policies refer to: as they are called there, and what holds today (SIP-ref).
_AMENDED = "as amended by the Data (Use and Access) Act 2025"
LAWS = {
    "dpa_1998": (
        "Data Protection Act 1998",
        f"Repealed in 2018. The Data Protection Act 2018 applies, {_AMENDED}.",
    ),
    "eu_gdpr": (
        "General Data Protection Regulation",
        f"In the United Kingdom the UK GDPR applies since 2021, {_AMENDED}.",
    ),
    "uk_gdpr": ("UK General Data Protection Regulation", f"In force, {_AMENDED}."),
}

"""The causes of DBRP-2.2 in words, each with what schools usually mean by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from portal.rules.words import Cause

CAUSES: Mapping[Cause, str] = {
    Cause.LOSS_OR_THEFT: "loss or theft",
    Cause.INAPPROPRIATE_ACCESS: "inappropriate access",
    Cause.ATTACK: "an attack on systems",
    Cause.EQUIPMENT_FAILURE: "equipment failure",
    Cause.HUMAN_ERROR: "human error",
    Cause.ACT_OF_GOD: "fire, flood or another act of God",
    Cause.MALICIOUS_ACT: "a malicious act",
    Cause.OTHER: "another cause",
    Cause.NOT_YET_KNOWN: "not yet known",
}
SUB_CAUSES: Mapping[Cause, Mapping[str, str]] = {
    Cause.LOSS_OR_THEFT: {
        "lost_paper": "paper lost or left behind",
        "lost_device": "a laptop, phone or memory stick lost",
        "stolen_paper": "paper stolen",
        "stolen_device": "a laptop, phone or memory stick stolen",
        "thrown_away": "thrown away without being destroyed",
    },
    Cause.INAPPROPRIATE_ACCESS: {
        "rights_too_wide": "rights or a shared folder too wide",
        "shared_password": "a password shared or known to others",
        "curiosity": "records read without need",
        "left_open": "a screen, cupboard or room left open",
    },
    Cause.ATTACK: {
        "phishing": "phishing or a false message",
        "ransomware": "ransomware or other malware",
        "account_taken_over": "an account taken over",
        "weakness_used": "a weakness in software used",
    },
    Cause.EQUIPMENT_FAILURE: {
        "storage_failed": "a disk or server failed",
        "backup_failed": "a backup did not work",
        "software_failed": "software did not work as it should",
        "supplier_failed": "a supplier’s service failed",
    },
    Cause.HUMAN_ERROR: {
        "wrong_recipient": "sent to the wrong person",
        "wrong_attachment": "the wrong file, or hidden data in it",
        "all_in_copy": "everybody’s address visible to everybody",
        "published": "published by mistake",
        "not_redacted": "not blacked out, or not well enough",
        "verbal": "said to or in front of the wrong person",
        "deleted": "deleted or changed by mistake",
    },
    Cause.ACT_OF_GOD: {
        "fire": "fire",
        "flood": "flood",
        "power": "loss of power",
    },
    Cause.MALICIOUS_ACT: {
        "hacking": "hacking",
        "virus": "a virus put there on purpose",
        "passed_on": "passed on on purpose",
        "taken_away": "taken away on leaving",
        "destroyed": "altered or destroyed on purpose",
        "deception": "somebody deceived into giving it",
    },
}
_CAUSE_OF: Mapping[str, Cause] = {key: cause for cause, subs in SUB_CAUSES.items() for key in subs}


def cause_of(sub_cause: str) -> Cause | None:
    """The cause that a sub-cause belongs to; None where there is no such sub-cause."""
    return _CAUSE_OF.get(sub_cause)


def in_words(causes: Iterable[Cause], sub_causes: Iterable[str] = ()) -> tuple[str, ...]:
    """'human error (sent to the wrong person)', one for each cause."""
    chosen = set(sub_causes)
    found = []
    for cause in causes:
        below = [words for key, words in SUB_CAUSES.get(cause, {}).items() if key in chosen]
        found.append(CAUSES[cause] + (f" ({', '.join(below)})" if below else ""))
    return tuple(found)

"""Kinds of personal data: what people call them, what the law calls them, what protects people.

`category` is an option of the regulator's question on categories of data. `special`: UK GDPR
Article 9 (gender reassignment is no heading of its own there, but is treated as sensitive);
`criminal`: Article 10.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DataKind:
    """One kind of data. `stems` are beginnings of words that suggest it in free text.

    `advice` is for the person whose data it is, and reads as well for whoever answers for a child,
    unless `for_carers` says it to them in other words.
    """

    key: str
    title: str
    category: str
    advice: str
    stems: tuple[str, ...]
    special: bool = False
    criminal: bool = False
    for_carers: str = ""


_STRANGERS = (
    "Be careful with messages or calls that you did not expect. If somebody asks for more "
    "information, ring the school on a number you already know."
)
_UPSET = "If this upsets you, talk to somebody you trust and tell us; we will help."
_UPSET_CARERS = (
    "If a child in your care knows and is upset, talk to them and tell us; we will help."
)

DATA_KINDS: tuple[DataKind, ...] = (
    DataKind("name", "name", "basic_identifiers", "", ("name",)),
    DataKind(
        "date_of_birth",
        "date of birth",
        "basic_identifiers",
        "Do not use a date of birth as a password or security answer. Change it where you do.",
        ("birth", "dob"),
    ),
    DataKind(
        "contact_details",
        "phone number or e-mail address",
        "basic_identifiers",
        _STRANGERS,
        ("phone", "mobile", "e-mail", "email", "contact detail"),
    ),
    DataKind(
        "home_address",
        "home address",
        "basic_identifiers",
        "If anybody must not know the home address, tell us at once by phone. In danger, ring 999.",
        ("home address", "postal address", "addresses", "postcode"),
    ),
    DataKind(
        "school_record",
        "class, attendance or school work",
        "basic_identifiers",
        "",
        ("attendance", "class list", "grade", "assessment", "exam", "report card", "behaviour"),
    ),
    DataKind(
        "identifiers",
        "pupil or candidate number",
        "basic_identifiers",
        "",
        ("upn", "pupil number", "candidate number", "uln"),
    ),
    DataKind(
        "passwords",
        "user name or password",
        "identification_data",
        "Change the password now, and everywhere else you use the same one. Turn on two-step "
        "sign-in where you can.",
        ("password", "user name", "username", "login", "log-in"),
    ),
    DataKind(
        "financial",
        "bank or payment details",
        "financial",
        "Tell the bank, and look at the statements for payments you do not know. If money has "
        "gone, tell Report Fraud on 0300 123 2040, or in Scotland the police on 101.",
        ("bank", "card number", "sort code", "payment", "salary", "payroll"),
    ),
    DataKind(
        "documents",
        "passport, driving licence or other official document",
        "official_documents",
        "Whoever is 18 or over can ask Cifas about protective registration, which makes it harder "
        "for others to borrow money in their name.",
        ("passport", "driving licence", "birth certificate", "national insurance"),
    ),
    DataKind(
        "health",
        "health or medical notes",
        "health",
        _UPSET,
        ("medical", "health", "allerg", "medicine", "medication", "care plan", "diagnos", "therap"),
        special=True,
        for_carers=_UPSET_CARERS,
    ),
    DataKind(
        "special_needs",
        "special educational needs or disability",
        "health",
        _UPSET,
        ("special educational", "special need", "sen support", "ehc", "disab"),
        special=True,
        for_carers=_UPSET_CARERS,
    ),
    DataKind(
        "safeguarding",
        "safeguarding or family notes",
        "other",
        "If this makes you worry about anybody’s safety, ring the school’s safeguarding lead "
        "today. In danger, ring 999.",
        (
            *("safeguard", "child protection", "social worker", "social care", "looked-after"),
            *("looked after", "adoption", "foster", "court order"),
        ),
        special=True,
    ),
    DataKind("ethnicity", "ethnic origin", "ethnicity", "", ("ethnic", "racial"), special=True),
    DataKind("religion", "religion or belief", "religion", "", ("religi", "faith"), special=True),
    DataKind("politics", "political opinions", "politics", "", ("political",), special=True),
    DataKind("union", "trade union membership", "union", "", ("trade union",), special=True),
    DataKind("sex_life", "sexual life or orientation", "sex_life", "", ("sexual",), special=True),
    DataKind(
        "gender",
        "gender identity",
        "gender_reassignment",
        "",
        ("gender reassign", "gender identity", "transgender"),
    ),
    DataKind(
        "biometric",
        "fingerprint or other biometric data",
        "biometric",
        "",
        ("biometric", "fingerprint", "genetic"),
        special=True,
    ),
    DataKind(
        "criminal",
        "criminal offences or allegations",
        "criminal",
        "",
        ("criminal", "convict", "offence", "police record", "dbs"),
        criminal=True,
    ),
    DataKind(
        "images",
        "photographs or recordings",
        "other",
        "If you see the pictures anywhere, do not share them; tell us where they are.",
        ("photo", "video", "recording", "image", "cctv"),
    ),
)

_STEMS = tuple(
    (
        kind,
        re.compile(
            r"\b(?:" + "|".join(re.escape(stem) for stem in kind.stems) + ")", re.IGNORECASE
        ),
    )
    for kind in DATA_KINDS
)
_BETWEEN = re.compile(r"[,;:/|&+.]|\b(?:and|or)\b")
_MAIL_ADDRESS = re.compile(r"mail address(?:es)?")


def suggested(text: str) -> tuple[DataKind, ...]:
    """The kinds that a description in free text seems to name: an offer, never a finding."""
    return tuple(kind for kind, stems in _STEMS if stems.search(text))


def listed(text: str) -> tuple[tuple[DataKind, ...], bool]:
    """The kinds that a cell of a school's list names, and whether each of its words names one.

    What is not understood would be kept from the people affected, so somebody has to look at it.
    """
    said, found, whole = text.casefold(), set[str](), True
    for kind in DATA_KINDS:
        if _BETWEEN.search(kind.title) and kind.title in said:
            found.add(kind.key)
            said = said.replace(kind.title, "")
    for part in filter(str.strip, _BETWEEN.split(_MAIL_ADDRESS.sub("mail", said))):
        named = {kind.key for kind in suggested(part)}
        if "address" in part:
            named.add("home_address")
        found |= named
        whole = whole and bool(named)
    return kinds(found), whole


def kinds(keys: Iterable[str]) -> tuple[DataKind, ...]:
    """The kinds of `keys`, in the order of `DATA_KINDS`; unknown keys are left out."""
    wanted = frozenset(keys)
    return tuple(kind for kind in DATA_KINDS if kind.key in wanted)


def protective_advice(keys: Iterable[str], *, to_carers: bool) -> tuple[str, ...]:
    """What the reader can do about data of these kinds, each sentence once (DBRP-5.17).

    `to_carers`: the reader is no person affected, but answers for one who is a child.
    """
    said = ((to_carers and kind.for_carers) or kind.advice for kind in kinds(keys))
    return tuple(dict.fromkeys(advice for advice in said if advice))

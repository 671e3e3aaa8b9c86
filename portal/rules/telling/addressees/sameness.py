"""Whether two names, addresses, e-mails or phones may be the same, however they are written.

Used to keep a notice from somebody who is barred, so it errs towards 'the same': the worst that
follows is a question to a person.
"""

from __future__ import annotations

import re
import unicodedata

_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})\b")
_NUMBER = re.compile(r"\d+")
_NO_DIGIT = re.compile(r"[^0-9]+")
_APOSTROPHE = re.compile("['’‘ʼ`]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "sir"})
_EVERYWHERE = frozenset(
    {
        "road", "rd", "street", "st", "lane", "ln", "avenue", "ave", "av", "close", "cl", "drive",
        "dr", "way", "court", "ct", "crescent", "cres", "place", "pl", "gardens", "gdns", "terrace",
        "flat", "apartment", "apt", "house", "unit", "the", "of", "and", "uk", "england", "wales",
        "scotland", "united", "kingdom",
    }
)  # fmt: skip
_ENOUGH_WORDS = 2
_SHORTEST_PHONE = 6


def _plain(text: str) -> str:
    """Lower case, compatibility forms folded, accents and invisible characters removed."""
    if text.isascii() and text.isprintable():  # nothing to fold: nearly all texts, 20 times faster
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(
        c for c in decomposed if unicodedata.category(c) not in {"Mn", "Cf", "Cc"} or c.isspace()
    )


def name_key(name: str) -> str:
    """A name without titles, order, case or accents."""
    words = re.findall(r"\w+", _plain(name))
    return " ".join(sorted(word for word in words if word not in _TITLES))


def spelling(name: str) -> str:
    """A name as it is spelled, its words in their order, without case, accents and apostrophes: one
    telephone writes O’Brien, one register Zoë, another Zoe.
    """
    words = re.findall(r"\w+", _APOSTROPHE.sub("", _plain(name)))
    return " ".join(words) or name


def email_key(email: str) -> str:
    """The mailbox that an address reaches: no case, no '+tag', no dots where they mean nothing."""
    text = "".join(_plain(email).split()).removeprefix("mailto:")
    local, at, domain = text.rpartition("@")
    if not at:
        return text
    local = local.partition("+")[0]
    if domain in {"gmail.com", "googlemail.com"}:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def phone_key(phone: str) -> str:
    """A number as dialled within the UK; '' for what is too short to be one."""
    digits = _NO_DIGIT.sub("", phone if phone.isascii() else unicodedata.normalize("NFKC", phone))
    if digits.startswith("0044"):
        digits = digits[4:]
    elif digits.startswith("44") and len(digits) > len("0xxxxxxxxxx"):
        digits = digits[2:]
    digits = digits.lstrip("0")
    return f"0{digits}" if len(digits) >= _SHORTEST_PHONE else ""


def address_key(address: str) -> str:
    """An address without case, punctuation and layout: equal only when it is written alike."""
    return " ".join(re.findall(r"\w+", _plain(address)))


def may_be_same_address(one: str, other: str) -> bool:
    """Whether two postal addresses may be one place.

    The same postcode and no different house number; or the same number and street, when a postcode
    is missing or mistyped.
    """
    key, other_key = address_key(one), address_key(other)
    if not key or not other_key:
        return False
    if key == other_key:
        return True
    postcode, numbers, words = _parts(one)
    other_postcode, other_numbers, other_words = _parts(other)
    no_number = not numbers or not other_numbers
    if postcode and postcode == other_postcode and (no_number or numbers & other_numbers):
        return True
    if not (numbers & other_numbers or (not numbers and not other_numbers)):
        return False
    shared = words & other_words
    return len(shared) >= _ENOUGH_WORDS or (bool(shared) and shared in (words, other_words))


def _parts(address: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """Postcode, numbers and telling words of an address."""
    text = _plain(address)
    found = _POSTCODE.findall(text)
    rest = _POSTCODE.sub(" ", text)
    numbers = frozenset(number.lstrip("0") for number in _NUMBER.findall(rest))
    words = frozenset(_WORD.findall(rest)) - _EVERYWHERE
    return "".join(found[-1]) if found else "", numbers, words

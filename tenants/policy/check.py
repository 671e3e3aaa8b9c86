"""`policy check FILE`: what is wrong with a policy variant, before anybody adopts it."""

from __future__ import annotations

import re

from tenants.policy.loader import PolicyError, parse, unanswered

_NAMED = re.compile(r"[(“]([a-z_]+(?:\.[a-z_]+)?)[.\d]*[a-z_.\d]*[)”]")


def check_text(toml: str) -> tuple[str, ...]:
    """Sentences that say what keeps this variant from being adopted; none when it is sound."""
    try:
        return unanswered(parse(toml))
    except PolicyError as error:
        return error.sentences


def check_lines(toml: str) -> tuple[str, ...]:
    """The same without what is merely not answered, each with its line where it has one."""
    try:
        parse(toml)
    except PolicyError as error:
        return tuple(_with_line(sentence, toml) for sentence in error.sentences)
    return ()


def _with_line(sentence: str, toml: str) -> str:
    """'Line 12: …', for a sentence that names a question which the text answers."""
    for name in _NAMED.findall(sentence):
        question = re.escape(name.removeprefix("answers."))
        answered = re.compile(rf'\s*(\[\[?answers\.)?"?{question}"?(\.answer)?(\s*=|\])')
        for number, line in enumerate(toml.splitlines(), start=1):
            if answered.match(line):
                return f"Line {number}: {sentence}"
    return sentence

"""TOML that somebody sends, within bounds.

Python's reader takes the square of a key's dots in memory: one long key would end the process.
"""

from __future__ import annotations

import re
import tomllib
from typing import Final

MOST_DOTS: Final = 30
"""Outside texts, on one line: for keys as deep as anybody writes them."""
_TEXTS: Final = re.compile(
    r"""
    \#[^\n]*+
    | \"{3} (?: [^"\\] | \\. | "(?!"") )*+ (?: "{3,5} | \Z )
    | '{3} (?: [^'] | '(?!'') )*+ (?: '{3,5} | \Z )
    | " (?: [^"\\\n] | \\. )*+ "?
    | ' [^'\n]*+ '?
    """,
    re.VERBOSE | re.DOTALL,
)
"""Comments and texts; one that does not end goes on to the end, and is refused afterwards."""


def loads(text: str) -> dict[str, object]:
    """What the text says. Raises ValueError with a sentence for whoever wrote it."""
    lines = _TEXTS.sub("", text).split("\n")
    if max(line.count(".") for line in lines) > MOST_DOTS:
        raise ValueError(f"This is not a policy: a key has more than {MOST_DOTS} dots.")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("This is not a policy: its values are nested too deeply.") from None
    except ValueError as error:
        raise ValueError(f"This is not TOML: {error}.") from None

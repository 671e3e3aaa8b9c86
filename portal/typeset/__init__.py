"""Accessible PDF (PDF/UA-1) from a template of this folder and plain data.

Data reaches Typst only as JSON in `sys_inputs`, never as source text, so a name that looks like
markup comes out as text. Only the fonts that come with the product are used.

**A process that has used Typst must not fork afterwards: the child hangs.** Our worker does not
fork (SimpleWorker); a web process is forked before its first request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import TypeAlias

from portal.errors import PortalError

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"

_FOLDER = Path(__file__).parent
_FONTS = tuple(str(files(package)) for package in ("manimgx_fonts", "justmytype_intl_cjk"))
"""Noto Sans under the Open Font License, for what the compiler's own fonts have no letters of: a
face for each script that is written in UK schools, named in order in `fonts.typ`."""
_REMEMBERS = 11
"""Compilations until Typst lets go of what they do not use."""
_PAGE = re.compile(rb"/Type ?/Page\b")
_turn = Lock()


class CannotTypeset(PortalError):
    """Typst refused, mostly for a character that no font has. Says nothing of the content."""


@cache
def _compiler(template: str) -> object:
    import typst  # noqa: PLC0415  (loaded late: see the warning about forking)

    fonts = typst.Fonts(include_system_fonts=False, font_paths=list(_FONTS))
    return typst.Compiler(_FOLDER / f"{template}.typ", root=_FOLDER, font_paths=fonts)


def pdf(template: str, data: Mapping[str, Json], *, made_at: datetime) -> bytes:
    """The PDF of `template` ('letters', 'pack', 'document') with `data`: equal for equal input.

    `made_at` (aware) is the date inside the PDF. Raises CannotTypeset.
    """
    import typst  # noqa: PLC0415 - it starts threads

    compiler = _compiler(template)
    assert isinstance(compiler, typst.Compiler)  # noqa: S101 - the only thing it makes
    with _turn:
        try:
            made = compiler.compile(
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                format="pdf",
                pdf_standards="ua-1",
                timestamp=int(made_at.timestamp()),
            )
        except typst.TypstError as error:
            raise CannotTypeset("the document could not be typeset") from error
    if not isinstance(made, bytes):
        raise CannotTypeset("the document came out in pieces")
    return made


def page_count(made: bytes) -> int:
    """The pages of a PDF that `pdf` has made, which writes its page objects uncompressed."""
    return len(_PAGE.findall(made))


def unprintable(text: str) -> tuple[str, ...]:
    """The characters of `text` that no font has, in order, each once: a letter with one fails.

    Ask before a text is agreed, so that not every letter of a run fails for a pasted symbol.
    """
    distinct = "".join(dict.fromkeys(mark for mark in text if mark > "~" and not mark.isspace()))
    if not distinct or _prints(distinct):
        return ()
    return tuple(mark for mark in distinct if not _prints(mark))


def forget() -> None:
    """Give back the memory of what has been set, about 2 MB a letter.

    Typst remembers each part until so many compilations have not asked for it.
    """
    for number in range(_REMEMBERS):
        _prints(str(number))


def _prints(text: str) -> bool:
    try:
        pdf("glyphs", {"text": text}, made_at=datetime.fromtimestamp(0, UTC))
    except CannotTypeset:
        return False
    return True

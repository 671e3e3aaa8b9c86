"""Files that a request brings: sealed while they arrive, looked at when they are whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from flask import request

from portal.actions import add_evidence
from portal.errors import Refused
from portal.files.spool import SealedSpool
from portal.files.taking import take
from portal.rules.investigation.evidence import ALLOWED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Blueprint
    from werkzeug.datastructures import FileStorage

    from portal.files.taking import Readable
    from portal.host import Services

ACCEPT = ",".join(f".{each}" for each in sorted(ALLOWED))
"""Helps to choose; what comes is looked at."""
MEGABYTE = 1024 * 1024
AT_ONCE = 10
"""Files in one request; MAX_CONTENT_LENGTH holds for all of them together."""
MOST_NAMED = 5


def seal_uploads(blueprint: Blueprint) -> None:
    """Let no upload to this blueprint reach the disk in plain text.

    Werkzeug keeps large uploads in temporary files, where they outlive a machine that goes down.
    Set before anything parses the form, CSRF checks included.
    """
    blueprint.url_value_preprocessor(_use_sealed_spool)


def _use_sealed_spool(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    # Werkzeug's own hook for this; a plugin has no request class of its own
    request._get_file_stream = _spool  # type: ignore[method-assign]  # noqa: SLF001 - see above


def _spool(*_args: object, **_kwargs: object) -> Any:  # noqa: ANN401 - IO[bytes], as far as it is used
    return SealedSpool()


def evidence(
    services: Services, files: Iterable[FileStorage], note: str
) -> add_evidence.AddEvidence:
    """The action's input. Raises Refused where one file is not taken: then none is."""
    chosen = [each for each in files if each.filename]
    if len(chosen) > AT_ONCE:
        raise Refused(f"Send up to {AT_ONCE} files at once.", field="files")
    most = services.settings.evidence_megabytes * MEGABYTE
    taken, problems = [], []
    for each in chosen:
        stream = cast("Readable", each.stream)
        try:
            taken.append(take(each.filename or "", stream, services.scanner, most_bytes=most))
        except Refused as refused:
            problems.append(refused.sentence)
    if problems:
        raise Refused(" ".join(problems[:MOST_NAMED]), field="files")
    return add_evidence.AddEvidence(
        files=tuple(new for new, _ in taken),
        note=note,
        contents=tuple(content for _, content in taken),
    )

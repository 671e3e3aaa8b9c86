"""The record of an incident as one signed zip that proves itself without us (SIP-5).

Every file's SHA-256 stands in `manifest.txt`, as `sha256sum -c` reads it; the manifest is signed
with Ed25519, and `verify.py` checks all of it with nothing but Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from importlib import resources
from typing import Final

from portal.documents.streaming import zipped

Part = tuple[str, Iterable[bytes]]
"""A file's name inside the zip, and its content in pieces."""

_README: Final = """\
The record of {reference}, {school}.

record.pdf     to read: the breach log, then everything that was done, in order of time
record.json    the same for programs
files          the evidence, as it was added
audit.jsonl    the entries of the audit chain; those of other matters by their hash alone
manifest.txt   the SHA-256 of each file; check it with: sha256sum -c manifest.txt
manifest.sig   the signature of manifest.txt (Ed25519)
key.txt        the public key in hexadecimal; ask the service for its key and compare
key.pem        the same for: openssl pkeyutl -verify -pubin -inkey key.pem -rawin \\
               -in manifest.txt -sigfile manifest.sig

To check everything at once: python verify.py. Whoever changed the record could have changed
verify.py as well: where that matters, take it from the service, or use the two commands above.

{left_out}
"""


@dataclass(frozen=True, slots=True)
class Seal:
    """How the manifest is signed, and the public key in both forms."""

    sign: Callable[[bytes], bytes]
    key: bytes
    pem: bytes


@dataclass(slots=True)
class _Manifest:
    """The digest of each file, taken while it is sent."""

    lines: list[str] = field(default_factory=list)

    def watched(self, part: Part) -> Part:
        """The same part; once it has been sent, it is on the list."""
        return part[0], self._hashed(*part)

    def _hashed(self, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        found = sha256()
        for piece in pieces:
            found.update(piece)
            yield piece
        self.lines.append(f"{found.hexdigest()}  {name}\n")

    def text(self) -> bytes:
        """All lines, once all files are sent."""
        return "".join(self.lines).encode()


def readme(reference: str, school: str, left_out: str) -> bytes:
    """What is in the zip, and how to check it."""
    return _README.format(reference=reference, school=school, left_out=left_out).encode()


def bundle(parts: Iterable[Part], seal: Seal, *, made_at: datetime) -> Iterator[bytes]:
    """The zip in pieces: the parts, what is needed to check them, then manifest and signature."""
    return zipped(_all(parts, seal), made_at=made_at)


def _all(parts: Iterable[Part], seal: Seal) -> Iterator[Part]:
    manifest = _Manifest()
    verifier = resources.files("portal.documents").joinpath("verify.py").read_bytes()
    for part in parts:
        yield manifest.watched(part)
    for name, content in (
        ("verify.py", verifier),
        ("key.txt", seal.key.hex().encode() + b"\n"),
        ("key.pem", seal.pem),
    ):
        yield manifest.watched((name, (content,)))
    yield "manifest.txt", (manifest.text(),)
    yield "manifest.sig", (seal.sign(manifest.text()),)

"""Check the record of an incident that was unpacked into this folder.

python verify.py [KEY]: needs Python 3.9 or later and nothing else. KEY is the public key in
hexadecimal, as the service that made the record gives it; without it you learn only that nothing
was changed since somebody signed. Checked are the signature (Ed25519, RFC 8032) of manifest.txt,
the SHA-256 of every file, that no file was added, and the chain of the audit, in which each entry
holds the digest of the one before it.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Iterator, Optional, Tuple

Point = Tuple[int, int, int, int]

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
KEY_BYTES, SIGNATURE_BYTES = 32, 64
UNSIGNED = {"manifest.txt", "manifest.sig"}


def point(packed: bytes) -> Optional[Point]:
    """A point of the curve in extended coordinates, or None for bytes that are none."""
    number = int.from_bytes(packed, "little")
    y, sign = number & (1 << 255) - 1, number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def added(a: Point, b: Point) -> Point:
    """The sum of two points."""
    m, n = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    o, q = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = n - m, q - o, q + o, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, a: Point) -> Point:
    """A point, so many times."""
    found: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = added(found, a)
        a, number = added(a, a), number >> 1
    return found


def signed_by(key: bytes, content: bytes, signature: bytes) -> bool:
    """Whether this key signed the content."""
    if len(key) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    base = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    a, r = point(key), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if base is None or a is None or r is None or s >= L:
        return False
    digest = hashlib.sha512(signature[:32] + key + content).digest()
    left, right = times(s, base), added(r, times(int.from_bytes(digest, "little") % L, a))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


def sha256(path: Path) -> str:
    """Of a file, read piece by piece."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        for part in iter(lambda: file.read(1 << 20), b""):
            found.update(part)
    return found.hexdigest()


def wrong_files(folder: Path) -> Iterator[str]:
    """Files that are missing, changed or not in the manifest."""
    listed = {}
    for line in (folder / "manifest.txt").read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        listed[name] = digest
    for name, digest in listed.items():
        if not (folder / name).is_file():
            yield f"{name} is missing"
        elif sha256(folder / name) != digest:
            yield f"{name} was changed"
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in UNSIGNED and name not in listed:
            yield f"{name} does not belong here"


def broken_chain(folder: Path) -> Iterator[str]:
    """Where the audit does not hold. A line without 'body' is of another matter: its hash alone."""
    before = None
    with (folder / "audit.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            number, body = entry["position"], entry.get("body")
            if before and (entry["previous"], number) != (before["digest"], before["position"] + 1):
                yield f"audit entry {number} does not follow the one before it"
            if body is not None:
                digest = hashlib.sha256(f"{entry['previous']}\n{body}".encode()).hexdigest()
                if digest != entry["digest"] or json.loads(body)["position"] != number:
                    yield f"audit entry {number} was changed"
            before = entry


def wrong_signature(folder: Path, wanted: str) -> Iterator[str]:
    """Whether the manifest is what the key signed, and the key the one that was asked for."""
    key = (folder / "key.txt").read_text(encoding="ascii").strip()
    content = (folder / "manifest.txt").read_bytes()
    if not signed_by(bytes.fromhex(key), content, (folder / "manifest.sig").read_bytes()):
        yield "the signature does not hold"
    if wanted and wanted.lower() != key.lower():
        yield "it was signed with another key than yours"


def faults(folder: Path, wanted: str = "") -> Iterator[str]:
    """Everything that is wrong, in sentences; what is gone or garbled ends one check, not all."""
    for what, found in (
        ("the signature", wrong_signature(folder, wanted)),
        ("the list of files", wrong_files(folder)),
        ("the audit", broken_chain(folder)),
    ):
        try:
            yield from found
        except (OSError, ValueError, KeyError, TypeError) as error:
            yield f"{what} cannot be read ({type(error).__name__})"


if __name__ == "__main__":
    found = list(faults(Path(__file__).resolve().parent, *sys.argv[1:2]))
    print("\n".join(found) or "Nothing was changed since it was signed.")
    sys.exit(min(len(found), 100))

"""The DfE's register of schools (GIAS) as it is downloaded: `edubasealldata…csv`, or the zip of it.

It is public, has a row for each establishment in England and is written in Windows-1252. Only what
setting up a school needs is read; names of heads are not. Pure, and a row at a time.
"""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

NEEDED: Final = ("URN", "EstablishmentName")
LARGEST: Final = 300 * 1024 * 1024
"""Unpacked, in bytes: four times the register of today."""
_ADDRESS: Final = ("Street", "Locality", "Address3", "Town", "County (name)", "Postcode")
_CLOSED: Final = "2"
_FIRST_BYTES_OF_A_ZIP: Final = b"PK\x03\x04"


class NotTheRegister(Exception):
    """The file is not the register; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Row:
    """One establishment."""

    urn: str
    """Unique reference number, six digits."""
    name: str
    type: str
    authority: str
    trust: str
    address: str
    """One line, with commas."""
    postcode: str
    phone: str
    is_open: bool


def read(file: IO[bytes]) -> Iterator[Row]:
    """Every row that has a number and a name. Raises NotTheRegister."""
    start = file.read(len(_FIRST_BYTES_OF_A_ZIP))
    file.seek(0)
    yield from _rows(_inside(file) if start == _FIRST_BYTES_OF_A_ZIP else file)


def _inside(file: IO[bytes]) -> IO[bytes]:
    """The one .csv of the zip."""
    try:
        archive = zipfile.ZipFile(file)
        names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
        if len(names) != 1 or archive.getinfo(names[0]).file_size > LARGEST:
            raise NotTheRegister("The zip must hold the register as one .csv file.")
        return archive.open(names[0])
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        raise NotTheRegister("We could not open the zip. Download it again.") from None


def _rows(file: IO[bytes]) -> Iterator[Row]:
    lines = csv.reader(_text(file))
    try:
        headings = [heading.strip() for heading in next(lines, [])]
        if not set(NEEDED) <= set(headings):
            raise NotTheRegister(f"The first row must have the headings {' and '.join(NEEDED)}.")
        for cells in lines:
            said = {
                name: " ".join(cell.replace("\0", " ").split())
                for name, cell in zip(headings, cells, strict=False)
            }
            if said.get("URN", "").isdecimal() and said.get("EstablishmentName"):
                yield _row(said)
    except (csv.Error, UnicodeError, zipfile.BadZipFile):
        raise NotTheRegister("We could not read the file. Download it again.") from None


def _text(file: IO[bytes]) -> io.TextIOWrapper:
    """Its lines: UTF-8 where somebody has saved it so, else as the DfE writes it."""
    raw = io.BufferedReader(_Reading(file))
    is_utf8 = raw.peek(len(codecs.BOM_UTF8)).startswith(codecs.BOM_UTF8)
    encoding = "utf-8-sig" if is_utf8 else "cp1252"
    return io.TextIOWrapper(raw, encoding, errors="replace", newline="")


class _Reading(io.RawIOBase):
    """Whatever has `read`, as Python's own buffers want it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill the buffer as far as there is something."""
        room = memoryview(buffer)
        found = self._file.read(len(room))
        room[: len(found)] = found
        return len(found)


def _row(said: dict[str, str]) -> Row:
    return Row(
        urn=said["URN"],
        name=said["EstablishmentName"],
        type=said.get("TypeOfEstablishment (name)", ""),
        authority=said.get("LA (name)", ""),
        trust=said.get("Trusts (name)", ""),
        address=", ".join(filter(None, (said.get(part) for part in _ADDRESS))),
        postcode=said.get("Postcode", ""),
        phone=_phone(said.get("TelephoneNum", "")),
        is_open=said.get("EstablishmentStatus (code)") != _CLOSED,
    )


def _phone(number: str) -> str:
    """As it is dialled: the register leaves out the leading nought."""
    return f"0{number}" if number.isdecimal() and not number.startswith("0") else number

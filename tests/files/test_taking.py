"""Files told by their content, sealed while they arrive, and asked about at the scanner."""

from __future__ import annotations

import socket
import struct
import threading
import tracemalloc
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest

from portal.crypto import Tampered, new_key, seal_chunk, unseal_chunk
from portal.errors import Refused, ScannerAway
from portal.files import spool
from portal.files.clamd import ClamdScanner
from portal.files.spool import SealedSpool
from portal.files.taking import take
from portal.rules.investigation.evidence import Scan, plain_name
from tests.files.contents import EML, JPEG, PAGE, PDF, PNG, PROGRAM

MEGABYTE = 1024 * 1024


def taken(name: str, content: bytes) -> str:
    new, _ = take(name, BytesIO(content), None, most_bytes=MEGABYTE)
    return new.name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("screen.png", PNG),
        ("photo.JPG", JPEG),
        ("photo.jpeg", JPEG),
        ("letter.pdf", PDF),
        ("mail.eml", EML),
        ("note.txt", "It was café Müller".encode()),
        ("list.csv", b"a,b\n1,2\n"),
    ],
)
def test_what_a_file_says_it_is_and_is_is_taken(name: str, content: bytes) -> None:
    assert taken(name, content) == name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", PAGE),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("run.exe", PROGRAM),
        ("macro.xlsm", b"PK\3\4"),
        ("noextension", PNG),
        ("invoice.pdf", PROGRAM),
        ("invoice.txt", PROGRAM),
        ("script.txt", b"#!/bin/sh\nrm -rf /\n"),
        ("photo.png", PAGE),
        ("photo.png", JPEG),
        ("letter.docx", PDF),
        ("empty.txt", b""),
        ("large.txt", b"a" * (MEGABYTE + 1)),
    ],
)
def test_anything_else_is_refused_with_a_sentence_that_names_it(name: str, content: bytes) -> None:
    with pytest.raises(Refused, match=name):
        taken(name, content)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\photo.png", "photo.png"),
        ("invoice\u202egnp.exe", "invoicegnp.exe"),
        ("a\r\nSet-Cookie: x.txt", "a Set-Cookie: x.txt"),
        (".htaccess", "htaccess"),
        ("", "file"),
    ],
)
def test_names_lose_folders_and_tricks(sent: str, kept: str) -> None:
    assert plain_name(sent) == kept


def test_an_upload_lies_sealed_until_it_is_whole_and_reads_as_a_file(tmp_path: Path) -> None:
    lying = (tmp_path / "spool").open("w+b")
    sealed = SealedSpool()
    sealed.close()
    sealed._sealed = lying
    content = b"SECRET pupil data " * 20_000
    for start in range(0, len(content), 10_000):
        sealed.write(content[start : start + 10_000])
    lying.flush()
    on_disk = (tmp_path / "spool").read_bytes()
    assert len(on_disk) >= 5 * spool._PIECE
    assert b"SECRET" not in on_disk
    assert sealed.read(18) == content[:18]
    assert sealed.seek(-18, 2) == len(content) - 18
    assert sealed.read() == content[-18:]
    sealed.seek(0)
    assert sealed.read(len(content) + 1) == content
    sealed.close()


def test_ten_megabytes_pass_in_bounded_memory() -> None:
    sealed, piece = SealedSpool(), b"line of a log file\n" * 3000
    tracemalloc.start()
    while sealed.size < 10 * MEGABYTE - len(piece):
        sealed.write(piece)
    new, content = take("long.log", sealed, None, most_bytes=10 * MEGABYTE)
    total = sum(len(each) for each in content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total == new.size == sealed.size
    assert peak < 2 * MEGABYTE


def test_no_piece_can_be_moved_or_cut_off() -> None:
    key, row = new_key(), UUID(int=7)
    more = seal_chunk(key, b"a", table="t", row=row, number=0, last=False)
    with pytest.raises(Tampered):
        unseal_chunk(key, more, table="t", row=row, number=1, last=False)
    with pytest.raises(Tampered):
        unseal_chunk(key, more, table="t", row=row, number=0, last=True)
    with pytest.raises(Tampered):
        unseal_chunk(key, more, table="t", row=UUID(int=8), number=0, last=False)


class Clamd(threading.Thread):
    """Speaks INSTREAM, and finds what says EICAR."""

    def __init__(self, listening: socket.socket) -> None:
        super().__init__(daemon=True)
        self.listening = listening
        self.got = b""

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                self.got = b""
                while length := struct.unpack("!I", stream.read(4))[0]:
                    self.got += stream.read(length)
                found = b"EICAR" in self.got
                connection.sendall(b"stream: Eicar FOUND\0" if found else b"stream: OK\0")


@pytest.fixture
def clamd() -> Iterator[tuple[Clamd, str]]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Clamd(listening)
        server.start()
        yield server, f"127.0.0.1:{listening.getsockname()[1]}"


def test_the_scanner_hears_the_whole_file_and_its_word_counts(clamd: tuple[Clamd, str]) -> None:
    server, address = clamd
    scanner = ClamdScanner(address)
    content = b"a,b\n" * 200_000
    new, _ = take("list.csv", BytesIO(content), scanner, most_bytes=MEGABYTE)
    assert (new.scan, server.got) == (Scan.CLEAN, content)
    with pytest.raises(Refused, match="virus scanner found something in bad"):
        take("bad.txt", BytesIO(b"X5O EICAR"), scanner, most_bytes=MEGABYTE)


def test_a_scanner_that_is_away_or_absent_is_said_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        gone = f"127.0.0.1:{listening.getsockname()[1]}"
    with pytest.raises(ScannerAway):
        ClamdScanner(gone).is_clean([b"a"])
    away, _ = take("a.txt", BytesIO(b"a"), ClamdScanner(gone), most_bytes=MEGABYTE)
    none, _ = take("a.txt", BytesIO(b"a"), None, most_bytes=MEGABYTE)
    assert (away.scan, none.scan) == (Scan.WAITING, Scan.NOT_SCANNED)

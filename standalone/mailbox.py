"""The mailbox of `make run`: catches every mail that the portal sends, and shows it at /mailbox.

For development alone: anybody who reaches the page reads all mail. Nothing ever leaves the machine.
"""

import signal
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final, Self
from uuid import uuid4

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Blueprint, Flask, Response, abort, current_app, render_template

NEWEST: Final = 200  # messages on the page
NANOSECONDS: Final = 10**9  # of a second
STATIC: Final = Path(__file__).parent.parent / "portal" / "static" / "portal"

mailbox = Blueprint(
    "mailbox",
    __name__,
    url_prefix="/mailbox",
    template_folder="templates",
    static_folder=STATIC,
    static_url_path="/assets",
)


@dataclass(frozen=True)
class Caught:
    """One message as the pages show it; `key` names its file."""

    key: str
    message: EmailMessage

    @classmethod
    def read(cls, file: Path) -> Self:
        """Parse one caught file."""
        return cls(
            file.stem, message_from_bytes(file.read_bytes(), EmailMessage, policy=policy.default)
        )

    @property
    def sent_at(self) -> datetime | None:
        """When its sender says it was sent."""
        return parsedate_to_datetime(self.message["Date"]) if self.message["Date"] else None

    @property
    def text(self) -> str:
        """Its plain words."""
        body = self.message.get_body(("plain",))
        return str(body.get_content()) if body else ""

    @property
    def attachments(self) -> tuple[EmailMessage, ...]:
        """Its files, in order."""
        return tuple(part for part in self.message.iter_attachments() if _has_name(part))


class Catcher:
    """Writes every message to a file of `folder`; their names sort by time."""

    def __init__(self, folder: Path) -> None:
        """Make the folder; what was caught before stays."""
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        """Write one message, whole or not at all."""
        _keep(self._folder, envelope.original_content or b"", time.time_ns())
        return "250 Caught"


def keep(folder: Path, content: bytes, at: datetime) -> None:
    """Put a message into the mailbox as if it had been caught at `at`."""
    folder.mkdir(parents=True, exist_ok=True)
    _keep(folder, content, int(at.timestamp()) * NANOSECONDS)


def _keep(folder: Path, content: bytes, at_ns: int) -> None:
    part = folder / f"{at_ns:020}-{uuid4().hex}.part"
    part.write_bytes(content)
    part.rename(part.with_suffix(".eml"))


def init_app(app: Flask) -> None:
    """Show the mailbox where the setting MAILBOX_FOLDER names its folder; production has none."""
    if app.config.get("MAILBOX_FOLDER") and app.config.get("PORTAL_DEV"):
        app.register_blueprint(mailbox)


@mailbox.get("/")
def inbox() -> str:
    """List the newest messages first."""
    files = sorted(_folder().glob("*.eml"), reverse=True)
    return render_template(
        "mailbox/inbox.html", caught=[Caught.read(file) for file in files[:NEWEST]]
    )


@mailbox.get("/<key>")
def message(key: str) -> str:
    """Show one message: its head, its words and its files."""
    return render_template("mailbox/message.html", mail=_find(key))


@mailbox.get("/<key>/files/<int:number>")
def attached(key: str, number: int) -> Response:
    """Download one file of a message."""
    files = _find(key).attachments
    if number >= len(files):
        abort(404)
    content = files[number].get_payload(decode=True)
    response = Response(content if isinstance(content, bytes) else b"")
    response.headers["Content-Type"] = "application/octet-stream"
    response.headers.set(
        "Content-Disposition", "attachment", filename=files[number].get_filename() or "file"
    )
    return response


def _find(key: str) -> Caught:
    known = {file.stem: file for file in _folder().glob("*.eml")}
    return Caught.read(known[key]) if key in known else abort(404)


def _folder() -> Path:
    return Path(current_app.config["MAILBOX_FOLDER"])


def _has_name(part: EmailMessage) -> bool:
    return part.get_filename() is not None


def main() -> None:
    """`python -m standalone.mailbox FOLDER PORT`: catch mail until told to stop."""
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    stopping = [signal.SIGTERM, signal.SIGINT]
    signal.pthread_sigmask(signal.SIG_BLOCK, stopping)
    catcher = Controller(Catcher(folder), hostname="127.0.0.1", port=port)
    catcher.start()
    signal.sigwait(stopping)
    catcher.stop()


if __name__ == "__main__":
    main()

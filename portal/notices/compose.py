"""One notice as an e-mail message to exactly one person (DBRP-5.16, 5.17)."""

from __future__ import annotations

import re
from binascii import b2a_qp
from collections.abc import Iterable, Iterator
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache, lru_cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from portal.errors import Undeliverable
from portal.host import Outgoing
from portal.notices.text import Notice, Section, notice
from portal.rules.facts import NoticeText
from portal.rules.plain_text import clean
from portal.rules.telling.envelope import Envelope, Sender

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}"
)
_LONGEST_ADDRESS = 254
_PLAIN_NAME = re.compile(r"[A-Za-z0-9'-]+(?: [A-Za-z0-9'-]+)*")
_LONGEST_LINE = 78
NOTICE = "<notice."
"""How the Message-ID of every notice begins, and of nothing else."""


class _Headers(HeaderRegistry):
    """Makes the class of a header once; its base makes another each time it is asked."""

    def __getitem__(self, name: str) -> type:
        return _class_of(name.lower())


_class_of = cache(HeaderRegistry().__getitem__)
_POLICY = SMTP.clone(header_factory=_Headers())
_PART: Final = (
    'Content-Type: text/{kind}; charset="utf-8"\r\n'
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
)
_PLAIN: Final = _PART.format(kind="plain")
_HTML: Final = _PART.format(kind="html")


def usable(email: str) -> bool:
    """Whether one plain address stands there: no display name, no second address, ASCII."""
    return len(email) <= _LONGEST_ADDRESS and bool(_ADDRESS.fullmatch(email)) and ".." not in email


def subject(sender: Sender) -> str:
    """Says that it matters and who writes, and nothing about anybody."""
    return f"Please read: an important message from {clean(sender.school)}"


@cache
def _pages() -> Environment:
    return Environment(
        loader=PackageLoader("portal.notices", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache(maxsize=64)
def _drawn(sections: tuple[Section, ...]) -> Markup:
    """What thousands read the same is drawn once."""
    drawn = _pages().get_template("sections.html").render(sections=sections)
    return Markup(drawn)  # noqa: S704 - escaped by the template


def plain_text(made: Notice) -> str:
    """The text alternative: headings underlined, points with a dash."""
    pieces = [made.salutation, made.title.upper(), *made.opening, *_sections(made.sections)]
    if other := made.translation:
        first = [other.language.own, other.opening, *_sections(other.sections)]
        pieces = [*first, other.language.english_follows, "* * *", *pieces]
    pieces = [piece for piece in pieces if piece]
    return "\n\n".join([*pieces, *made.closing, "\n".join(made.signature)]) + "\n"


def _sections(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        if section.title:
            yield f"{section.title}\n{'-' * len(section.title)}"
        yield section.text
        yield "\n".join(f"- {point}" for point in section.points)


def outgoing(text: NoticeText, envelope: Envelope, sender: Sender, sent_at: datetime) -> Outgoing:
    """The e-mail for `envelope`, dated `sent_at` (aware), as it leaves. Raises Undeliverable.

    The Message-ID comes from the envelope's id, so that a second sending of the same notice is
    recognised as such. No tracking, no picture, no List-Unsubscribe: it is not a mailing.
    """
    to = envelope.email.strip()
    if not usable(to):
        raise Undeliverable("There is no e-mail address that can be used.")
    made = notice(text, envelope, sender)
    other = made.translation
    page = _pages().get_template("notice.html")
    html = page.render(notice=made, sender=sender, subject=subject(sender), drawn=_drawn)
    boundary = f"=_{envelope.id.hex}"  # '=_' stands in no quoted-printable text
    above = (
        _same_for_all(sender, sent_at),
        _to(clean(envelope.name), to),
        f"Message-ID: {NOTICE}{envelope.id}@{sender.from_email.rpartition('@')[2]}>\r\n",
        f"Content-Language: {f'{other.language.tag}, ' if other else ''}en-GB\r\n",
        f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"\r\n\r\n',
    )
    parts = (
        f"--{boundary}\r\n{_PLAIN}", _quoted_printable(plain_text(made)),
        f"\r\n--{boundary}\r\n{_HTML}", _quoted_printable(html),
        f"\r\n--{boundary}--\r\n",
    )  # fmt: skip
    return Outgoing(sender.from_email, to, "".join((*above, *parts)).encode("ascii"))


def message(
    text: NoticeText, envelope: Envelope, sender: Sender, sent_at: datetime
) -> EmailMessage:
    """The same, for a mailer that takes messages. Raises Undeliverable."""
    content = outgoing(text, envelope, sender, sent_at).content
    return message_from_bytes(content.replace(b"\r\n", b"\n"), EmailMessage, policy=_POLICY)


@lru_cache(maxsize=8)
def _same_for_all(sender: Sender, sent_at: datetime) -> str:
    """The headers that do not depend on who is written to: made once a batch."""
    headers = [
        _header("Subject", subject(sender)),
        _header("From", Address(clean(sender.school), addr_spec=sender.from_email)),
    ]
    answer = {
        sender.dpo_email: sender.dpo_name,
        sender.stand_in_email: sender.stand_in_name,
    }
    answers = [Address(clean(name), addr_spec=email) for email, name in answer.items() if email]
    if answers:
        headers.append(_header("Reply-To", answers))
    headers += [
        _header("Date", format_datetime(sent_at)),
        _header("Auto-Submitted", "auto-generated"),
        _header("MIME-Version", "1.0"),
    ]
    return "".join(headers)


def _to(name: str, address: str) -> str:
    """To whom; a name of plain words needs nothing of what the standard library would look into,
    for longer than all the rest takes.
    """
    line = f"To: {name} <{address}>"
    if _PLAIN_NAME.fullmatch(name) and len(line) <= _LONGEST_LINE:
        return f"{line}\r\n"
    mailbox, _, domain = address.rpartition("@")
    return _header("To", Address(name, mailbox, domain))


def _header(name: str, value: str | Address | list[Address]) -> str:
    """Folded and encoded by the standard library, which takes no line break in a value."""
    folded: str = _POLICY.fold(*_POLICY.header_store_parse(name, value))
    return folded


def _quoted_printable(text: str) -> str:
    """For the wire: the standard e-mail package does this, and the rest of a message, too slowly
    for thousands (it takes ten times as long as all the words of a notice).
    """
    return b2a_qp(text.replace("\n", "\r\n").encode()).decode("ascii")

"""One notice as an e-mail message to exactly one person (DBRP-5.16, 5.17)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from portal.notices.sender import Sender, Undeliverable
from portal.notices.text import Notice, Section, notice
from portal.rules.envelope import Envelope
from portal.rules.facts import NoticeText
from portal.rules.plain_text import clean

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}"
)
_LONGEST_ADDRESS = 254
NOTICE = "<notice."
"""How the Message-ID of every notice begins, and of nothing else."""


class _Headers(HeaderRegistry):
    """Makes the class of a header once; its base makes another each time it is asked."""

    def __getitem__(self, name: str) -> type:
        return _class_of(name.lower())


_class_of = cache(HeaderRegistry().__getitem__)
_POLICY = SMTP.clone(header_factory=_Headers())


def usable(email: str) -> bool:
    """Whether one plain address stands there: no display name, no second address, ASCII."""
    return len(email) <= _LONGEST_ADDRESS and bool(_ADDRESS.fullmatch(email)) and ".." not in email


def subject(sender: Sender) -> str:
    """Says that it matters and who writes, and nothing about anybody."""
    return f"Please read: an important message from {clean(sender.school)}"


@cache
def _html() -> Template:
    pages = Environment(
        loader=PackageLoader("portal.notices", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return pages.get_template("notice.html")


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


def message(
    text: NoticeText, envelope: Envelope, sender: Sender, sent_at: datetime
) -> EmailMessage:
    """The e-mail for `envelope`, dated `sent_at` (aware). Raises Undeliverable.

    The Message-ID comes from the envelope's id, so that a second sending of the same notice is
    recognised as such. No tracking, no picture, no List-Unsubscribe: it is not a mailing.
    """
    to = envelope.email.strip()
    if not usable(to):
        raise Undeliverable("There is no e-mail address that can be used.")
    made = notice(text, envelope, sender)
    mail = EmailMessage(policy=_POLICY)
    mail["Subject"] = subject(sender)
    mail["From"] = Address(clean(sender.school), addr_spec=sender.from_email)
    mail["To"] = Address(clean(envelope.name), addr_spec=to)
    if sender.dpo_email:
        mail["Reply-To"] = Address(clean(sender.dpo_name), addr_spec=sender.dpo_email)
    mail["Date"] = format_datetime(sent_at)
    mail["Message-ID"] = f"{NOTICE}{envelope.id}@{sender.from_email.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(plain_text(made), cte="quoted-printable")
    html = _html().render(notice=made, sender=sender, subject=subject(sender))
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    # '=_' stands in no quoted-printable text, so nobody has to look for a boundary that does not
    mail.set_boundary(f"=_{envelope.id.hex}")
    # last: setting a content takes away what is said of it
    other = made.translation
    mail["Content-Language"] = f"{other.language.tag}, en-GB" if other else "en-GB"
    return mail

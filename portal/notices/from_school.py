"""The sender of a notice, as the school's record names it today."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portal.rules.telling.envelope import Sender
from tenants.roles import TITLES, Role

if TYPE_CHECKING:
    from portal.rules.in_charge.roster import Holder, Roster
    from portal.settings import Settings
    from portal.store.school.schools import School

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_ACCENT = "#1d5a74"
_SIGN = (Role.HEAD, Role.CHIEF_EXECUTIVE)


def sender(
    school: School, roster: Roster, settings: Settings, stand_in: Holder | None = None
) -> Sender:
    """The school writes, its Head signs, its named DPO answers (DBRP-5.16.2), and `stand_in` while
    they are away. Where nobody is Head, as at a trust's own office, the chief executive signs.
    """
    signing = (held for role in _SIGN for held in roster.holders if held.role is role)
    signed = next(signing, None)
    dpo = school.dpo
    return Sender(
        school=school.name,
        address=tuple(line.strip() for line in re.split(r"[\n,]", school.address) if line.strip()),
        phone=school.phone,
        from_email=settings.mail_from,
        dpo_name=dpo.name if dpo else "",
        dpo_email=dpo.email if dpo else "",
        dpo_phone=dpo.phone if dpo else "",
        signed_name=signed.name if signed else "",
        signed_title=TITLES[signed.role] if signed else "",
        stand_in_name=stand_in.name if stand_in else "",
        stand_in_email=stand_in.email if stand_in else "",
        stand_in_phone=stand_in.phone if stand_in else "",
        accent=school.accent if _COLOUR.fullmatch(school.accent) else _ACCENT,
    )

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


def sender(
    school: School, roster: Roster, settings: Settings, stand_in: Holder | None = None
) -> Sender:
    """The school writes, its Head signs, its named DPO answers (DBRP-5.16.2), and `stand_in` while
    they are away.
    """
    head = next((held for held in roster.holders if held.role is Role.HEAD), None)
    dpo = school.dpo
    return Sender(
        school=school.name,
        address=tuple(line.strip() for line in re.split(r"[\n,]", school.address) if line.strip()),
        phone=school.phone,
        from_email=settings.mail_from,
        dpo_name=dpo.name if dpo else "",
        dpo_email=dpo.email if dpo else "",
        dpo_phone=dpo.phone if dpo else "",
        signed_name=head.name if head else "",
        signed_title=TITLES[Role.HEAD] if head else "",
        stand_in_name=stand_in.name if stand_in else "",
        stand_in_email=stand_in.email if stand_in else "",
        stand_in_phone=stand_in.phone if stand_in else "",
        accent=school.accent if _COLOUR.fullmatch(school.accent) else _ACCENT,
    )

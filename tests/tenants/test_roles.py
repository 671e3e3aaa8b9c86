"""What somebody is at a school, in words."""

from __future__ import annotations

import pytest

from tenants.roles import Role, in_sentence


@pytest.mark.parametrize(
    ("role", "said"),
    [
        (Role.HEAD, "Headteacher"),
        (Role.DEPUTY_HEAD, "deputy headteacher"),
        (Role.DPO, "data protection officer"),
        (Role.IT_CONTACT, "IT contact"),
        (Role.HR_CONTACT, "HR contact"),
    ],
)
def test_within_a_sentence_only_the_headteacher_keeps_a_capital(role: Role, said: str) -> None:
    assert in_sentence(role) == said

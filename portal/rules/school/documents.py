"""What a policy refers to: documents that the school links, and laws with what holds today."""

from __future__ import annotations

from collections.abc import Collection

from tenants.policy.answers import RelatedDocument
from tenants.policy.law import LAWS
from tenants.policy.schema import Policy


def referred_to(policy: Policy | None) -> tuple[RelatedDocument, ...]:
    """The documents that the policy refers to (DBRP-1.2, SIP-7-docs)."""
    return policy.related_documents if policy else ()


def still_missing(policy: Policy | None, linked: Collection[str | None]) -> list[RelatedDocument]:
    """Those of them that the school has not linked."""
    return [one for one in referred_to(policy) if one.key not in linked]


def laws_of_today(policy: Policy | None) -> list[tuple[str, str]]:
    """(the law as the policy calls it, what holds today), SIP-ref."""
    return [LAWS[name] for name in policy.laws_referred] if policy else []

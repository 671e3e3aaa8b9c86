"""Lists of items in a draft: one is changed or added, moved, taken away."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.web.admin.policy import asking
from tenants.change import Impossible
from tenants.policy.writing import raw

if TYPE_CHECKING:
    from portal.web.admin.policy.boxes import Box
    from portal.web.parts.form import PortalForm
    from tenants.policy.frozen import Frozen

Plain = list[dict[str, Any]]
_ORDER = re.compile(r"(up|down|remove)-(\d{1,3})")


@dataclass(frozen=True)
class Listed:
    """One place of a list: an item that is there, or one to be added at the end."""

    kind: type[Frozen]
    items: Plain
    number: int

    @property
    def asked(self) -> tuple[Box, ...]:
        """What is asked of an item."""
        return asking.boxes_of(self.kind)

    @property
    def kept(self) -> dict[str, Any]:
        """The item as it is; nothing for one to be added."""
        return self.items[self.number] if self.number < len(self.items) else {}

    @property
    def shown(self) -> dict[str, Any]:
        """The item with what it need not say."""
        fields = self.kind.model_fields.items()
        usual = {name: raw(field.default) for name, field in fields if not field.is_required()}
        return usual | self.kept

    def changed(self, form: PortalForm) -> Plain:
        """The list with what was answered in this place."""
        others = {str(item.get("key")) for item in self.items if item is not self.kept}
        item = asking.keyed(
            self.kind, asking.read_item(self.asked, form), str(self.kept.get("key", "")), others
        )
        return [*self.items[: self.number], item, *self.items[self.number + 1 :]]


def ordered(items: Plain, order: str | None) -> Plain:
    """The list after 'up-2', 'down-0' or 'remove-1'. Raises Impossible for anything else."""
    found = _ORDER.fullmatch(order or "")
    if found is None or int(found[2]) >= len(items):
        raise Impossible("This item is not on the list any more.")
    what, at = found[1], int(found[2])
    rest = [*items[:at], *items[at + 1 :]]
    if what == "remove":
        return rest
    place = max(at - 1, 0) if what == "up" else at + 1
    return [*rest[:place], items[at], *rest[place:]]

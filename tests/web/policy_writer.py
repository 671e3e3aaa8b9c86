"""Somebody at the pages of a school's policy: answers, lists, and the adopting."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from flask.testing import FlaskClient

from portal.web.admin.policy.boxes import PLACES
from tests.portal_app import FRIDAY


@dataclass
class Writer:
    """Somebody at the pages of a school's policy."""

    client: FlaskClient
    slug: str

    def post(self, path: str, **data: object) -> None:
        """Send one form, which is taken."""
        reply = self.client.post(
            f"/{self.slug}/manage/policy{path}", data={"once": str(uuid4()), **data}
        )
        assert reply.status_code == 303, path

    def answer(self, question: str, answer: str = "", clause: str = "", **data: str) -> None:
        """Answer one question."""
        self.post(f"/draft/answers/{question}", answer=answer, clause=clause, **data)

    def roles(self, question: str, *roles: str, clause: str = "") -> None:
        """Name roles, in order."""
        places = (*roles, *[""] * (len(PLACES) - len(roles)))
        chosen = {f"answer_{place}": role for place, role in enumerate(places)}
        self.post(f"/draft/answers/{question}", clause=clause, **chosen)

    def items(self, question: str, *rows: dict[str, str]) -> None:
        """Put these in place of the first items of a list."""
        for number, row in enumerate(rows):
            self.post(f"/draft/lists/{question}/{number}", **row)

    def adopt(self, by: str) -> None:
        """Adopt the draft from today on."""
        today = [str(FRIDAY.day), str(FRIDAY.month), str(FRIDAY.year)]
        self.post(
            "/draft/adopt",
            approved_by=by,
            approved_on=today,
            in_force_from=today,
            next_review_on=["1", "9", "2027"],
        )


def tell(who: str, when: str, hours: int) -> dict[str, str]:
    """A line of the list of who must be told."""
    return {"who": who, "when": when, "within_much": str(hours), "within_unit": "hours"}

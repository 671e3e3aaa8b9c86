"""The two journeys: our report, and the reference's forms.

Each time round comes over a new connection: on one kept for ever, four clients might all be with
the same worker, and how they happen to fall would count for more than what a page costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bench.clients import Client
from standalone.demo import PASSWORD

WHO = ("wormley.teacher", "wormley.teacher2", "wormley.slt", "wormley.head")
ANSWERS: Mapping[str, Mapping[str, str | list[str]]] = {
    "how": {"naming": "named"},
    "what": {"happened": "A list of children went to the wrong people.", "kind": "confirmed"},
    "when": {"noticed": "now", "occurred": "this morning"},
    "danger": {"danger": "no", "still_going_on": "no", "done_so_far": "Asked them to delete it."},
    "whose": {"whose": "Year 4", "what_data": "Names", "people_estimate": "28", "involved": "Me"},
    "who": {"told": "head"},
    "check": {},
}


def ours(client: Client, number: int) -> Iterator[None]:
    """Sign in as one of four people and report, again and again."""
    who = WHO[number % len(WHO)]
    client.fill("/sign-in", {"email": f"{who}@example.org", "password": PASSWORD})
    yield
    while True:
        client.hang_up()
        for step in ANSWERS:
            client.fill(f"/wormley/report/{step}", ANSWERS[step])
            yield


def reference(client: Client, number: int) -> Iterator[None]:  # noqa: ARG001 - all are alike
    """Fill in the reference's forms, again and again."""
    yield
    while True:
        client.hang_up()
        for step in ANSWERS:
            extra = {"danger": "yes", "kind": "yes", "noticed": "yes", "told": "yes"}
            answers = {
                name: extra.get(name, "yes" if name in {"naming", "still_going_on"} else value)
                for name, value in ANSWERS[step].items()
            }
            client.fill(f"/{step}", answers)
            yield

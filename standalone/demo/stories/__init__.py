"""What has happened at the demo schools: five incidents, each at another point of its way.

Every step goes over the desk as its own person, on a clock of the story, which ends a little before
the present: so deadlines run and pages look alive on whichever day the demonstration is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.store.incidents import count_by_stage
from standalone.demo import cast
from standalone.demo.stories.account import account
from standalone.demo.stories.declined import declined
from standalone.demo.stories.envelopes import envelopes
from standalone.demo.stories.near_miss import near_miss
from standalone.demo.stories.past import past_services
from standalone.demo.stories.spreadsheet import spreadsheet
from standalone.demo.stories.teller import Teller
from tenants.db import Scope, open_session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from portal.host import Services

STORIES: Final[Mapping[cast.DemoSchool, tuple[Callable[[Teller], None], ...]]] = {
    cast.WENTWORTH: (near_miss, account),
    cast.WORMLEY: (envelopes, spreadsheet, declined),
}
"""Of each school the oldest first, as references are numbered."""


def load_stories(services: Services) -> None:
    """Tell the stories of each school that has no incident yet; raises what the desk refuses."""
    now = services.clock.now().replace(second=0, microsecond=0)
    past, clock = past_services(services, now)
    for school, stories in STORIES.items():
        if not _has_incidents(services, school):
            for story in stories:
                story(Teller(past, clock, school, now))


def _has_incidents(services: Services, school: cast.DemoSchool) -> bool:
    scope = Scope.of(school.id)
    with open_session(services.engine, scope) as session:
        return bool(count_by_stage(session, scope))

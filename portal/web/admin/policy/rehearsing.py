"""The rehearsal: a made-up incident walked through the draft, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from flask import request, url_for

from portal.rules.rehearsal import Story, walk
from portal.rules.rehearsal.gaps import gaps
from portal.rules.responsibilities import severity_levels, trust_is_controller
from portal.store.school import schools
from portal.web.access import current_visit, shows
from portal.web.admin.policy import area
from portal.web.admin.policy.area import blueprint, the_draft
from portal.web.controller import controlling_trust
from portal.web.frame import render
from portal.web.parts import forms, when
from portal.web.parts.form import PortalForm
from portal.web.parts.owed import who_owes
from tenants import drafting
from tenants.calendar import UK, uk_date
from tenants.regulator import ICO
from tenants.roles import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from flask.typing import ResponseReturnValue

    from portal.rules.in_charge.roster import Holder
    from portal.rules.rehearsal import Owed
    from portal.web.visiting import Visit
    from tenants.calendar import Calendar
    from tenants.policy.schema import Policy

ORDINARY, BEFORE_CLOSURE = "ordinary", "before_closure"
_DAY = timedelta(days=1)


class RehearseForm(PortalForm):
    """When it happens, and how severe it turns out: sent in the address, as nothing changes."""

    when = forms.radios("When is it noticed?", {ORDINARY: "On the next school day, at 10am"})
    severity = forms.radios("How severe does it turn out to be?")

    @classmethod
    def of(cls, policy: Policy, calendar: Calendar, today: date) -> RehearseForm:
        """With the next closure, and the levels of the policy's ladder, the highest chosen."""
        levels = {level.key: level.title for level in severity_levels(policy)}
        chosen = {"when": ORDINARY, "severity": next(reversed(levels), None)}
        form = cls(request.args, data=chosen, meta={"csrf": False})
        if closure := calendar.next_closure(today):
            name = closure.name or "the next closure"
            options = {ORDINARY: "On the next school day, at 10am"}
            form.when.choices = forms.choices(
                options | {BEFORE_CLOSURE: f"At 4:10pm on the last school day before {name}"}
            )
        form.severity.choices = forms.choices(levels)
        if form.when.data not in {ORDINARY, BEFORE_CLOSURE}:
            form.when.data = ORDINARY
        if form.severity.data not in levels:
            form.severity.data = chosen["severity"]
        if not levels:
            del form.severity
        return form

    def story(self, calendar: Calendar, today: date) -> Story:
        """What was chosen."""
        severity = self.severity.data if "severity" in self else None
        closure = calendar.next_closure(today)
        if self.when.data == BEFORE_CLOSURE and closure is not None:
            day, at, step = closure.from_on - _DAY, time(16, 10), -_DAY
        else:
            day, at, step = today + _DAY, time(10), _DAY
        while not calendar.is_school_day(day):
            day += step
        return Story(datetime.combine(day, at, UK).astimezone(UTC), severity)


@dataclass(frozen=True, slots=True)
class Line:
    """One duty as the table shows it."""

    what: str
    cite: str
    who: str
    opens: str
    due: str
    reminded: str
    met: bool


@blueprint.get("/draft/rehearse")
@shows(area.WRITES)
def rehearse(slug: str) -> ResponseReturnValue:
    """What would be owed, by whom, by when, whom alerts reach, and where the law is not met."""
    visit, found = current_visit(), the_draft()
    policy, problems = drafting.sketched(found), drafting.problems(found)
    calendar = schools.calendar(visit.session, visit.scope, visit.here)
    form = RehearseForm.of(policy, calendar, uk_date(visit.now))
    story = form.story(calendar, uk_date(visit.now))
    walked = None if problems else walk(policy, story, visit.roster, calendar, visit.here)
    return render(
        "portal/admin/policy/rehearse.html",
        title="Rehearse the draft",
        back=url_for(area.DRAFT, slug=slug),
        questions=form,
        problems=problems,
        begins=when.full(story.at),
        reached=_names(walked.reached) if walked else "",
        lines=[_line(each) for each in walked.owed] if walked else (),
        gaps=(*_controller(visit, policy), *gaps(walked, policy, visit.roster, calendar))
        if walked
        else (),
    )


def _controller(visit: Visit, policy: Policy) -> Iterator[str]:
    """Whether whom the policy makes the controller is there."""
    if trust_is_controller(policy) and controlling_trust(visit, policy) is None:
        yield (
            "Your policy has the trust as the data controller, but no trust looks after this "
            f"school here: what goes to the {ICO} would name the school."
        )


def _line(each: Owed) -> Line:
    owner, duty = each.owner, each.duty
    who = _names(owner.people) or "Nobody could be found"
    standing_in = owner.standing_in_for is not None
    note = ", standing in: a conflict of interests" if owner.conflict else ", standing in"
    return Line(
        what=duty.what,
        cite=each.cite,
        who=who_owes(TITLES[duty.role], name=f"{who}{note if standing_in else ''}"),
        opens=when.full(duty.opens_at),
        due=when.full(duty.due_at),
        reminded=_names(each.reminded),
        met=each.met,
    )


def _names(people: tuple[Holder, ...]) -> str:
    return ", ".join(dict.fromkeys(person.name for person in people))

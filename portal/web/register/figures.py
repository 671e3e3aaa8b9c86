"""The figures of a school's log over a time: numbers alone, to be shown to governors."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import request, url_for

from portal.store.log import trends
from portal.web.access import current_visit, shows
from portal.web.frame import render
from portal.web.parts import forms
from portal.web.parts.when import counted, day, uk
from portal.web.register.area import FIGURES, school_log
from portal.web.register.drawn import drawn
from portal.web.register.searching import day_in, midnight
from tenants.db import open_session

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue


class TimeForm(forms.PortalForm):
    """From which day to which; sent by GET, it changes nothing."""

    since = forms.day("From")
    until = forms.day("To")


@school_log.get("/figures")
@shows(FIGURES)
def figures(slug: str) -> ResponseReturnValue:
    """How many there were, who was told, of which kinds and causes, and what was late."""
    visit = current_visit()
    today = uk(visit.now).date()
    usual = {"since": twelve_months(today), "until": today}
    form = TimeForm(formdata=request.args, data=usual, now=visit.now)
    form.validate()
    until = day_in(form, "until") or today
    since, until = sorted((day_in(form, "since") or twelve_months(until), until))
    begins, ends = midnight(since) or visit.now, midnight(until, after=1) or visit.now
    all_here = replace(visit.viewer, sees_all_of=(visit.here,))
    with open_session(visit.services.engine, visit.scope) as session:
        found = trends.trends(session, visit.scope, all_here, begins, ends, visit.now)
    return render(
        "portal/register/figures.html",
        title="Figures",
        back=url_for(".whole", slug=slug) if visit.sees_all else "",
        form=form,
        since=day(since),
        until=day(until),
        found=found,
        many=counted(found.total, "incident was", "incidents were"),
        figures=drawn(found),
    )


def twelve_months(until: date) -> date:
    """The first day of twelve months of the calendar, of which this day is in the last."""
    year, month = divmod(until.year * 12 + until.month - 12, 12)
    return until.replace(year=year, month=month + 1, day=1)

"""Requests about the policy: asked, advised or backed, decided; the register of exceptions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import Blueprint, abort, request, url_for

from portal.desk.school import policy_requests
from portal.rules.school import requests as rules
from portal.rules.school.requests import Kind, Stage
from portal.store.school import policy_requests as stored
from portal.store.school.policy_requests import PAGE
from portal.web.access import View, current_visit, does, shows
from portal.web.admin.changing import change_at_once, change_page
from portal.web.admin.requests import forms, words
from portal.web.frame import render
from tenants.calendar import uk_date
from tenants.permissions import MANAGERS, Permission
from tenants.roles import IN_ONE_INCIDENT, Role

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from portal.web.visiting import Visit
    from tenants.change import Apply
    from tenants.policy_requests import PolicyRequest

CLAUSES = ("SIP-exc", "SIP-change")
blueprint = Blueprint("portal_requests", __name__, url_prefix="/<slug>/policy/requests")

BOTH: Final = ["GET", "POST"]
MEMBERS: Final = frozenset(Role) - IN_ONE_INCIDENT - {Role.OVERSEER}
REQUESTS: Final = View("policy_requests", "Requests about the policy", MEMBERS)
ASK: Final = Permission.ASK_ABOUT_POLICY
ONE: Final = "portal_requests.show"


@blueprint.get("/")
@shows(REQUESTS)
def index(slug: str) -> ResponseReturnValue:
    """The latest first, a page at a time: everybody's for who answers them, else one's own."""
    visit = current_visit()
    page = min(max(request.args.get("page", 1, type=int), 1), 1000)
    own = None if _sees_all(visit) else visit.person_id
    found = stored.list_requests(visit.session, visit.scope, asked_by=own, page=page)
    shown = found[:PAGE]
    policy = visit.policy_today
    return render(
        "portal/admin/requests/index.html",
        title="Exceptions and proposals",
        back=url_for("portal_reading.show", slug=slug),
        lines=[(row, words.TITLES[Kind(row.kind)], words.stage(row, visit.now)) for row in shown],
        names=stored.names_of(visit.session, {row.asked_by for row in shown}),
        offers=[
            (kind, words.ASKS[kind]) for kind in Kind if policy and rules.offered(kind, policy)
        ],
        later=url_for(".index", slug=slug, page=page + 1) if len(found) > PAGE else "",
    )


@blueprint.route("/new/<kind>", methods=BOTH)
@does(ASK)
def ask(slug: str, kind: str) -> ResponseReturnValue:
    """Ask, where the policy offers it; `renews` names the exception that this one goes on from."""
    visit = current_visit()
    policy = visit.policy_today
    if kind not in {*Kind} or policy is None or not rules.offered(Kind(kind), policy):
        abort(404)
    earlier = _earlier(visit)
    is_exception = kind == Kind.EXCEPTION
    known = {name: getattr(earlier, name) for name in ("clause", "what", "why")} if earlier else {}
    form = (forms.ExceptionForm if is_exception else forms.ProposalForm)(data=known)
    renews = earlier.id if earlier else None
    return change_page(
        ASK,
        form,
        "portal/admin/form.html",
        lambda: _asking(Kind(kind), form, renews),
        done="Your request is sent. You are told when it is answered.",
        next_endpoint="portal_requests.index",
        title=words.ASKS[Kind(kind)],
        back=url_for(".index", slug=slug),
        button_text="Send the request",
    )


@blueprint.get("/<uuid:request_id>")
@shows(REQUESTS)
def show(slug: str, request_id: UUID) -> ResponseReturnValue:
    """What was asked, what was said to it, and the next step."""
    visit, row = current_visit(), _the(request_id)
    asked, policy, today = stored.asked(row), visit.policy_today, uk_date(visit.now)
    stage = rules.stage(asked, today)
    roster = visit.roster
    acts = policy and rules.may_act(visit.person_id, asked, policy, roster, visit.now, today)
    decides = policy and rules.is_decider(visit.person_id, asked, policy, roster, visit.now)
    mine = row.asked_by == visit.person_id
    holds = stage is Stage.GRANTED and asked.kind is Kind.EXCEPTION
    people = {row.asked_by, row.viewed_by, row.decided_by}
    return render(
        "portal/admin/requests/show.html",
        title=f"{words.TITLES[asked.kind]}: {words.stage(row, visit.now).lower()}",
        back=url_for(".index", slug=slug),
        row=row,
        stage=stage,
        says=words.stage(row, visit.now),
        names=stored.names_of(visit.session, people),
        next_step=acts and {Stage.ASKED: "view", Stage.VIEWED: "decide"}.get(stage, ""),
        may_end=(holds and (decides or mine)) or (mine and stage in rules.OPEN),
        may_renew=holds and mine,
        draft=asked.kind is Kind.PROPOSAL and stage is Stage.GRANTED,
    )


@blueprint.route("/<uuid:request_id>/view", methods=BOTH)
@does(ASK)
def view(slug: str, request_id: UUID) -> ResponseReturnValue:
    """Advise on an exception, back or drop a proposal."""
    visit, row, is_exception = _step(request_id)
    form = forms.AdviceForm() if is_exception else forms.BackingForm()
    return change_page(
        ASK,
        form,
        "portal/admin/requests/step.html",
        lambda: partial(
            policy_requests.view,
            school_id=visit.here,
            request_id=request_id,
            backed=_yes(form.backed.data),
            text=form.view.data or "",
            by=visit.person_id,
            now=visit.now,
        ),
        done="It is on record.",
        next_endpoint=ONE,
        next_values=lambda _: {"request_id": request_id},
        title="Advise on an exception" if is_exception else "Back or drop a proposal",
        back=url_for(".show", slug=slug, request_id=request_id),
        row=row,
    )


@blueprint.route("/<uuid:request_id>/decide", methods=BOTH)
@does(ASK)
def decide(slug: str, request_id: UUID) -> ResponseReturnValue:
    """Grant or refuse."""
    visit, row, is_exception = _step(request_id)
    form = forms.GrantForm(expires_on=row.until_on) if is_exception else forms.ApproveForm()
    return change_page(
        ASK,
        form,
        "portal/admin/requests/step.html",
        lambda: partial(
            policy_requests.decide,
            school_id=visit.here,
            request_id=request_id,
            granted=_yes(form.granted.data),
            text=form.terms.data or "",
            expires_on=form["expires_on"].data if is_exception else None,
            by=visit.person_id,
            now=visit.now,
        ),
        done="Decided. Whoever asked is told.",
        next_endpoint=ONE,
        next_values=lambda _: {"request_id": request_id},
        title="Decide on an exception" if is_exception else "Decide on a proposal",
        back=url_for(".show", slug=slug, request_id=request_id),
        row=row,
    )


@blueprint.post("/<uuid:request_id>/end")
@does(ASK)
def end(slug: str, request_id: UUID) -> ResponseReturnValue:
    """End an exception before its day, or take a request back."""
    visit, row = current_visit(), _the(request_id)
    return change_at_once(
        ASK,
        partial(
            policy_requests.end,
            school_id=visit.here,
            request_id=row.id,
            by=visit.person_id,
            now=visit.now,
        ),
        done="It is ended.",
        next_endpoint="portal_requests.show",
        request_id=row.id,
    )


def _the(request_id: UUID) -> PolicyRequest:
    """The request, for who asked and who answers; for anybody else there is none."""
    visit = current_visit()
    row = stored.find_request(visit.session, visit.scope, request_id) or abort(404)
    policy, roster, now = visit.policy_today, visit.roster, visit.now
    if row.asked_by == visit.person_id or _sees_all(visit):
        return row
    asked, me = stored.asked(row), visit.person_id
    answers = policy and (
        rules.may_act(me, asked, policy, roster, now, uk_date(now))
        or rules.is_decider(me, asked, policy, roster, now)
    )
    return row if answers else abort(404)


def _step(request_id: UUID) -> tuple[Visit, PolicyRequest, bool]:
    """Who takes the next step, on what, and whether that is an exception."""
    row = _the(request_id)
    return current_visit(), row, Kind(row.kind) is Kind.EXCEPTION


def _asking(
    kind: Kind, form: forms.ExceptionForm | forms.ProposalForm, renews: UUID | None
) -> Apply:
    """What was asked, with its days where it is an exception."""
    visit, days = current_visit(), isinstance(form, forms.ExceptionForm)
    return partial(
        policy_requests.ask,
        school_id=visit.here,
        kind=kind,
        clause=form.clause.data or "",
        what=form.what.data or "",
        why=form.why.data or "",
        by=visit.person_id,
        now=visit.now,
        from_on=form["from_on"].data if days else None,
        until_on=form["until_on"].data if days else None,
        renews=renews,
    )


def _sees_all(visit: Visit) -> bool:
    """Who manages the school, or answers such requests by its policy."""
    policy = visit.policy_today
    answer = {role for kind in Kind for role in rules.answering(kind, policy)} if policy else set()
    return bool(visit.roles & (MANAGERS | answer))


def _earlier(visit: Visit) -> PolicyRequest | None:
    ident = request.args.get("renews", type=UUID)
    row = stored.find_request(visit.session, visit.scope, ident) if ident else None
    return row if row is not None and row.asked_by == visit.person_id else None


def _yes(said: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(said or "")

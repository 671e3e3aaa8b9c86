"""The answers of the draft: one question a page, and the items of those that are lists."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from flask import abort, redirect, url_for

from portal.web.access import current_visit, does
from portal.web.admin.changing import change_page
from portal.web.admin.policy import area, asking
from portal.web.admin.policy.area import blueprint, group_of, the_draft
from portal.web.admin.policy.forms import ConfirmForm, OrderForm
from portal.web.admin.policy.listing import Listed, ordered
from tenants import drafting
from tenants.policy.answers import Origin
from tenants.policy.explain import explained, item_in_words
from tenants.policy.loader import answer_to, is_question
from tenants.policy.writing import raw

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from tenants.change import Apply
    from tenants.policy.schema import Policy

BOTH = ["GET", "POST"]
MOST_ITEMS = 60
PART, LIST = "portal_policy.part", "portal_policy.items"


@blueprint.route("/draft/answers/<question>", methods=BOTH)
@does(area.CHANGES)
def answer(slug: str, question: str) -> ResponseReturnValue:
    """One question, asked by fields that fit its answer; a list has a page of its own."""
    policy = _sketch(question)
    if asking.items_of(question):
        return redirect(url_for(LIST, slug=slug, question=question), 303)
    box = asking.box_of(question)
    shown = {box.name: raw(answer_to(policy, question)), "clause": _clause(policy, question)}
    form = asking.form_for((box,), shown, clause=True)
    return change_page(
        area.CHANGES,
        form,
        "portal/admin/policy/answer.html",
        lambda: _answered(question, box.read(form), form["clause"].data),
        done="Saved in the draft.",
        next_endpoint=PART,
        next_values=lambda _id: {"group": group_of(question)},
        title=asking.title_of(question),
        back=url_for(PART, slug=slug, group=group_of(question)),
        **_about(policy, question),
    )


@blueprint.route("/draft/answers/<question>/as-printed", methods=BOTH)
@does(area.CHANGES)
def as_printed(slug: str, question: str) -> ResponseReturnValue:
    """Take back the school's own answer: what the draft began from holds again."""
    _sketch(question)
    visit = current_visit()
    return change_page(
        area.CHANGES,
        ConfirmForm(),
        "portal/admin/policy/as_printed.html",
        lambda: partial(
            drafting.answer_as_variant, school_id=visit.here, question=question, now=visit.now
        ),
        done="The answer of the policy that you began from holds again.",
        next_endpoint=PART,
        next_values=lambda _id: {"group": group_of(question)},
        title="Take back your own answer",
        back=url_for(PART, slug=slug, group=group_of(question)),
        asked=asking.title_of(question),
    )


@blueprint.route("/draft/lists/<question>", methods=BOTH)
@does(area.CHANGES)
def items(slug: str, question: str) -> ResponseReturnValue:
    """The items of a list in their order: change, move, take away, add."""
    policy = _sketch(question, a_list=True)
    form = OrderForm()
    return change_page(
        area.CHANGES,
        form,
        "portal/admin/policy/items.html",
        lambda: _answered(
            question,
            ordered(raw(answer_to(policy, question)), form.do.data),
            _clause(policy, question),
        ),
        done="Saved in the draft.",
        next_endpoint=LIST,
        next_values=lambda _id: {"question": question},
        title=asking.title_of(question),
        back=url_for(PART, slug=slug, group=group_of(question)),
        items=[item_in_words(item) for item in getattr(policy, question)],
        **_about(policy, question),
    )


@blueprint.route("/draft/lists/<question>/<int:number>", methods=BOTH)
@does(area.CHANGES)
def item(slug: str, question: str, number: int) -> ResponseReturnValue:
    """One item of a list; the number after the last adds one."""
    policy = _sketch(question, a_list=True)
    kept = raw(answer_to(policy, question))
    listed = Listed(asking.items_of(question) or abort(404), kept, number)
    if not 0 <= number <= min(len(kept), MOST_ITEMS):
        abort(404)
    form = asking.form_for(listed.asked, listed.shown, clause=False)
    return change_page(
        area.CHANGES,
        form,
        "portal/admin/policy/item.html",
        lambda: _answered(question, listed.changed(form), _clause(policy, question)),
        done="Saved in the draft.",
        next_endpoint=LIST,
        next_values=lambda _id: {"question": question},
        title=asking.title_of(question),
        back=url_for(LIST, slug=slug, question=question),
    )


def _sketch(question: str, *, a_list: bool = False) -> Policy:
    """The draft as a policy; 404 without a draft, and for what is no such question."""
    if not is_question(question) or question == "timescales":
        abort(404)
    if a_list and not asking.items_of(question):
        abort(404)
    return drafting.sketched(the_draft())


def _answered(question: str, value: object, clause: str) -> Apply:
    visit = current_visit()
    return partial(
        drafting.answer,
        school_id=visit.here,
        question=question,
        value=value,
        clause=clause or "",
        now=visit.now,
    )


def _clause(policy: Policy, question: str) -> str:
    source = policy.source(question)
    return source.clause if source.origin is Origin.OWN else ""


def _about(policy: Policy, question: str) -> dict[str, Any]:
    """What stands beside the question: help, where its answer is from, and what the law asks."""
    (row,) = (each for each in explained(policy) if each.question == question)
    return {"row": row, "is_own": row.origin is Origin.OWN, "question": question}

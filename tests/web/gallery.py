"""Every part of the pages with invented data, in a tiny host: for tests, and to look at.

`flask --app tests.web.gallery run` shows it in a browser.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flask import Flask, Response, flash, render_template

from portal.rules.words import LegalRisk, Stage
from portal.web.parts import look
from portal.web.parts.clock_box import clock_box
from portal.web.parts.decision import Advice, Clause, Decision, Fact
from portal.web.parts.forms import PortalForm
from portal.web.parts.owed import DueRow, Figure, Track, due_row, duty_line, who_owes
from portal.web.parts.page import Brand, DangerContact, NamedDpo, NavItem, Page, PersonPage
from portal.web.parts.page import SchoolPage as School
from portal.web.parts.problems import problem
from portal.web.parts.progress import Progress
from portal.web.parts.record import Answer, Link, record_entry
from portal.web.parts.tags import risk_tag, stage_tag
from portal.web.parts.when import Urgency
from tests.web.gallery_forms import DecideForm, QuestionForm, ReportForm

AWARE = datetime(2026, 10, 23, 15, 10, tzinfo=UTC)
NOW = datetime(2026, 10, 25, 7, 50, tzinfo=UTC)
HOUR = timedelta(hours=1)
SCHOOL = School(
    slug="hollytree",
    name="Hollytree Primary",
    accent="teal",
    dpo=NamedDpo(
        "Chris Wells",
        "01632 960 001",
        "dpo@hollytree.example.org",
        NamedDpo("Sam Field", "01632 960 003", "head@hollytree.example.org"),
    ),
    danger_contacts=(
        DangerContact("the designated safeguarding lead", "01632 960 002", "Ruth Amadi"),
        DangerContact("the Headteacher", "01632 960 003"),
    ),
)
SERVICE = Brand("County DPO service", accent="teal")
NAV = tuple(
    NavItem(text, "#", current=text == "Due next")
    for text in ("Due next", "Incidents", "Schools", "Suppliers", "Figures")
)
# A name without a place to break, longer than a telephone is wide.
ME = PersonPage("Osei-Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", "#")


def create_app() -> Flask:
    """The gallery: one page for each layout."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY="only-for-the-gallery", TESTING=True)
    look.mount(app)
    for path, view in VIEWS.items():
        app.add_url_rule(f"/{path}", path, view, methods=["GET", "POST"])
    app.jinja_env.from_string("")  # the environment is made before the first measurement
    app.after_request(_policy)
    return app


def _policy(response: Response) -> Response:
    """The strictest policy a host may set."""
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'"
    )
    return response


def page(title: str, **kwargs: object) -> Page:
    return replace(
        Page(title, SCHOOL, ME, NAV, SERVICE, section="INC-2026-0042"),
        **kwargs,  # type: ignore[arg-type]  # invented pages
    )


def incident() -> str:
    return render_template(
        "gallery_incident.html",
        page=page("Incident"),
        tags=(risk_tag(LegalRisk.HIGH), stage_tag(Stage.INVESTIGATING)),
        clock=clock_box(start_at=AWARE, due_at=AWARE + 72 * HOUR, now=NOW),
        duties=(
            duty_line(
                what="Decide whether the ICO must know",
                who=who_owes("", mine=True, acting_for="DPO"),
                cite="Plan 1.4",
                detail="the seven factors are complete; advice: report",
                due_at=NOW + 7 * HOUR + timedelta(minutes=20),
                now=NOW,
                href="#",
                button="Decide",
            ),
            duty_line(
                what="Complete the breach log",
                who="You",
                cite="Plan 5.18",
                detail="25 of 29 headings filled from the record, 4 to answer",
                due_at=NOW + 30 * HOUR,
                now=NOW,
                waits="before you report",
            ),
            duty_line(
                what="Say what you think of the notices about 214 children",
                who=who_owes("Headteacher", name="A. Okafor"),
                cite="Plan 5.16",
                due_at=NOW + 40 * HOUR,
                now=NOW,
            ),
            duty_line(
                what="Answer: was the list’s archive public?",
                who="IT contact",
                cite="",
                detail="asked Sat 24 Oct, 9:05am; reminded twice",
                due_at=NOW - 3 * HOUR,
                now=NOW,
            ),
        ),
        links=(
            Link("Ask somebody a question", "#"),
            Link("Add evidence or a note", "#"),
            Link("Correct when we became aware", "#"),
        ),
        tracks=(
            Track("ICO", "Undecided.", "Nothing has been sent."),
            Track("People affected", "To be told.", "198 by e-mail, 13 letters, 3 to resolve."),
        ),
        entries=(
            record_entry(
                done_at=NOW - 20 * HOUR,
                lead="Risk assessed: high",
                by="the DPO",
                text="Health data of children; list of 380 addresses; not encrypted",
                cite="Plan 3.2",
                now=NOW,
                links=(Link("The seven factors", "#"),),
            ),
            record_entry(
                done_at=AWARE + 2 * HOUR,
                recorded_at=AWARE + 20 * HOUR,
                lead="Escalated to the DPO",
                by="the Headteacher",
                cite="Plan 5.3",
                now=NOW,
            ),
            record_entry(done_at=AWARE, lead="Reported", text="Alerts sent", now=NOW),
        ),
        filters=(NavItem("All", "#", current=True), NavItem("Decisions", "#")),
        tools=(Link("Print", "#"), Link("Export", "#")),
    )


def clocks() -> str:
    due = AWARE + 72 * HOUR
    shown = [
        clock_box(start_at=AWARE, due_at=due, now=AWARE + 2 * HOUR, cautious=True),
        clock_box(start_at=AWARE, due_at=due, now=due - 5 * HOUR),
        clock_box(start_at=AWARE, due_at=due, now=due + 3 * HOUR),
        clock_box(start_at=AWARE, due_at=due, now=due, submitted_at=AWARE + 41 * HOUR),
    ]
    return render_template("gallery_clocks.html", page=page("Clocks"), clocks=shown)


def due() -> str:
    def row(
        what: str, hours: float, detail: str = "", label: str = "INC-2026-0042", **more: str
    ) -> DueRow:
        return due_row(
            what=what,
            detail=detail,
            opens_at=NOW - 48 * HOUR,
            due_at=NOW + hours * HOUR,
            now=NOW,
            label=label,
            href="#" if label else "",
            **{"school": "Hollytree Primary", "who": "you", **more},
        )

    return render_template(
        "gallery_due.html",
        page=page("Due next", school=None, beside="62 schools", section=""),
        figures=(
            Figure(1, "late", Urgency.LATE),
            Figure(3, "due within 24 hours", Urgency.SOON),
            Figure(12998, "due this week"),
            Figure(2, "new reports since 5:30pm yesterday", href="#"),
        ),
        rows=(
            row("Look at a declined case", -2, "not escalated by the Head; the log is in"),
            row("Report to the ICO", 5.2, "draft complete", title="Laptop stolen from a car"),
            row("Resolve 3 addresses", 22, "no usable contact", who="school office"),
            row("Send the promised follow-up to the ICO", 80, title="Payroll file misdirected"),
            row("Check the mailbox before half term", 130, label="", school="9 schools"),
        ),
    )


def question() -> tuple[str, int]:
    form = QuestionForm()
    status = 200 if not form.is_submitted() or form.validate() else 422
    return (
        render_template(
            "portal/question.html",
            page=page("Could anyone be in danger?", brand=None, nav=(), back="#", section=""),
            form=form,
            step=(2, 6),
        ),
        status,
    )


def fields() -> tuple[str, int]:
    form = ReportForm(now=NOW)
    status = 200 if not form.is_submitted() or form.validate() else 422
    return render_template("gallery_fields.html", page=page("Fields"), form=form), status


def decision() -> str:
    asked = Decision(
        question="Must the ICO know about this breach?",
        due="by Sun 25 Oct, 3:10pm: 7 hours 20 minutes left",
        clause=Clause("Plan 1.4", "The DPO reports a breach to the ICO within 72 hours."),
        law=Clause("UK GDPR Art. 33", "Report unless a risk to people is unlikely."),
        facts=(
            Fact("214 children; health data", Link("The report", "#")),
            Fact("Sent to 380 addresses, not encrypted", Link("The seven factors", "#")),
        ),
        missing=("Whether the list’s archive was public",),
        advice=(Advice("ENISA score 3.1", "high: report, and tell the people affected"),),
        leads_to={
            "Report": "You prepare the report next. It is due by Mon 26 Oct, 3:10pm.",
            "Do not report": "Your reasons go into the log. We ask again in 30 days.",
        },
        final=True,
    )
    return render_template(
        "portal/decision.html", page=page("Decide"), form=DecideForm(), decision=asked
    )


def check() -> str:
    flash("Saved.", "success")
    flash("The Headteacher has been away since Friday.")
    return render_template(
        "portal/check.html",
        page=page("Check your answers", back="#"),
        form=PortalForm(),
        answers=(
            Answer("What happened?", "I sent the list\nto the wrong people.", "#"),
            Answer("When?", "Friday 23 October 2026, 4:10pm", "#", "when it happened"),
            Answer("Anything else?", "", "#"),
        ),
        final=True,
        button_text="Send the report",
    )


def done() -> str:
    return render_template(
        "gallery_done.html",
        page=page("Thank you", brand=None, nav=(), section="", refresh_seconds=5),
        progress=Progress(total=214, done=150, unresolved=3),
        settled=Progress(total=214, done=211, unresolved=3),
    )


def error() -> str:
    return render_template("portal/error.html", page=page("Not found"), problem=problem(404))


VIEWS = {
    view.__name__: view
    for view in (incident, clocks, due, question, fields, decision, check, done, error)
}
app = create_app()

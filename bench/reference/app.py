"""The reference: Flask and psycopg, as many forms as our report journey, and nothing else.

Each form has CSRF and about as many fields as ours; each POST inserts one row and commits it. No
sign-in, no tenants, no encryption, no duties: what a page costs that does the least.
"""

from __future__ import annotations

import os
import threading

import psycopg
from flask import Flask, redirect, render_template, url_for
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

YES_NO = [SelectChoice(value=value, label=value) for value in ("yes", "no", "not_sure")]
_local = threading.local()


class How(FlaskForm):
    """One choice."""

    naming = RadioField("How do you want to report?", choices=YES_NO, validators=[DataRequired()])


class What(FlaskForm):
    """A text and a choice."""

    happened = TextAreaField("What happened?", [DataRequired(), Length(max=8000)])
    kind = RadioField("Has something gone wrong?", choices=YES_NO, validators=[DataRequired()])


class When(FlaskForm):
    """A choice and texts."""

    noticed = RadioField("When did you notice?", choices=YES_NO, validators=[DataRequired()])
    day = StringField("Day")
    month = StringField("Month")
    year = StringField("Year")
    time = StringField("Time")
    occurred = StringField("When did it happen?", [Length(max=200)])


class Danger(FlaskForm):
    """Two choices and a text."""

    danger = RadioField("Danger?", choices=YES_NO, validators=[DataRequired()])
    still_going_on = RadioField("Still going on?", choices=YES_NO, validators=[DataRequired()])
    done_so_far = TextAreaField("Done so far", [Length(max=4000)])


class Whose(FlaskForm):
    """Four texts."""

    whose = StringField("Whose?", [Length(max=200)])
    what_data = TextAreaField("What kind?", [Length(max=4000)])
    people_estimate = StringField("How many?", [Length(max=200)])
    involved = StringField("Who was involved?", [Length(max=200)])


class Who(FlaskForm):
    """A choice and checkboxes."""

    told = RadioField("Who is told?", choices=YES_NO, validators=[DataRequired()])
    about = SelectMultipleField("About?", choices=YES_NO)


class Check(FlaskForm):
    """Only the button."""


FORMS = {
    "how": How,
    "what": What,
    "when": When,
    "danger": Danger,
    "whose": Whose,
    "who": Who,
    "check": Check,
}
ORDER = tuple(FORMS)


def connection() -> psycopg.Connection:
    """One connection a thread, kept open."""
    if not hasattr(_local, "connection"):
        _local.connection = psycopg.connect(os.environ["REFERENCE_URL"])
    found: psycopg.Connection = _local.connection
    return found


def create_app() -> Flask:
    """The app; its table is made by the measurement."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]

    @app.route("/<any(how, what, when, danger, whose, who, check):step>", methods=["GET", "POST"])
    def page(step: str) -> object:
        form = FORMS[step]()
        if form.validate_on_submit():
            connection().execute(
                "insert into reference_answer (step, body) values (%s, %s)", (step, str(form.data))
            )
            connection().commit()
            following = ORDER[(ORDER.index(step) + 1) % len(ORDER)]
            return redirect(url_for("page", step=following), 303)
        return render_template("page.html", form=form, step=step)

    return app


app = create_app()

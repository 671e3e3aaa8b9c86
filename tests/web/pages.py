"""The pages of one incident, as one person after another sees them."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from portal.actions.report_incident import ACTION as REPORT
from portal.actions.report_incident import ReportIncident
from portal.desk.perform import Deed, perform
from portal.rules.words import Answer
from portal.store import incidents
from tenants.db import Scope, open_session
from tenants.roles import Role
from tests.portal_app import FRIDAY, ClientFor, Demo
from tests.web.reading import words


class Pages:
    """Made with an incident that a teacher has just reported to the Head."""

    def __init__(self, app: Flask, client_for: ClientFor, demo: Demo, school: str) -> None:
        self.app, self.client_for, self.demo, self.school = app, client_for, demo, school
        self.clients: dict[str, FlaskClient] = {}
        said = ReportIncident(
            happened="A list of pupils went to a parents’ mailing list. Names and notes.",
            told=(Role.HEAD,),
            danger=Answer.NOT_SURE,
            noticed_at=FRIDAY,
        )
        school_id = demo.schools[school]
        with app.app_context():
            self.services = app.extensions["portal"].services()
            deed = Deed(school_id, demo.people[f"{school}.teacher"])
            self.id = perform(self.services, REPORT, said, deed).incident_id
        self.scope = Scope.of(school_id)

    def client(self, who: str) -> FlaskClient:
        return self.clients.setdefault(who, self.client_for(who))

    def address(self, page: str) -> str:
        return f"/{self.school}/incidents/{self.id}/{page}"

    def get(self, who: str, page: str) -> Any:
        return self.client(who).get(self.address(page))

    def post(self, who: str, page: str, **answers: object) -> Any:
        return self.client(who).post(self.address(page), data=answers)

    def does(self, who: str, page: str, **answers: object) -> str:
        """Open the page, answer it, and read what the next page says was done."""
        shown = self.get(who, page)
        assert shown.status_code == 200, (page, shown.status_code)
        reply = self.post(who, page, **answers)
        assert reply.status_code == 303, words(reply)
        return words(self.client(who).get(reply.location))

    @property
    def facts(self) -> Any:
        with open_session(self.services.engine, self.scope) as session:
            return incidents.get_incident(
                session, self.scope, self.services.keyring, None, self.id
            ).facts

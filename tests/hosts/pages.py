"""Reads pages as a browser does."""

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def soup(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


def hidden_fields(answer: TestResponse) -> dict[str, str]:
    """Names and values of the hidden fields of a page's form."""
    found = soup(answer).select("form input[type=hidden]")
    return {str(field["name"]): str(field["value"]) for field in found}


def send(client: FlaskClient, path: str, **typed: str) -> TestResponse:
    """Open a page and send its form."""
    return client.post(path, data=hidden_fields(client.get(path)) | typed)


def signed_in_as(answer: TestResponse) -> str:
    """The name in the header; '' when nobody is signed in."""
    name = soup(answer).select_one(".portal-header__person")
    return name.get_text(strip=True) if name else ""

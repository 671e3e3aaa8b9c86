"""Pages as tests read them: their words, without the markup."""

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def text(reply: TestResponse) -> str:
    """All that the page says, in one line."""
    return " ".join(BeautifulSoup(reply.data, "html.parser").text.split())


def words(reply: TestResponse) -> str:
    """The same, with a space wherever markup stands."""
    return " ".join(BeautifulSoup(reply.data, "html.parser").get_text(" ").split())


def text_of(reply: TestResponse) -> str:
    """What stands between header and footer."""
    main = BeautifulSoup(reply.data, "html.parser").main
    assert main is not None
    return main.get_text(" ", strip=True)


def done(client: FlaskClient, address: str, **said: object) -> str:
    """What the next page says after a form was sent."""
    reply = client.post(address, data=said)
    assert reply.status_code == 303, text_of(reply)
    return text_of(client.get(reply.location))

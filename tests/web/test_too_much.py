"""More than one request may carry: refused with the limit and what to do, nothing kept."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask

from tests.portal_app import ClientFor

MEGABYTE = 1024 * 1024
LARGEST = 2 * MEGABYTE
PAGES = ("/wormley/report/what", "/wormley/public/report/", "/wormley/report/anonymously/what")


@pytest.fixture
def _limited(portal_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(portal_app.config, "MAX_CONTENT_LENGTH", LARGEST)


@pytest.mark.usefixtures("_limited")
@pytest.mark.parametrize("page", PAGES)
def test_a_request_that_is_too_large_names_the_limit(client_for: ClientFor, page: str) -> None:
    answer = client_for("wormley.teacher").post(
        page,
        input_stream=BytesIO(),
        content_type="multipart/form-data; boundary=XX",
        environ_overrides={"CONTENT_LENGTH": str(LARGEST + 1)},
    )
    assert answer.status_code == 413
    assert "2 MB can be sent at once, all files together. Nothing of it was kept." in answer.text
    assert "Send the files one by one" in answer.text


@pytest.mark.parametrize("most", [LARGEST, None])
def test_a_text_that_is_too_long_goes_into_a_file(
    portal_app: Flask, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch, most: int | None
) -> None:
    """Flask takes half a megabyte of text beside files; a host may have set no limit besides."""
    monkeypatch.setitem(portal_app.config, "MAX_CONTENT_LENGTH", most)
    text = 'Content-Disposition: form-data; name="what"\r\n\r\n' + "a" * MEGABYTE
    answer = client_for("wormley.teacher").post(
        PAGES[0],
        data=f"--XX\r\n{text}\r\n--XX--\r\n",
        content_type="multipart/form-data; boundary=XX",
    )
    assert answer.status_code == 413
    assert "Put a long text or list into a file" in answer.text

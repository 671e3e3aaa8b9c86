"""Logs without personal data: which page, how it ended, how long it took.

Never an address, a query string, a text that an error carries (databases print parameters, mail
servers print addresses), and nothing at all of the anonymous pages: the time alone would tell.
"""

from __future__ import annotations

import logging
import sys
import time
import traceback
from types import TracebackType

import structlog
from flask import Flask, Response, current_app, g, request
from structlog.typing import EventDict, FilteringBoundLogger, Processor, WrappedLogger

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
log: FilteringBoundLogger = structlog.get_logger()


def configure(*, readable: bool) -> None:
    """Send our lines and those of libraries to standard error: JSON, or lines to read."""
    before: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        name_error,
    ]
    last: Processor = (
        structlog.dev.ConsoleRenderer(colors=False)
        if readable
        else structlog.processors.JSONRenderer()
    )
    # each page writes a line: past the standard loggers, which take longer than all the rest
    structlog.configure(
        processors=[*before, last],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *before],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def name_error(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its class and where it came from; its words stay out of the log."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, BaseException):
        error = (type(error), error, error.__traceback__)
    if isinstance(error, tuple) and error[0] is not None:
        event.update(describe(error))
    return event


def describe(error: ExcInfo) -> dict[str, str]:
    """The class of an exception and the file, line and function that raised it."""
    kind, _value, trace = error
    frames = traceback.extract_tb(trace)
    place = f"{frames[-1].filename}:{frames[-1].lineno} {frames[-1].name}" if frames else ""
    return {"error": kind.__qualname__ if kind else "", "place": place}


def init_app(app: Flask) -> None:
    """Write one line a request."""

    @app.before_request
    def start() -> None:
        g.request_began = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        if not _is_anonymous() and "request_began" in g:
            log.info(
                "request",
                method=request.method,
                endpoint=request.endpoint,
                status=response.status_code,
                ms=round((time.perf_counter() - g.request_began) * 1000, 1),
            )
        return response


def _is_anonymous() -> bool:
    """Whether the page is for people without a name, as its route declares."""
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "__portal_public__", False))

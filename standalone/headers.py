"""What every answer tells the browser: run nothing that is not ours, show us nowhere else."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, request

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Nothing leaves for other sites; the check of forged forms wants it from our own pages.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
YEAR: Final = 365 * 24 * 60 * 60


def init_app(app: Flask) -> None:
    """Add the headers to every answer of the app."""
    is_https = str(app.config["PORTAL_PUBLIC_URL"]).startswith("https:")

    @app.after_request
    def add(response: Response) -> Response:
        for name, value in HEADERS.items():
            if name not in response.headers:
                response.headers.add(name, value)
        if is_https:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}")
        if not (request.endpoint or "").endswith("static"):
            # a shared computer of the staff room keeps no page after signing out
            response.headers["Cache-Control"] = "no-store"
        return response

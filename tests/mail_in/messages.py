"""Messages as mail servers hand them over."""

from __future__ import annotations

from email.message import EmailMessage

TO = "reports@school.example.org"


def message(
    text: str = "A list of pupils went to the wrong address.",
    *,
    sender: str = "Jo Parent <jo@home.example.net>",
    subject: str = "A list went astray",
    ident: str = "<1@home.example.net>",
    to: str = TO,
    html: bool = False,
    files: tuple[tuple[str, bytes], ...] = (),
    **headers: str,
) -> bytes:
    """One message; `headers` with underscores for hyphens."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = sender, to, subject, ident
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text, subtype="html" if html else "plain")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def report(message_id: str, *, status: str = "5.1.1", action: str = "failed") -> bytes:
    """A delivery status notification about a mail of ours."""
    return f"""\
From: MAILER-DAEMON@mx.example.net
To: incidents@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

It could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; somebody@example.net
Action: {action}
Status: {status}

--B
Content-Type: text/rfc822-headers

From: incidents@example.org
Message-ID: {message_id}
Subject: Please read

--B--
""".replace("\n", "\r\n").encode()


def complaint(message_id: str) -> bytes:
    """Somebody has pressed 'this is spam' (RFC 5965)."""
    return f"""\
From: fbl@example.net
To: incidents@example.org
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="B"

--B
Content-Type: text/plain

A complaint.

--B
Content-Type: message/feedback-report

Feedback-Type: abuse
Version: 1

--B
Content-Type: message/rfc822

From: incidents@example.org
Message-ID: {message_id}

The text.
--B--
""".replace("\n", "\r\n").encode()

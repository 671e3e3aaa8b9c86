"""`python -m bench.mail_server PORT`: takes every message and keeps none."""

from __future__ import annotations

import asyncio
import sys

from aiosmtpd.smtp import SMTP


class Takes:
    """Accepts whatever is handed over."""

    async def handle_DATA(self, *_: object) -> str:  # noqa: N802 - aiosmtpd's name
        """Take it."""
        return "250 OK"


async def main(port: int) -> None:
    """Listen until ended."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Takes(), loop=loop), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))

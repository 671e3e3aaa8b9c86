"""The secrets of one installation, made at random at its first start."""

import base64
import json
import os
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True)
class Secrets:
    """Passwords of the embedded servers' roles, and the keys of the app.

    `master_key`: 32 bytes in base64, which wraps every school's key. Losing it loses the data.
    """

    postgres: str
    owner: str
    app: str
    valkey: str
    secret_key: str
    password_salt: str
    master_key: str

    @classmethod
    def fresh(cls) -> Self:
        """New ones."""
        return cls(
            postgres=secrets.token_urlsafe(32),
            owner=secrets.token_urlsafe(32),
            app=secrets.token_urlsafe(32),
            valkey=secrets.token_urlsafe(32),
            secret_key=secrets.token_urlsafe(32),
            password_salt=secrets.token_urlsafe(32),
            master_key=base64.b64encode(secrets.token_bytes(32)).decode(),
        )

    @classmethod
    def kept_in(cls, file: Path) -> Self:
        """Those in `file`, which only its owner may read; made there when it does not exist.

        Two processes that start at once keep the same ones.
        """
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            whole = file.with_name(f"{file.name}.{os.getpid()}")
            with os.fdopen(os.open(whole, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
                json.dump(asdict(cls.fresh()), out, indent=2)
            with suppress(FileExistsError):
                os.link(whole, file)
            whole.unlink()
        return cls(**json.loads(file.read_text()))

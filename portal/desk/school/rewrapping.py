"""Another master key: what an earlier one wrapped is wrapped with the one in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.store import keys
from tenants import directory
from tenants.db import Scope, open_session

if TYPE_CHECKING:
    from portal.host import Services


def rewrap(services: Services) -> int:
    """Wrap the keys of all schools anew, or of none; how many had been wrapped with an earlier one.

    Raises UnknownMasterKey where one was wrapped with a key that is not here.
    """
    everybody = directory.list_organisations(services.engine)
    with open_session(services.engine, Scope.of(*everybody)) as session, session.begin():
        return keys.rewrap(session, services.keyring, everybody)

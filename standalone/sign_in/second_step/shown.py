"""What somebody who sets up a second step is shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from standalone.sign_in.sealing import Shown

SECRET: Final = Shown("second_step_secret", timedelta(hours=1))
"""Of a second step that is being set up."""
SPARES: Final = Shown("spare_codes", timedelta(minutes=15))
"""Those just made."""

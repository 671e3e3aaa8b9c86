"""`python -m standalone.keep COMMAND …`: run a command and start it again whenever it ends.

For the worker and the timers of `make run`, where one that fails must not stop everything. A second
passes between two starts. SIGTERM goes to the whole process group: the command stops by itself, and
this loop ends with it.
"""

import signal
import subprocess
import sys
from threading import Event
from typing import Final

PAUSE: Final = 1.0  # seconds


def main() -> int:
    """Run the command until told to stop; its last exit code is ours."""
    told = Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: told.set())
    while True:
        code = subprocess.call(sys.argv[1:])
        if told.is_set():
            return code
        print(f"ended with {code}; starts again", flush=True)
        if told.wait(PAUSE):
            return code


if __name__ == "__main__":
    sys.exit(main())

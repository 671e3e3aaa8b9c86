"""`python -m standalone.keep [--once] COMMAND …`: a process of `make run`, and its end.

The command ends when the run is gone, however that went (`standalone.one_run`). Without `--once` it
is started again whenever it ends: the worker and the timers, where one that fails must not stop
everything. A second passes between two starts. SIGTERM goes to the whole process group: the command
stops by itself, and this ends with it.
"""

import signal
import subprocess
import sys
from threading import Event
from typing import Final

from standalone.one_run import end_with_the_run

PAUSE: Final = 1.0  # seconds


def main() -> int:
    """Run the command until told to stop; its last exit code is ours."""
    once = sys.argv[1] == "--once"
    command = sys.argv[2:] if once else sys.argv[1:]
    told = Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: told.set())
    end_with_the_run()
    while True:
        code = subprocess.call(command)
        if once or told.is_set():
            return code
        print(f"ended with {code}; starts again", flush=True)
        if told.wait(PAUSE):
            return code


if __name__ == "__main__":
    sys.exit(main())

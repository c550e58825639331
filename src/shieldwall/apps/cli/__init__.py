"""The command line: the verbs of the contract, each with ``--json``."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line and exit with its status."""
    from shieldwall.apps.cli.app import INTERRUPTED, run
    from shieldwall.apps.cli.output import open_streams

    open_streams()
    status = run(sys.argv[1:])
    if status == INTERRUPTED:  # at once: what was caught inside exec would else end the process by signal
        sys.stderr.flush()
        os._exit(status)
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has gone: leave nothing for the interpreter to flush
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(status)

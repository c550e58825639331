"""The command line: the verbs of the contract, each with ``--json``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its status."""
    from shieldwall.apps.cli.app import run

    sys.exit(run(sys.argv[1:]))

"""``python -m shieldwall.apps.cli``: the command line without the installed script."""

from shieldwall.apps.cli import main

main()

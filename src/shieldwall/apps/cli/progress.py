"""The progress bar of the long commands."""

from __future__ import annotations

import sys


class ProgressBar:
    """A progress bar on standard error, where someone is looking and ``quiet`` was not asked for."""

    def __init__(self, *, quiet: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        visible = sys.stderr.isatty() and not quiet
        columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True, disable=not visible)
        self._task = self._bar.add_task("starting", total=1.0)

    def __enter__(self) -> ProgressBar:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def advance(self, stage: str, share: float) -> None:
        """Show the stage of the work and the share of the whole that is done."""
        self._bar.update(self._task, description=stage, completed=share)

"""Facts taken back from a spreadsheet: what changed, which shipped answers rest on it, and how they move."""

from __future__ import annotations

import csv
import io
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from shieldwall.catalogue.checks import require_sound
from shieldwall.catalogue.errors import CatalogueError, Finding
from shieldwall.catalogue.exchange import Change, import_facts
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.errors import InputError
from shieldwall.model.scenario import FEWEST_TRIALS, MOST_TRIALS, Scenario
from shieldwall.study.progress import Progress, silent

if TYPE_CHECKING:
    from shieldwall.model.outcomes import Comparison

PREVIEW_TRIALS: Final = 2048
FEWEST_DRAWS: Final = 2
HEADLINE: Final = (
    "engageable_share", "engageable_share_two_shots", "p_no_leak", "expected_leakers", "warning_time_s",
    "interceptors_expended", "cost_expended_million_usd",
)  # fmt: skip
"""The measures of a shipped answer that a preview follows."""


@dataclass(frozen=True)
class Exported:
    """Facts as they stand in the table: cells by column, one row a fact."""

    schema: Literal["shieldwall.catalogue.export/1"]
    facts: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Use:
    """A shipped scenario that reads changed facts, and which."""

    scenario: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Move:
    """One number of a shipped answer before and after, with the same seed and the same luck."""

    scenario: str
    arrangement: str
    measure: str
    before: float
    after: float
    change: float


@dataclass(frozen=True)
class Imported:
    """What an import changes; ``trials`` is null where no answer was run, and ``moves`` then empty."""

    schema: Literal["shieldwall.catalogue.import/1"]
    overlay: str | None
    changes: tuple[Change, ...]
    uses: tuple[Use, ...]
    trials: int | None
    moves: tuple[Move, ...]


def exported(text: str) -> Exported:
    """Return an exported table as a record."""
    return Exported("shieldwall.catalogue.export/1", tuple(csv.DictReader(io.StringIO(text))))


def import_table(
    known: Catalogue,
    table: Path,
    overlay: Path | None = None,
    *,
    preview_trials: int | None = None,
    progress: Progress = silent,
) -> Imported:
    """Take a table of facts back, and say what it changes.

    Parameters
    ----------
    known : Catalogue
        What the table is compared with.
    table : Path
        The CSV file.
    overlay : Path, optional
        Where changed records are written, once the catalogue has been checked with them; without it nothing
        is written.
    preview_trials : int, optional
        Run every shipped scenario that reads a changed fact, before and after, with so many trials.
    progress : callable
        Called with the stage and the share done.

    Raises
    ------
    CatalogueError
        A row that cannot be read, or a catalogue that would not be sound; nothing has been written then.
    InputError
        A number of trials that is out of range.
    """
    if preview_trials is not None and not FEWEST_TRIALS <= preview_trials <= MOST_TRIALS:
        raise InputError(f"--trials {preview_trials}: from {FEWEST_TRIALS} to {MOST_TRIALS:,}")
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder)
        changes = import_facts(known, table, trial)
        changed = Catalogue(*known.folders[1:], trial, shipped=known.folders[0])
        _require_sound(changed, trial)
        names = tuple(dict.fromkeys(f"{change.record}.{change.fact}" for change in changes))
        uses = _uses(known, names, progress)
        moves: tuple[Move, ...] = ()
        if preview_trials is not None:
            moves = _moves(known, changed, [use.scenario for use in uses], preview_trials, progress)
        if overlay is not None and changes:
            import_facts(known, table, overlay)
    written = overlay is not None and bool(changes)
    return Imported(
        schema="shieldwall.catalogue.import/1",
        overlay=str(overlay) if written else None,
        changes=changes,
        uses=uses,
        trials=preview_trials,
        moves=moves,
    )


def _require_sound(changed: Catalogue, trial: Path) -> None:
    """Refuse changes that leave the catalogue unsound, naming files as the overlay would have them."""
    try:
        require_sound(changed)
    except CatalogueError as refused:
        raise CatalogueError(
            [
                Finding(
                    finding.file.relative_to(trial) if finding.file.is_relative_to(trial) else finding.file,
                    finding.line,
                    finding.field,
                    finding.message,
                )
                for finding in refused.findings
            ]
        ) from None


def _uses(known: Catalogue, names: tuple[str, ...], progress: Progress) -> tuple[Use, ...]:
    """Return which scenarios read which of the named facts, from the ledgers of their cases."""
    if not names:
        return ()
    from shieldwall.case.build import build_case

    found = []
    scenarios = known.records(Scenario)
    for place, scenario in enumerate(scenarios):
        progress(f"reading the facts of {scenario.id}", 0.3 * place / len(scenarios))
        case = build_case(scenario, scenario.arrangements, known, seed=scenario.seed, draws=FEWEST_DRAWS)
        read = {fact.fact for fact in case.used}
        touched = tuple(name for name in names if name in read)
        if touched:
            found.append(Use(scenario.id, touched))
    return tuple(found)


def _moves(
    known: Catalogue, changed: Catalogue, scenarios: list[str], trials: int, progress: Progress
) -> tuple[Move, ...]:
    found: list[Move] = []
    for place, name in enumerate(scenarios):
        progress(f"running {name}", 0.3 + 0.7 * place / len(scenarios))
        before, after = (_headline(catalogue, name, trials) for catalogue in (known, changed))
        for arrangement, outcomes in before.arrangements.items():
            for measure in HEADLINE:
                was = getattr(outcomes, measure).mean
                now = getattr(after.arrangements[arrangement], measure).mean
                if now != was:
                    found.append(Move(name, arrangement, measure, was, now, now - was))
    return tuple(found)


def _headline(catalogue: Catalogue, name: str, trials: int) -> Comparison:
    from shieldwall.study.compare import Settings, run_comparison

    scenario = catalogue.record(Scenario, name).but(attribution=None)
    settings = Settings(scenario.arrangements, trials, None, scenario.seed)
    return run_comparison(scenario, catalogue, settings)

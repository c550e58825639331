"""What the workings of claims share: the catalogue, the runs, and evidence that is not the paper's own word.

A working takes a claim and gives readings: the numbers (days as their ordinals) that the record or the model
gives where the claim has its own. The verdict follows from the readings by one rule. Evidence that stands in
the catalogue on the word of the paper alone is no evidence for the paper: it gives no reading.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from shieldwall.catalogue.load import Catalogue
from shieldwall.economics.hoff import verdict_of
from shieldwall.model.claims import PaperClaim, Verdict
from shieldwall.model.errors import InputError
from shieldwall.model.outcomes import Comparison
from shieldwall.model.provenance import Cite
from shieldwall.model.scenario import Scenario
from shieldwall.study.compare import Settings, run_comparison
from shieldwall.study.progress import Progress, silent

RUN_KEYS: Final = ("scenario", "early", "late")
ARRANGEMENT_KEYS: Final = ("arrangement", "first", "second")


@dataclass(frozen=True)
class Effort:
    """How much is run: battles for each arrangement, epistemic draws, the seed of all luck, processes."""

    trials: int = 4096
    draws: int = 64
    seed: int = 2015
    workers: int | None = None


@dataclass(frozen=True)
class Worked:
    """What a working found.

    Attributes
    ----------
    readings : tuple of float
        Every way to read the record or the run, the main one first; none where no evidence is independent.
    explanation : str
        In words, with the numbers.
    sources : tuple of str
        Ids of the sources of the evidence, the paper itself left out.
    main : float or None
        The number to show where it is not the first reading, such as a mean between two bounds.
    strict : bool
        Whether a reading that lies on the bound is outside it.
    """

    readings: tuple[float, ...]
    explanation: str
    sources: tuple[str, ...] = ()
    main: float | None = None
    strict: bool = False

    @property
    def computed(self) -> float | None:
        """The number to show."""
        if self.main is not None:
            return self.main
        return self.readings[0] if self.readings else None

    def verdict(self, claim: PaperClaim) -> Verdict:
        """Return what the readings say of the claim; not testable where there are none."""
        if not self.readings:
            return "not_testable"
        low, high = bounds_of(claim)
        if self.strict:
            low, high = math.nextafter(low, math.inf), math.nextafter(high, -math.inf)
        return verdict_of(self.readings, low, high)


class Bench:
    """The catalogue and the comparisons that the claims of one paper need, each run once.

    Parameters
    ----------
    catalogue : Catalogue
        Where facts come from.
    claims : sequence of PaperClaim
        Their subjects say which scenarios and arrangements are run.
    effort : Effort
        How much is run.
    progress : callable
        Called with the stage and the share done.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        claims: Sequence[PaperClaim],
        effort: Effort,
        progress: Progress = silent,
    ) -> None:
        self.catalogue = catalogue
        self._effort = effort
        self._progress = progress
        self._wanted = arrangements_wanted(claims)
        self._done: dict[tuple[str, str], Comparison] = {}

    def comparison(self, scenario: str, availability: str) -> Comparison:
        """Return the comparison of all arrangements that the claims name on a scenario."""
        key = (scenario, availability)
        if key not in self._done:
            asked = self.catalogue.record(Scenario, scenario).but(availability=availability, attribution=None)
            effort = self._effort
            settings = Settings(
                arrangements=self._wanted[key],
                trials=effort.trials,
                attribution_trials=None,
                seed=effort.seed,
                workers=effort.workers,
                draws=effort.draws,
            )
            self._done[key] = run_comparison(asked, self.catalogue, settings, self._stage(key))
        return self._done[key]

    def _stage(self, key: tuple[str, str]) -> Progress:
        before, whole = len(self._done), max(1, len(self._wanted))

        def advance(stage: str, share: float) -> None:
            self._progress(f"{key[0]}: {stage}", (before + share) / whole)

        return advance


Working = Callable[[Bench, PaperClaim], Worked]


def arrangements_wanted(claims: Iterable[PaperClaim]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the arrangements that the subjects of claims name, by scenario and availability."""
    wanted: dict[tuple[str, str], dict[str, None]] = {}
    for claim in claims:
        terms = terms_of(claim)
        for run in (terms[key] for key in RUN_KEYS if key in terms):
            names = wanted.setdefault((run, terms.get("availability", "typical")), {})
            names |= dict.fromkeys(terms[key] for key in ARRANGEMENT_KEYS if key in terms)
    return {key: tuple(sorted(names)) for key, names in wanted.items()}


def terms_of(claim: PaperClaim) -> dict[str, str]:
    """Return the ``name=value`` terms of a claim's subject, by name.

    Examples
    --------
    >>> row = {"id": "a", "paper": "b", "claim": "c", "locator": "d", "working": "e", "low": 0.0}
    >>> terms_of(PaperClaim(subject="party=JPN kind=ship", **row))
    {'party': 'JPN', 'kind': 'ship'}
    """
    parts = (part.partition("=") for part in (claim.subject or "").split())
    return {name: value for name, joined, value in parts if joined}


def term(claim: PaperClaim, name: str) -> str:
    """Return one term of a claim's subject.

    Raises
    ------
    InputError
        The subject lacks it.
    """
    terms = terms_of(claim)
    if name not in terms:
        raise InputError(f"the claim {claim.id} needs {name}= in its subject")
    return terms[name]


def bounds_of(claim: PaperClaim) -> tuple[float, float]:
    """Return the bounds of a claim as numbers, days as their ordinals; an open end is infinite."""
    if claim.first is not None or claim.last is not None:
        ends = (claim.first, claim.last)
        low, high = (None if day is None else float(day.toordinal()) for day in ends)
    else:
        low, high = claim.low, claim.high
    return -math.inf if low is None else low, math.inf if high is None else high


def others(cites: Iterable[Cite], paper: str) -> tuple[str, ...]:
    """Return the sources cited, each once, less the paper itself."""
    return tuple(dict.fromkeys(cite.source for cite in cites if cite.source != paper))


def on_own_word(cites: Sequence[Cite], paper: str) -> bool:
    """Say whether a record stands on the word of the paper alone."""
    return bool(cites) and not others(cites, paper)


def day_words(day: dt.date) -> str:
    """Return a day as it is read.

    Examples
    --------
    >>> day_words(dt.date(2007, 8, 10))
    '10 August 2007'
    """
    return f"{day.day} {day:%B %Y}"


def listed(names: Sequence[str], most: int = 6) -> str:
    """Return names in one line, the first few and how many more.

    Examples
    --------
    >>> listed(["a", "b", "c"], most=2)
    'a; b and 1 more'
    """
    if len(names) <= most:
        return "; ".join(names)
    return f"{'; '.join(names[:most])} and {len(names) - most} more"

"""What a battle is given: firing units, the raid, the doctrine and the luck; and the columns it returns.

All are frozen records of plain numbers and arrays. ``S`` shooters, ``M`` magazine types (a party's stock of
one interceptor), ``C`` raid components (threats of one class), ``F`` flights, ``B`` beneficiaries.
"""

from __future__ import annotations

import itertools
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.engagement.board import COMPONENT, ENTRY, FLIGHT, Int64s, Masks, Records
from shieldwall.opportunity.looks import K, LookTable

MAX_RAID: Final = 4096
"""Most targets in one raid (a target's number has twelve bits in the order of events)."""
MAX_COMPONENT: Final = 256
MAX_GROUPS: Final = 16
VECTOR: Final = 8
"""Lists of targets are padded to this length, so that loops over them leave no remainder."""
MAX_SALVO: Final = 8
WORD_RANGE: Final = 1 << 32
LATEST_MS: Final = 1 << 29
"""Bound of launch offsets, and of launches after them, so that their sum stays below 2**31 ms."""
GUIDE_BITS: Final = 10
"""The guide to a component's flights has 2**10 entries."""

FIXED_SALVO: Final = 0
SPREAD_EVENLY: Final = 1
NO_COORDINATION: Final = 0
SECTOR_DECONFLICTION: Final = 1
ONE_PLAN: Final = 2

Probabilities = npt.NDArray[np.float64]


def checked_probability(probability: npt.ArrayLike) -> Probabilities:
    """Return probabilities as an array, or raise ValueError where one does not lie between 0 and 1."""
    value = np.asarray(probability, dtype=np.float64)
    if not bool(np.all((value >= 0.0) & (value <= 1.0))):
        raise ValueError(f"a probability lies between 0 and 1, not {probability!r}")
    return value


def word_threshold(probability: npt.ArrayLike) -> npt.NDArray[np.uint64]:
    """Return the threshold below which a uniform 32-bit word is a success of the given probability.

    Rounded to a multiple of 2**-32, so that the battle compares integers only; 1 is always a success.
    """
    return np.rint(checked_probability(probability) * WORD_RANGE).astype(np.uint64)


@dataclass(frozen=True)
class FiringUnits:
    """Who can fire, and how many rounds they hold.

    Attributes
    ----------
    magazine : int32[S]
        Rounds in the magazine.
    reserve : int32[S]
        Rounds held back from the first raid; the second raid may use them.
    replenishment : int32[S]
        Rounds that arrive between the raids (0 where none does).
    magazine_type : int32[S]
        Which of the ``M`` magazine types the rounds are.
    party : int8[S]
        Whose the unit is.
    kill_probability : float64[M, C]
        Single-shot kill probability of a magazine type against a component's threat, given the track and
        the discrimination.
    expected_kill : float64[M], optional
        What those who plan take the kill probability of a type to be; all alike if left out.
    stacked : dict
        These numbers as the battle's kernel reads them, kept from one call to the next.
    """

    magazine: npt.NDArray[np.int32]
    reserve: npt.NDArray[np.int32]
    replenishment: npt.NDArray[np.int32]
    magazine_type: npt.NDArray[np.int32]
    party: npt.NDArray[np.int8]
    kill_probability: Probabilities
    expected_kill: Probabilities | None = None
    stacked: dict[tuple[bytes, bytes, int, int], tuple[Records, Int64s, Masks]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def __post_init__(self) -> None:
        for rounds in (self.magazine, self.reserve, self.replenishment):
            if rounds.shape != self.magazine_type.shape or bool(np.any(rounds < 0)):
                raise ValueError("magazine, reserve and replenishment are counts, one per shooter")
        if self.magazine_type.size and int(self.magazine_type.max()) >= len(self.kill_probability):
            raise ValueError("a shooter's magazine type has no row in kill_probability")
        checked_probability(self.kill_probability)
        if self.expected_kill is not None:
            checked_probability(self.expected_kill)

    @cached_property
    def worth(self) -> npt.NDArray[np.int64]:
        """int64[M]: a round's worth to those who plan, the expected kill probability in tenths."""
        if self.expected_kill is None:
            return np.zeros(len(self.kill_probability), np.int64)
        return np.rint(10.0 * self.expected_kill).astype(np.int64)

    @cached_property
    def kill_threshold(self) -> npt.NDArray[np.uint64]:
        """uint64[M, C]: `kill_probability` as thresholds of 32-bit words."""
        return word_threshold(self.kill_probability)


@dataclass(frozen=True)
class RaidDraw:
    """The raid: how many of what, and from which flights each is drawn.

    A target is numbered by its component and its place in it, so that adding one changes no other's luck.
    Each target's flight is drawn by inversion from its component's weights (launch area and aim point);
    where the missile's own dispersion matters, it belongs in the flights and their weights.

    Attributes
    ----------
    size : int32[C]
        Targets of each component in the first raid.
    second_size : int32[C]
        Targets of each component in a second raid, after the first is over (zeros: no second raid).
    flight_start : int32[C + 1]
        Component ``c`` draws from flights ``flight_start[c]`` up to ``flight_start[c + 1]``.
    flight_weight : float64[F]
        Relative weights within a component.
    beneficiary : int32[F]
        Who lives, or what stands, where the flight is aimed.
    beneficiary_party : int8[B]
        The party that each beneficiary belongs to (-1: none).
    reliability : float64[C]
        Chance that a missile flies. A dud flies nowhere: it is not engaged and never leaks.
    leaks : bool[C]
        False for a component of false tracks: they draw fire where they are seen, and never leak.
    offset_ms : int32[any]
        Launch time of the n-th target of either raid, counted over all components in order, after the
        raid's start; targets past the end launch at its last value (an empty array: all at once).
    """

    size: npt.NDArray[np.int32]
    second_size: npt.NDArray[np.int32]
    flight_start: npt.NDArray[np.int32]
    flight_weight: Probabilities
    beneficiary: npt.NDArray[np.int32]
    beneficiary_party: npt.NDArray[np.int8]
    reliability: Probabilities
    leaks: npt.NDArray[np.bool_]
    offset_ms: npt.NDArray[np.int32]

    def __post_init__(self) -> None:
        components = len(self.size)
        if not 0 < components <= MAX_COMPONENT:
            raise ValueError(f"a raid has 1 to {MAX_COMPONENT} components, not {components}")
        for sizes in (self.size, self.second_size):
            if len(sizes) != components or bool(np.any(sizes < 0)) or int(sizes.sum()) > MAX_RAID:
                raise ValueError(f"a raid has 0 to {MAX_RAID} targets, counted per component")
        if len(self.flight_start) != components + 1 or self.flight_start[-1] != len(self.flight_weight):
            raise ValueError("flight_start bounds every component's flights")
        drawn = np.flatnonzero(self.size + self.second_size)
        if any(self._weight_of(component) <= 0.0 for component in drawn.tolist()):
            raise ValueError("a component with targets needs a flight with a weight above zero")
        if bool(np.any(self.flight_weight < 0.0)):
            raise ValueError("the weight of a flight is not below zero")
        if self.offset_ms.size and (int(self.offset_ms.min()) < 0 or int(self.offset_ms.max()) >= LATEST_MS):
            raise ValueError("a launch offset lies between 0 and about six days")
        checked_probability(self.reliability)

    def with_reliability(self, reliability: Probabilities) -> RaidDraw:
        """Return the same raid with another reliability, (C,); flights and targets are worked out once."""
        _ = self.flights, self.flight_guide, self.roster, self.numbers  # the copy shares what is kept
        other = copy(self)
        object.__setattr__(other, "reliability", checked_probability(reliability))
        other.__dict__.pop("components", None)
        return other

    def _weight_of(self, component: int) -> float:
        flights = slice(self.flight_start[component], self.flight_start[component + 1])
        return float(self.flight_weight[flights].sum())

    @cached_property
    def flights(self) -> Records:
        """FLIGHT[F]: a component's flight is the first whose threshold exceeds the word."""
        flights = np.zeros(len(self.flight_weight), FLIGHT)
        flights["beneficiary"] = self.beneficiary
        flights["party"] = self.beneficiary_party[self.beneficiary]
        for first, end in itertools.pairwise(self.flight_start):
            weight = self.flight_weight[first:end]
            if weight.sum() > 0.0:
                share = np.minimum(np.cumsum(weight) / weight.sum(), 1.0)
                flights["threshold"][first:end] = word_threshold(share)
                flights["threshold"][first + np.flatnonzero(weight)[-1] : end] = WORD_RANGE
        return flights

    @cached_property
    def flight_guide(self) -> npt.NDArray[np.int32]:
        """int32[C, 2**10]: where to start looking for the flight, by the word's top ten bits."""
        lowest_word = np.arange(1 << GUIDE_BITS, dtype=np.uint64) << np.uint64(32 - GUIDE_BITS)
        guide = np.zeros((len(self.size), 1 << GUIDE_BITS), dtype=np.int32)
        for component, (first, end) in enumerate(itertools.pairwise(self.flight_start)):
            threshold = self.flights["threshold"][first:end]
            guide[component] = first + np.searchsorted(threshold, lowest_word, side="right")
        return guide

    @cached_property
    def components(self) -> Records:
        """COMPONENT[C]."""
        components = np.zeros(len(self.size), COMPONENT)
        components["reliability"] = word_threshold(self.reliability)
        components["leaks"] = self.leaks
        return components

    @cached_property
    def roster(self) -> Records:
        """ENTRY[N]: every target of the first raid, then of the second, component by component."""
        entries: list[tuple[int, int]] = []
        for sizes in (self.size, self.second_size):
            members = [component for component, size in enumerate(sizes) for _ in range(size)]
            for place, component in enumerate(members):
                offset = self.offset_ms[min(place, len(self.offset_ms) - 1)] if len(self.offset_ms) else 0
                entries.append((component, int(offset)))
        return np.array(entries, ENTRY)

    @cached_property
    def numbers(self) -> npt.NDArray[np.uint64]:
        """uint64[2, W]: the number of each raid's targets in the luck: raid, component, place there.

        The rows are padded with zeros to whole vectors, so that luck is drawn without a remainder.
        """
        sizes = (self.size, self.second_size)
        most = max(int(size.sum()) for size in sizes)
        numbers = np.zeros((2, -(-most // VECTOR) * VECTOR), np.uint64)
        for wave, size in enumerate(sizes):
            members = [component << 12 | n for component, many in enumerate(size) for n in range(many)]
            numbers[wave, : len(members)] = np.array(members, np.uint64) | np.uint64(wave << 20)
        return numbers


CHANCES: Final = ("p_track", "p_discrimination", "false_kill", "false_miss", "veto_chance")
"""The doctrine's probabilities."""


@dataclass(frozen=True)
class DoctrineNumbers:
    """How a firing group spends its rounds, what it sees, and how well it judges a kill.

    Attributes
    ----------
    rule : int
        `FIXED_SALVO` or `SPREAD_EVENLY` (see `shieldwall.engagement.shot_plan`).
    coordination : int
        `NO_COORDINATION`, `SECTOR_DECONFLICTION` or `ONE_PLAN`.
    salvo : tuple of int
        Most rounds per target at each of the `K` upper-tier looks.
    lower_salvo : int
        Most rounds per target in the lower tier.
    p_track : float
        Chance that a target is tracked; an untracked one is engaged by nobody.
    track_per_raid : bool
        One draw for the whole raid (common mode) instead of one per target.
    p_discrimination : float
        Chance, drawn once per target, that the upper tier can tell it from what flies with it; where it
        fails, every upper-tier shot at the target misses.
    false_kill : float
        Chance that a live target is called dead at a look that follows the group's own shots: the group
        fires no more upper-tier shots at it.
    false_miss : float
        Chance that a dead target is called alive at a look: the shots are wasted.
    assessment_ms : int
        Milliseconds after an intercept until another party knows its result.
    veto_chance : float
        In one plan: chance, per target and party, that a party refuses its shots at a target aimed at
        another party.
    """

    rule: int = SPREAD_EVENLY
    coordination: int = NO_COORDINATION
    salvo: tuple[int, int, int, int] = (1, 1, 1, 1)
    lower_salvo: int = 2
    p_track: float = 1.0
    track_per_raid: bool = False
    p_discrimination: float = 1.0
    false_kill: float = 0.0
    false_miss: float = 0.0
    assessment_ms: int = 0
    veto_chance: float = 0.0

    def __post_init__(self) -> None:
        if self.rule not in (FIXED_SALVO, SPREAD_EVENLY):
            raise ValueError(f"unknown allocation rule {self.rule}")
        if self.coordination not in (NO_COORDINATION, SECTOR_DECONFLICTION, ONE_PLAN):
            raise ValueError(f"unknown fire coordination {self.coordination}")
        if len(self.salvo) != K or not all(0 <= n <= MAX_SALVO for n in (*self.salvo, self.lower_salvo)):
            raise ValueError(
                f"a salvo has 0 to {MAX_SALVO} rounds, for {K} upper-tier looks and the lower tier"
            )
        if self.assessment_ms < 0:
            raise ValueError("the assessment delay is not below zero")
        checked_probability([getattr(self, name) for name in CHANCES])

    @cached_property
    def thresholds(self) -> dict[str, np.uint64]:
        """The probabilities as thresholds of 32-bit words, by name."""
        values = word_threshold([getattr(self, name) for name in CHANCES])
        return dict(zip(CHANCES, values, strict=True))


@dataclass(frozen=True)
class Luck:
    """Which luck: the study's seed, the number of the draw of the facts, and the first battle's number."""

    seed: int
    draw: int
    first_battle: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.seed < 1 << 64:
            raise ValueError("a seed is a whole number from 0 to 2**64 - 1")
        if not (0 <= self.draw < WORD_RANGE and 0 <= self.first_battle < WORD_RANGE):
            raise ValueError("draws and battles are numbered from 0 to 2**32 - 1")


@dataclass(frozen=True)
class Setting:
    """What battles of one draw of the facts are played with.

    Attributes
    ----------
    looks : LookTable
        Who can fire at which flight, when (``S`` shooters, ``G`` groups, ``F`` flights).
    units : FiringUnits
        Rounds, types, parties and kill probabilities of the same shooters.
    raid : RaidDraw
        Components, flights and their weights, beneficiaries.
    doctrine : DoctrineNumbers
        Allocation rule, salvos and chances.
    luck : Luck
        Seed, draw and the number of the first battle.
    """

    looks: LookTable
    units: FiringUnits
    raid: RaidDraw
    doctrine: DoctrineNumbers
    luck: Luck

    def __post_init__(self) -> None:
        groups, flights = self.looks.look_count.shape
        if not 0 < groups <= MAX_GROUPS or flights != len(self.raid.flight_weight):
            raise ValueError(f"1 to {MAX_GROUPS} groups and the raid's flights, not {groups} and {flights}")

    @property
    def columns(self) -> ColumnMap:
        """Where each count lies in the rows of its battles."""
        return ColumnMap(len(self.raid.beneficiary_party), len(self.units.kill_probability))


@dataclass(frozen=True)
class ColumnMap:
    """Where each count lies in a row of `shieldwall.engagement.battle.run_battles`: ``B`` and ``M`` sizes.

    Attributes
    ----------
    beneficiaries : int
        ``B``.
    magazine_types : int
        ``M``.
    """

    beneficiaries: int
    magazine_types: int

    @property
    def leakers(self) -> slice:
        """Missiles that leaked, by beneficiary; both raids."""
        return slice(0, self.beneficiaries)

    @property
    def expended(self) -> slice:
        """Rounds fired, by magazine type."""
        return slice(self.beneficiaries, self.beneficiaries + self.magazine_types)

    @property
    def expended_for_others(self) -> slice:
        """Of these, rounds fired at missiles aimed at another party, by magazine type."""
        return slice(self.expended.stop, self.expended.stop + self.magazine_types)

    @property
    def reliable(self) -> int:
        """Missiles that flew (and could therefore leak)."""
        return self.beneficiaries + 2 * self.magazine_types

    @property
    def duplicates(self) -> int:
        """Duplicate shots (defined in `shieldwall.engagement.battle`)."""
        return self.reliable + 1

    @property
    def engaged(self) -> int:
        """Targets fired at by either tier at least once (false tracks included)."""
        return self.reliable + 2

    @property
    def second_look(self) -> int:
        """Targets at which one group fired at two or more upper-tier looks."""
        return self.reliable + 3

    @property
    def no_round(self) -> int:
        """Targets that some group's upper tier could have engaged, and none did for want of a round."""
        return self.reliable + 4

    @property
    def no_second_round(self) -> int:
        """Targets at which a group, having fired, wanted a further upper-tier look and had no round left."""
        return self.reliable + 5

    @property
    def second_raid_leakers(self) -> int:
        """Of the leakers, those of the second raid."""
        return self.reliable + 6

    @property
    def count(self) -> int:
        """Number of columns."""
        return self.reliable + 7

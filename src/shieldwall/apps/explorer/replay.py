"""One battle played again, plainly and with a record of every shot, so that the page can show it.

The battle's kernel counts; it does not tell. Here its rules (`shieldwall.engagement.battle`) are played in
ordinary Python on the same keyed luck, every look in order of time, and what is fired at what is written
down. A test holds the counts against the kernel's, battle by battle.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from shieldwall.chance.streams import philox4x32
from shieldwall.engagement.orders import (
    FIXED_SALVO,
    ONE_PLAN,
    SECTOR_DECONFLICTION,
    SPREAD_EVENLY,
    DoctrineNumbers,
    FiringUnits,
    Luck,
    RaidDraw,
)
from shieldwall.opportunity.looks import K, LookTable

ARRIVAL: Final = 0
CONDITIONS: Final = 1
ORDER: Final = 2
VETO: Final = 3
ASSESSMENT: Final = 4
SHOT: Final = 5
LOWER_SHOTS: Final = 1 << 22
RAID_WIDE: Final = 0xFFFFFFFF
WORD: Final = 1 << 32
NOT_DEAD_MS: Final = 1 << 62


@dataclass(frozen=True)
class Setting:
    """What a battle is played with: looks, units, raid, doctrine and luck, as the kernel takes them."""

    looks: LookTable
    units: FiringUnits
    raid: RaidDraw
    doctrine: DoctrineNumbers
    luck: Luck


@dataclass
class Target:
    """One missile of the raid, and what became of it; ``number`` is its own in the luck."""

    number: int
    component: int
    flight: int
    offset_ms: int
    party: int
    flies: bool
    seen: bool
    discriminated: bool
    alive: bool = True
    dead_ms: int = NOT_DEAD_MS
    killer: int = -1
    shots: int = 0


@dataclass(frozen=True)
class Fired:
    """One shot: who at which target (its place in the raid), at which look, when, and whether it kills."""

    shooter: int
    target: int
    tier: int
    look: int
    launch_ms: int
    intercept_ms: int
    kills: bool
    duplicate: bool


@dataclass
class _Plan:
    """What a group plans for a target and knows of it."""

    shooters: list[int]
    planned: list[int] = field(default_factory=list)
    rank: int = 0
    number: int = 0
    fired: int = 0
    cover: int = 0
    cover_ms: int = -1
    open: bool = True


class Replay:
    """The first raid of one battle, with every shot.

    Parameters
    ----------
    setting : Setting
        What is played.
    battle : int
        Its number.

    Attributes
    ----------
    targets : list of Target
        The raid, in order.
    shots : list of Fired
        In the order in which they were decided.
    """

    def __init__(self, setting: Setting, battle: int) -> None:
        self._looks, self._units, self._raid = setting.looks, setting.units, setting.raid
        self._rules, self._luck = setting.doctrine, setting.luck
        self._battle = setting.luck.first_battle + battle
        kept = np.minimum(self._units.reserve, self._units.magazine)
        self._rounds = [int(rounds) for rounds in self._units.magazine - kept]
        self.targets = self._arrivals()
        self.shots: list[Fired] = []
        for tier in (0, 1):
            self._play_tier(tier)

    def _word(self, purpose: int, number: int, target: int) -> int:
        block, seed = (purpose << 24) + (number >> 2), self._luck.seed
        counter = (self._battle, self._luck.draw, target, block, seed & 0xFFFFFFFF, seed >> 32)
        return int(philox4x32(*(np.uint64(word) for word in counter))[number & 3])

    def _happens(self, chance: float, purpose: int, number: int, target: int) -> bool:
        return self._word(purpose, number, target) < round(float(chance) * WORD)

    def _arrivals(self) -> list[Target]:
        raid, rules, found = self._raid, self._rules, []
        members = [(part, n) for part, size in enumerate(raid.size) for n in range(int(size))]
        for place, (component, n) in enumerate(members):
            number = component << 12 | n
            first, end = (int(bound) for bound in raid.flight_start[component : component + 2])
            word = self._word(ARRIVAL, 0, number)
            thresholds = raid.flights["threshold"][first:end]
            flight = first + int(np.searchsorted(thresholds, np.uint64(word), side="right"))
            last = len(raid.offset_ms) - 1
            flies = self._happens(raid.reliability[component], ARRIVAL, 1, number)
            tracked_by = RAID_WIDE if rules.track_per_raid else number
            found.append(
                Target(
                    number=number,
                    component=component,
                    flight=flight,
                    offset_ms=int(raid.offset_ms[min(place, last)]) if last >= 0 else 0,
                    party=int(raid.beneficiary_party[raid.beneficiary[flight]]),
                    flies=flies,
                    seen=flies and self._happens(rules.p_track, CONDITIONS, 0, tracked_by),
                    discriminated=self._happens(rules.p_discrimination, CONDITIONS, 1, number),
                )
            )
        return found

    def _times(self, tier: int, group: int, flight: int, number: int) -> tuple[int, int] | None:
        """Launch and intercept of a look; None where the group may not or cannot make it."""
        looks, owner = self._looks, int(self._looks.assigned_group[flight])
        foreign = self._rules.coordination == SECTOR_DECONFLICTION and owner not in (-1, group)
        if foreign and (tier == 0 or looks.lower_shooters[owner, flight]):
            return None
        if tier == 0:
            if number >= min(int(looks.look_count[group, flight]), K):
                return None
            launch, intercept = looks.look_launch_ms, looks.look_intercept_ms
            return int(launch[group, flight, number]), int(intercept[group, flight, number])
        if number > 0 or not looks.lower_shooters[group, flight]:
            return None
        return int(looks.lower_launch_ms[group, flight]), int(looks.lower_intercept_ms[group, flight])

    def _able(self, tier: int, group: int, target: Target, number: int) -> list[int]:
        """Shooters that can make a look and are not withheld."""
        if self._times(tier, group, target.flight, number) is None:
            return []
        looks = self._looks
        if tier == 0:
            mask, index = int(looks.look_shooters[group, target.flight, number]), looks.upper_index
        else:
            mask, index = int(looks.lower_shooters[group, target.flight]), looks.lower_index
        able = [each for each in range(len(index)) if index[each] >= 0 and mask >> int(index[each]) & 1]
        return [each for each in able if not self._withheld(int(self._units.party[each]), target)]

    def _withheld(self, party: int, target: Target) -> bool:
        chance = self._rules.veto_chance
        return chance > 0.0 and party != target.party and self._happens(chance, VETO, party, target.number)

    def _known_dead(self, group: int, target: Target, fired: int, time_ms: int) -> bool:
        if target.alive:
            return False
        return (target.killer == group and fired > 0) or target.dead_ms + self._rules.assessment_ms <= time_ms

    def _best(self, able: Sequence[int]) -> int:
        """The shooter with the most rounds, the first of equals; -1 where none has any."""
        stocked = [each for each in able if self._rounds[each] > 0]
        return min(stocked, key=lambda each: (-self._rounds[each], each)) if stocked else -1

    def _planned(self, tier: int, group: int) -> dict[int, _Plan]:
        """The targets of a group by place, with the rounds of its first looks."""
        plans: dict[int, _Plan] = {}
        for place, target in enumerate(self.targets):
            times = self._times(tier, group, target.flight, 0)
            able = self._able(tier, group, target, 0)
            if times is None or not able or not target.seen:
                continue
            if not self._known_dead(group, target, 0, target.offset_ms + times[0]):
                plans[place] = _Plan(able)
        in_common = self._rules.coordination == ONE_PLAN
        purpose, number = (ARRIVAL, 2 + group) if group < 2 else (ORDER, group)

        def key(place: int) -> tuple[int, int, int]:
            scarcity = len(plans[place].shooters) if in_common else 0
            return scarcity, self._word(purpose, number, self.targets[place].number), place

        places = sorted(plans, key=key)
        for rank, place in enumerate(places):
            plans[place].rank = rank
        salvo = self._rules.salvo[0] if tier == 0 else self._rules.lower_salvo
        fixed = self._rules.rule == FIXED_SALVO
        for _ in range(1 if fixed else salvo):
            for place in places:
                for _ in range(salvo if fixed else 1):
                    shooter = self._best(plans[place].shooters)
                    if shooter >= 0:
                        self._rounds[shooter] -= 1
                    elif in_common:
                        shooter = self._handed_over(place, places, plans)
                    if shooter < 0:
                        break
                    plans[place].planned.append(shooter)
        return plans

    def _handed_over(self, place: int, places: Sequence[int], plans: dict[int, _Plan]) -> int:
        """A shooter that another target can do without, because a substitute has a round; -1 for none."""
        for donor in places:
            for shot, shooter in enumerate(plans[donor].planned):
                if shooter in plans[place].shooters:
                    substitute = self._best(plans[donor].shooters)
                    if substitute >= 0:
                        self._rounds[substitute] -= 1
                        plans[donor].planned[shot] = substitute
                        return shooter
        return -1

    def _play_tier(self, tier: int) -> None:
        self._tier = tier
        for target in self.targets:
            target.shots = 0
        self._plans = [self._planned(tier, group) for group in range(self._looks.look_count.shape[0])]
        self._cover_planned = [
            sum(len(plans[place].planned) for plans in self._plans if place in plans)
            for place in range(len(self.targets))
        ]
        events = [self._event(group, place) for group, plans in enumerate(self._plans) for place in plans]
        heapq.heapify(events)
        while events:
            time_ms, _, group, place = heapq.heappop(events)
            if self._look(group, place, time_ms):
                heapq.heappush(events, self._event(group, place))

    def _event(self, group: int, place: int) -> tuple[int, int, int, int]:
        plan, target = self._plans[group][place], self.targets[place]
        times = self._times(self._tier, group, target.flight, plan.number)
        assert times is not None
        return target.offset_ms + times[0], plan.rank, group, place

    def _look(self, group: int, place: int, time_ms: int) -> bool:
        """Make a look; return whether another follows."""
        plan, target = self._plans[group][place], self.targets[place]
        number = (group * K + plan.number) << 2
        rules = self._rules
        believed_alive = True
        if self._known_dead(group, target, plan.fired, time_ms):
            believed_alive = self._happens(rules.false_miss, ASSESSMENT, number, target.number)
        elif target.alive and plan.fired > 0:
            believed_alive = not self._happens(rules.false_kill, ASSESSMENT, number, target.number)
        if not believed_alive:
            plan.open = False
            for shooter in plan.planned if plan.number == 0 else ():
                self._rounds[shooter] += 1
            return False
        self._fire(group, place, time_ms)
        plan.number += 1
        plan.open = self._times(self._tier, group, target.flight, plan.number) is not None
        return plan.open

    def _fire(self, group: int, place: int, time_ms: int) -> None:
        plan, target = self._plans[group][place], self.targets[place]
        times = self._times(self._tier, group, target.flight, plan.number)
        assert times is not None
        intercept_ms = target.offset_ms + times[1]
        able = self._able(self._tier, group, target, plan.number)
        fired = 0
        for shot in range(self._wanted(group, place, able)):
            shooter = plan.planned[shot] if plan.number == 0 else self._best(able)
            if shooter < 0:
                break
            if plan.number > 0:
                self._rounds[shooter] -= 1
            fired += 1
            duplicate = self._is_duplicate(shooter, fired, group, place, time_ms)
            kills = self._settled(shooter, group, target, intercept_ms)
            self.shots.append(
                Fired(shooter, place, self._tier, plan.number, time_ms, intercept_ms, kills, duplicate)
            )
        plan.cover, plan.cover_ms = fired, intercept_ms + self._rules.assessment_ms
        plan.fired += fired > 0

    def _wanted(self, group: int, place: int, able: Sequence[int]) -> int:
        plan = self._plans[group][place]
        if plan.number == 0:
            return len(plan.planned)
        salvo = int(self._rules.salvo[plan.number])
        if self._rules.rule != SPREAD_EVENLY or salvo < 2:
            return salvo
        now = self._event(group, place)
        sharers = [
            other
            for other, its in self._plans[group].items()
            if its.open
            and self._event(group, other) >= now
            and (its.number > 0 or self._times(self._tier, group, self.targets[other].flight, 1) is not None)
        ]
        return min(salvo, max(1, sum(self._rounds[each] for each in able) // len(sharers)))

    def _is_duplicate(self, shooter: int, so_far: int, group: int, place: int, time_ms: int) -> bool:
        plan = self._plans[group][place]
        others = sum(
            plans[place].cover
            for other, plans in enumerate(self._plans)
            if other != group and place in plans and plans[place].cover_ms > time_ms
        )
        salvo = int(self._rules.salvo[plan.number]) if self._tier == 0 else self._rules.lower_salvo
        if others == 0:
            return False
        if others + so_far > salvo:
            return True
        for elsewhere, its in self._plans[group].items() if plan.number == 0 else ():
            spare = self._cover_planned[elsewhere] + 2 <= self._cover_planned[place]
            if shooter in its.shooters and spare:
                self._cover_planned[elsewhere] += 1
                self._cover_planned[place] -= 1
                return True
        return False

    def _settled(self, shooter: int, group: int, target: Target, intercept_ms: int) -> bool:
        chance = self._units.kill_probability[int(self._units.magazine_type[shooter]), target.component]
        hit = self._happens(chance, SHOT, target.shots + LOWER_SHOTS * self._tier, target.number)
        target.shots += 1
        if not hit or (self._tier == 0 and not target.discriminated):
            return False
        target.alive = False
        if intercept_ms < target.dead_ms:
            target.dead_ms, target.killer = intercept_ms, group
        return True

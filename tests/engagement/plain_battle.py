"""The battle written again, plainly: dictionaries, a heap, and luck that is keyed or enumerated.

Every look is queued and played strictly in order of time; nothing is skipped, packed or drawn beforehand.
With keyed luck it must return the kernel's rows exactly; with enumerated luck it walks every outcome and
returns the exact distribution of the rows.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from shieldwall.chance.streams import philox4x32
from shieldwall.engagement.orders import FIXED_SALVO, ONE_PLAN, SECTOR_DECONFLICTION, SPREAD_EVENLY, ColumnMap

PURPOSES = {"arrival": 0, "conditions": 1, "order": 2, "veto": 3, "assessment": 4, "shot": 5}
LOOKS_PER_GROUP = 4
LOWER_SHOTS = 1 << 20
RAID_WIDE = 0xFFFFFFFF


class Keyed:
    """Luck as the kernel keys it: one Philox block per (battle, draw, target, purpose and number)."""

    def __init__(self, luck: Any, battle: int) -> None:
        self._luck, self._battle = luck, luck.first_battle + battle

    def word(self, purpose: str, number: int, target: int) -> int:
        block = (PURPOSES[purpose] << 24) + (number >> 2)
        seed = self._luck.seed
        words = philox4x32(
            *(
                np.uint64(w)
                for w in (self._battle, self._luck.draw, target, block, seed & 0xFFFFFFFF, seed >> 32)
            )
        )
        return int(words[number & 3])

    def happens(self, chance: float, purpose: str, number: int, target: int) -> bool:
        return self.word(purpose, number, target) < round(float(chance) * 2**32)

    def pick(self, weights: Sequence[float], purpose: str, number: int, target: int) -> int:
        word = self.word(purpose, number, target)
        total = sum(weights)
        reached = 0.0
        last = max(i for i, weight in enumerate(weights) if weight > 0)
        for place, weight in enumerate(weights[:last]):
            reached += weight
            if word < round(reached / total * 2**32):
                return place
        return last

    def order(self, group: int, targets: Sequence[int]) -> dict[int, int]:
        """The random key of each target in a group's order."""
        purpose, number = ("arrival", 2 + group) if group < 2 else ("order", group)
        return {target: self.word(purpose, number, target) for target in targets}


class Enumerated:
    """Luck that follows a given path of choices and remembers the probability of having done so."""

    def __init__(self, path: list[tuple[int, int]]) -> None:
        self.path, self.at, self.probability = path, 0, Fraction(1)
        self._settled: dict[tuple[Any, ...], bool] = {}

    def choose(self, chances: Sequence[Fraction]) -> int:
        if self.at == len(self.path):
            self.path.append((0, len(chances)))
        chosen = self.path[self.at][0]
        self.at += 1
        self.probability *= chances[chosen]
        return chosen

    def happens(self, chance: float, *what: Any) -> bool:
        exact = Fraction(float(chance))
        if exact in (0, 1):
            return bool(exact)
        if what not in self._settled:
            self._settled[what] = self.choose((1 - exact, exact)) == 1
        return self._settled[what]

    def pick(self, weights: Sequence[float], *_: Any) -> int:
        total = sum(Fraction(weight) for weight in weights)
        return self.choose([Fraction(weight) / total for weight in weights])

    def order(self, _group: int, targets: Sequence[int]) -> dict[int, int]:
        orders = list(itertools.permutations(targets))
        chosen = (
            orders[self.choose([Fraction(1, len(orders))] * len(orders))] if len(targets) > 1 else targets
        )
        return {target: place for place, target in enumerate(chosen)}


@dataclass
class Target:
    """One target and what has become of it."""

    number: int
    component: int
    flight: int
    offset_ms: int
    party: int
    seen: bool
    discriminated: bool
    alive: bool = True
    dead_ms: float = float("inf")
    killer: int = -1
    shots: int = 0
    engaged: set[int] = field(default_factory=set)
    second_look: bool = False
    reachable: bool = False
    ran_out: bool = False


@dataclass
class Plan:
    """What a group plans for a target."""

    shooters: list[int]
    planned: list[int] = field(default_factory=list)
    rank: int = 0
    number: int = 0
    fired: int = 0
    cover: tuple[int, float] = (0, 0.0)
    open: bool = True


class PlainBattle:
    """One battle; `row` is its counts in the kernel's order."""

    def __init__(self, battle: Any, chance: Keyed | Enumerated) -> None:
        self.looks, self.units, self.raid = battle.looks, battle.units, battle.raid
        self.rules, self.chance = battle.doctrine, chance
        self.columns = ColumnMap(len(self.raid.beneficiary_party), len(self.units.kill_probability))
        self.row = [0] * self.columns.count
        kept = np.minimum(self.units.reserve, self.units.magazine)
        self.rounds = [int(n) for n in self.units.magazine - kept]
        for wave, sizes in enumerate((self.raid.size, self.raid.second_size)):
            if wave == 1:
                for shooter, extra in enumerate(kept + self.units.replenishment):
                    self.rounds[shooter] += int(extra)
            self.targets = list(self.arrivals(wave, sizes))
            for tier in (0, 1):
                self.play_tier(tier)
            self.count(wave)

    def arrivals(self, wave: int, sizes: Any) -> Iterator[Target]:
        """The missiles that fly (duds are left out: nothing more happens to them)."""
        raid, rules = self.raid, self.rules
        members = [(c, n) for c, size in enumerate(sizes) for n in range(int(size))]
        for place, (component, n) in enumerate(members):
            number = wave << 20 | component << 12 | n
            first, end = raid.flight_start[component : component + 2]
            flight = int(first) + self.chance.pick(list(raid.flight_weight[first:end]), "arrival", 0, number)
            if not self.chance.happens(raid.reliability[component], "arrival", 1, number):
                continue
            tracked_by = RAID_WIDE if rules.track_per_raid else number
            if raid.leaks[component]:
                self.row[self.columns.reliable] += 1
            yield Target(
                number=number,
                component=component,
                flight=flight,
                offset_ms=int(raid.offset_ms[min(place, len(raid.offset_ms) - 1)])
                if len(raid.offset_ms)
                else 0,
                party=int(raid.beneficiary_party[raid.beneficiary[flight]]),
                seen=self.chance.happens(rules.p_track, "conditions", 0, tracked_by),
                discriminated=self.chance.happens(rules.p_discrimination, "conditions", 1, number),
            )

    def times(self, tier: int, group: int, flight: int, number: int) -> tuple[int, int] | None:
        """Launch and intercept of a look, or None where the group may not or cannot make it."""
        looks = self.looks
        owner = int(looks.assigned_group[flight])
        foreign = self.rules.coordination == SECTOR_DECONFLICTION and owner not in (-1, group)
        if foreign and (tier == 0 or looks.lower_shooters[owner, flight]):
            return None
        if tier == 0:
            if number >= int(looks.look_count[group, flight]):
                return None
            return int(looks.look_launch_ms[group, flight, number]), int(
                looks.look_intercept_ms[group, flight, number]
            )
        if number > 0 or not looks.lower_shooters[group, flight]:
            return None
        return int(looks.lower_launch_ms[group, flight]), int(looks.lower_intercept_ms[group, flight])

    def able(self, tier: int, group: int, target: Target, number: int) -> list[int]:
        """Shooters (by number among all) that can make a look and are not withheld."""
        if self.times(tier, group, target.flight, number) is None:
            return []
        if tier == 0:
            mask, index = int(self.looks.look_shooters[group, target.flight, number]), self.looks.upper_index
        else:
            mask, index = int(self.looks.lower_shooters[group, target.flight]), self.looks.lower_index
        shooters = [s for s in range(len(index)) if index[s] >= 0 and mask >> int(index[s]) & 1]
        return [s for s in shooters if int(self.units.party[s]) not in self.refusing(target)]

    def refusing(self, target: Target) -> set[int]:
        """Parties that withhold their shots from a target."""
        if self.rules.veto_chance == 0.0:
            return set()
        parties = 1 + max(int(self.units.party.max()), int(self.raid.beneficiary_party.max()))
        return {
            party
            for party in range(parties)
            if party != target.party
            and self.chance.happens(self.rules.veto_chance, "veto", party, target.number)
        }

    def known_dead(self, group: int, target: Target, fired: int, time_ms: int) -> bool:
        if target.alive:
            return False
        return (target.killer == group and fired > 0) or target.dead_ms + self.rules.assessment_ms <= time_ms

    def best(self, able: Sequence[int]) -> int:
        """The shooter with the best rounds, then the most, the first of equals; -1 where none has any."""
        stocked = [s for s in able if self.rounds[s] > 0]
        expected = self.units.expected_kill
        tenths = [0 if expected is None else round(10 * expected[kind]) for kind in self.units.magazine_type]
        return min(stocked, key=lambda s: (-tenths[s], -self.rounds[s], s)) if stocked else -1

    def plan_group(self, tier: int, group: int) -> dict[int, Plan]:
        """The plan of a group: its targets by place, with the rounds of the first look."""
        plans: dict[int, Plan] = {}
        for place, target in enumerate(self.targets):
            times = self.times(tier, group, target.flight, 0)
            able = self.able(tier, group, target, 0)
            if times is None or not able or not target.seen:
                continue
            if self.known_dead(group, target, 0, target.offset_ms + times[0]):
                continue
            plans[place] = Plan(able)
            target.reachable |= tier == 0 and self.rules.salvo[0] > 0
        order = self.chance.order(group, [self.targets[place].number for place in plans])
        in_common = self.rules.coordination == ONE_PLAN

        def key(place: int) -> tuple[int, int, int]:
            scarcity = len(plans[place].shooters) if in_common else 0
            return scarcity, order[self.targets[place].number], place

        places = sorted(plans, key=key)
        for rank, place in enumerate(places):
            plans[place].rank = rank
        salvo = self.rules.salvo[0] if tier == 0 else self.rules.lower_salvo
        fixed = self.rules.rule == FIXED_SALVO
        for _ in range(1 if fixed else salvo):
            for place in places:
                for _ in range(salvo if fixed else 1):
                    shooter = self.best(plans[place].shooters)
                    if shooter >= 0:
                        self.rounds[shooter] -= 1
                    elif in_common:
                        shooter = self.hand_over(place, places, plans)
                    if shooter < 0:
                        break
                    plans[place].planned.append(shooter)
        return plans

    def hand_over(self, place: int, places: Sequence[int], plans: dict[int, Plan]) -> int:
        for donor in places:
            for shot, shooter in enumerate(plans[donor].planned):
                if shooter in plans[place].shooters:
                    substitute = self.best(plans[donor].shooters)
                    if substitute >= 0:
                        self.rounds[substitute] -= 1
                        plans[donor].planned[shot] = substitute
                        return shooter
        return -1

    def play_tier(self, tier: int) -> None:
        """Plan, then play every look in order of time."""
        self.tier = tier
        for target in self.targets:
            target.shots = 0
        self.plans = [self.plan_group(tier, group) for group in range(self.looks.look_count.shape[0])]
        self.cover_planned = [
            sum(len(plans[place].planned) for plans in self.plans if place in plans)
            for place in range(len(self.targets))
        ]
        events = [self.event(group, place) for group, plans in enumerate(self.plans) for place in plans]
        heapq.heapify(events)
        while events:
            time_ms, _, group, place = heapq.heappop(events)
            if self.look(group, place, time_ms):
                heapq.heappush(events, self.event(group, place))

    def event(self, group: int, place: int) -> tuple[int, int, int, int]:
        plan, target = self.plans[group][place], self.targets[place]
        times = self.times(self.tier, group, target.flight, plan.number)
        assert times is not None
        return target.offset_ms + times[0], plan.rank, group, place

    def look(self, group: int, place: int, time_ms: int) -> bool:
        """Make a look; return whether another follows."""
        plan, target = self.plans[group][place], self.targets[place]
        number = (group * LOOKS_PER_GROUP + plan.number) << 2
        if self.known_dead(group, target, plan.fired, time_ms):
            believed = self.chance.happens(self.rules.false_miss, "assessment", number, target.number)
        elif target.alive and plan.fired > 0:
            believed = not self.chance.happens(self.rules.false_kill, "assessment", number, target.number)
        else:
            believed = True
        if not believed:
            plan.open = False
            if plan.number == 0:
                for shooter in plan.planned:
                    self.rounds[shooter] += 1
            return False
        self.fire(group, place, time_ms)
        plan.number += 1
        plan.open = self.times(self.tier, group, target.flight, plan.number) is not None
        return plan.open

    def fire(self, group: int, place: int, time_ms: int) -> None:
        plan, target = self.plans[group][place], self.targets[place]
        times = self.times(self.tier, group, target.flight, plan.number)
        assert times is not None
        intercept_ms = target.offset_ms + times[1]
        able = self.able(self.tier, group, target, plan.number)
        fired = 0
        for shot in range(self.wanted(group, place, able)):
            if plan.number == 0:
                shooter = plan.planned[shot]
            else:
                shooter = self.best(able)
                if shooter < 0:
                    target.ran_out |= self.tier == 0 and plan.fired > 0 and fired == 0
                    break
                self.rounds[shooter] -= 1
            fired += 1
            if self.duplicates(shooter, fired, group, place, time_ms):
                self.row[self.columns.duplicates] += 1
            self.settle(shooter, group, target, intercept_ms)
        plan.cover = (fired, intercept_ms + self.rules.assessment_ms)
        if fired:
            plan.fired += 1
            target.engaged.add(self.tier)
            target.second_look |= self.tier == 0 and plan.fired > 1

    def wanted(self, group: int, place: int, able: Sequence[int]) -> int:
        plan = self.plans[group][place]
        if plan.number == 0:
            return len(plan.planned)
        salvo = int(self.rules.salvo[plan.number])
        if self.rules.rule != SPREAD_EVENLY or salvo < 2:
            return salvo
        now = self.event(group, place)
        sharers = [
            other
            for other, its in self.plans[group].items()
            if its.open
            and self.event(group, other) >= now
            and (its.number > 0 or self.times(self.tier, group, self.targets[other].flight, 1) is not None)
        ]
        return min(salvo, max(1, sum(self.rounds[s] for s in able) // len(sharers)))

    def duplicates(self, shooter: int, so_far: int, group: int, place: int, time_ms: int) -> bool:
        plan = self.plans[group][place]
        others = sum(
            plans[place].cover[0]
            for other, plans in enumerate(self.plans)
            if other != group and place in plans and plans[place].cover[1] > time_ms
        )
        salvo = int(self.rules.salvo[plan.number]) if self.tier == 0 else self.rules.lower_salvo
        if others == 0:
            return False
        if others + so_far > salvo:
            return True
        if plan.number > 0:
            return False
        for elsewhere, its in self.plans[group].items():
            if shooter in its.shooters and self.cover_planned[elsewhere] + 2 <= self.cover_planned[place]:
                self.cover_planned[elsewhere] += 1
                self.cover_planned[place] -= 1
                return True
        return False

    def settle(self, shooter: int, group: int, target: Target, intercept_ms: int) -> None:
        kind = int(self.units.magazine_type[shooter])
        self.row[self.columns.expended.start + kind] += 1
        if int(self.units.party[shooter]) != target.party:
            self.row[self.columns.expended_for_others.start + kind] += 1
        chance = self.units.kill_probability[kind, target.component]
        hit = self.chance.happens(chance, "shot", self._shot(target), target.number)
        target.shots += 1
        if hit and (self.tier == 1 or target.discriminated):
            target.alive = False
            if intercept_ms < target.dead_ms:
                target.dead_ms, target.killer = intercept_ms, group

    def _shot(self, target: Target) -> int:
        """The number of the target's next shot: the lower tier's have blocks of their own."""
        return target.shots + (LOWER_SHOTS << 2) * self.tier

    def count(self, wave: int) -> None:
        """Add up what became of a raid."""
        columns, row = self.columns, self.row
        for target in self.targets:
            row[columns.engaged] += bool(target.engaged)
            row[columns.second_look] += target.second_look
            row[columns.no_round] += target.reachable and 0 not in target.engaged
            row[columns.no_second_round] += target.ran_out
            if target.alive and self.raid.leaks[target.component]:
                row[int(self.raid.beneficiary[target.flight])] += 1
                row[columns.second_raid_leakers] += wave


def play(battle: Any, battles: int) -> Any:
    """The kernel's rows, on the kernel's luck."""
    return np.array(
        [PlainBattle(battle, Keyed(battle.luck, number)).row for number in range(battles)], np.int32
    )


def distribution(battle: Any) -> dict[tuple[int, ...], float]:
    """The exact probability of every row."""
    found: dict[tuple[int, ...], Fraction] = {}
    path: list[tuple[int, int]] = []
    while True:
        chance = Enumerated(path)
        row = tuple(PlainBattle(battle, chance).row)
        found[row] = found.get(row, Fraction(0)) + chance.probability
        while path and path[-1][0] == path[-1][1] - 1:
            path.pop()
        if not path:
            return {row: float(probability) for row, probability in found.items()}
        path[-1] = (path[-1][0] + 1, path[-1][1])

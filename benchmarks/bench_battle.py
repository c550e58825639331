"""How many shoot-look-shoot raids of twenty a second one core plays, beside SimPy on the same raid.

Twenty missiles draw their flights from fifty with launch times of their own; five shooters of eight rounds
each make two looks, the second after the first has been assessed; each round kills with chance 0.7. The
defence takes the missiles in random order and plans every first look, each round from the fullest magazine.
Both models play the same raid by the same rules, and the run stops if their mean leakers or rounds fired
differ by more than four standard errors.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import simpy

from shieldwall.engagement.battle import run_battles
from shieldwall.engagement.orders import DoctrineNumbers, FiringUnits, Luck, RaidDraw, Setting
from shieldwall.opportunity.looks import NEVER, K, LookTable

TARGETS, FLIGHTS, SHOOTERS, ROUNDS, KILL = 20, 50, 5, 8, 0.7
FIRST_LOOK_MS, INTERCEPT_MS, ASSESSMENT_MS = 200_000, 90_000, 30_000
BATTLES, PEER_BATTLES, REPEATS = 200_000, 2_000, 7
TARGET_RATE, TARGET_RATIO = 800_000, 200

LAUNCH_MS = FIRST_LOOK_MS + np.random.default_rng(0).integers(0, 100_000, FLIGHTS)


def setting() -> Setting:
    """Return the raid as the kernel takes it."""
    launch = np.full((1, FLIGHTS, K), NEVER, np.int32)
    launch[0, :, 0] = LAUNCH_MS
    launch[0, :, 1] = LAUNCH_MS + INTERCEPT_MS + ASSESSMENT_MS
    everyone = np.uint64((1 << SHOOTERS) - 1)
    looks = LookTable(
        group_of_shooter=np.zeros(SHOOTERS, np.int8),
        upper_index=np.arange(SHOOTERS, dtype=np.int32),
        lower_index=np.full(SHOOTERS, -1, np.int32),
        assigned_group=np.full(FLIGHTS, -1, np.int8),
        look_count=np.full((1, FLIGHTS), 2, np.uint8),
        look_launch_ms=launch,
        look_intercept_ms=np.where(launch == NEVER, NEVER, launch + INTERCEPT_MS).astype(np.int32),
        look_shooters=np.where(launch == NEVER, np.uint64(0), everyone),
        lower_shooters=np.zeros((1, FLIGHTS), np.uint64),
        lower_launch_ms=np.full((1, FLIGHTS), NEVER, np.int32),
        lower_intercept_ms=np.full((1, FLIGHTS), NEVER, np.int32),
    )
    none = np.zeros(SHOOTERS, np.int32)
    units = FiringUnits(
        magazine=np.full(SHOOTERS, ROUNDS, np.int32),
        reserve=none,
        replenishment=none,
        magazine_type=none,
        party=np.zeros(SHOOTERS, np.int8),
        kill_probability=np.array([[KILL]]),
    )
    raid = RaidDraw(
        size=np.array([TARGETS], np.int32),
        second_size=np.zeros(1, np.int32),
        flight_start=np.array([0, FLIGHTS], np.int32),
        flight_weight=np.ones(FLIGHTS),
        beneficiary=np.zeros(FLIGHTS, np.int32),
        beneficiary_party=np.zeros(1, np.int8),
        reliability=np.ones(1),
        leaks=np.ones(1, np.bool_),
        offset_ms=np.zeros(0, np.int32),
    )
    return Setting(looks, units, raid, DoctrineNumbers(assessment_ms=ASSESSMENT_MS), Luck(seed=1, draw=0))


@dataclass(frozen=True)
class Defence:
    """What the missiles of one SimPy battle meet: magazines, luck, and a tally of leakers and rounds."""

    magazines: list[simpy.Container]
    luck: random.Random
    tally: list[int]


def fullest(magazines: list[simpy.Container]) -> simpy.Container:
    """Return the magazine with the most rounds."""
    return max(magazines, key=lambda magazine: magazine.level)


def plan(world: simpy.Environment, luck: random.Random) -> Defence:
    """Plan the first looks: for the targets in random order, take a round from the fullest magazine."""
    magazines = [simpy.Container(world, ROUNDS, ROUNDS) for _ in range(SHOOTERS)]
    order = list(range(TARGETS))
    luck.shuffle(order)
    for _ in order:
        fullest(magazines).get(1)
    return Defence(magazines, luck, [0, 0])


def missile(world: simpy.Environment, defence: Defence) -> Iterator[object]:
    """Fly one missile past two looks; the round of the first one has been taken by the plan."""
    yield world.timeout(int(LAUNCH_MS[defence.luck.randrange(FLIGHTS)]))
    for look in range(2):
        if look > 0:
            yield world.timeout(ASSESSMENT_MS)
            magazine = fullest(defence.magazines)
            if magazine.level == 0:
                break
            yield magazine.get(1)
        defence.tally[1] += 1
        yield world.timeout(INTERCEPT_MS)
        if defence.luck.random() < KILL:
            return
    defence.tally[0] += 1


def peer(battles: int, seed: int) -> npt.NDArray[np.int64]:
    """Return leakers and rounds fired of each battle in SimPy."""
    luck = random.Random(seed)
    rows = []
    for _ in range(battles):
        world = simpy.Environment()
        defence = plan(world, luck)
        for _ in range(TARGETS):
            world.process(missile(world, defence))
        world.run()
        rows.append(defence.tally)
    return np.array(rows)


def kernel(battles: int) -> npt.NDArray[np.int64]:
    """Return leakers and rounds fired of each battle in the kernel."""
    played = setting()
    counts, columns = run_battles(played, battles), played.columns
    return np.stack((counts[:, columns.leakers].sum(axis=1), counts[:, columns.expended].sum(axis=1)), axis=1)


def check_agreement(ours: npt.NDArray[np.int64], theirs: npt.NDArray[np.int64]) -> None:
    """Stop where the two models' means differ by more than four standard errors."""
    error = np.sqrt(ours.var(axis=0) / len(ours) + theirs.var(axis=0) / len(theirs))
    apart = np.abs(ours.mean(axis=0) - theirs.mean(axis=0))
    if bool(np.any(apart > 4.0 * error)):
        raise SystemExit(f"the models disagree: {ours.mean(axis=0)} beside {theirs.mean(axis=0)}")


def rows() -> list[tuple[str, str, str]]:
    """Return what was done, what was measured, and what stands beside it."""
    check_agreement(kernel(BATTLES), peer(PEER_BATTLES, seed=0))
    played = setting()
    rates, peer_rates = [], []
    for repeat in range(REPEATS):
        start = time.perf_counter()
        run_battles(played, BATTLES)
        between = time.perf_counter()
        peer(PEER_BATTLES // 4, seed=repeat)
        rates.append(BATTLES / (between - start))
        peer_rates.append(PEER_BATTLES / 4 / (time.perf_counter() - between))
    rate, peer_rate = statistics.median(rates), statistics.median(peer_rates)
    return [
        (
            f"shoot-look-shoot raids of {TARGETS} a second, one core (target {TARGET_RATE:,})",
            f"{rate:,.0f}",
            f"SimPy {peer_rate:,.0f} ({rate / peer_rate:,.0f} times; target {TARGET_RATIO})",
        )
    ]

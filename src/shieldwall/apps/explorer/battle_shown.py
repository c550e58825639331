"""The raid's flights in three dimensions, and one drawn battle in order of time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from shieldwall.apps.explorer.asked import Asked
from shieldwall.apps.explorer.warm import Warm
from shieldwall.case.build import Case
from shieldwall.engagement.orders import ColumnMap
from shieldwall.engagement.record import Fired, Recorded, Target, record_battle
from shieldwall.model.arrangement import Arrangement
from shieldwall.opportunity.looks import NEVER
from shieldwall.physics.earth import geodetic
from shieldwall.study.drawn import FIRST_DRAW
from shieldwall.study.trial import DrawRun

MOST_TRACKS: Final = 40
EVERY: Final = 2
"""Every so many samples of a flight are drawn, the last one always."""
TIERS: Final = ("upper", "lower")
ORDER: Final = (
    "launch", "burnout", "detection", "alert", "track", "public_alert", "shot", "intercept", "miss", "dud",
    "leak",
)  # fmt: skip
NOTE: Final = (
    "One battle of one draw: what might happen, not what is likely. Interceptors are drawn straight from "
    "launcher to intercept; their own paths are not worked out here."
)
NOT_A_MISSILE: Final = "false track"


def flights_shown(asked: Asked, warm: Warm, count: int) -> dict[str, Any]:
    """Return the tracks of the first missiles of the raid, as the first battle draws them."""
    case = warm.case_of(asked)
    run = warm.run(case, FIRST_DRAW)
    setting = run.setting(run.look(asked.arrangement(0)), case.scenario.raid.size)
    targets = record_battle(setting, 0).targets[: min(count, MOST_TRACKS, case.scenario.raid.size)]
    return {
        "tracks": [_missile(case, number, target) for number, target in enumerate(targets, start=1)],
        "seed": case.seed,
        "draw": FIRST_DRAW,
        "battle": 0,
    }


def battle_shown(asked: Asked, warm: Warm, place: int, battle: int) -> dict[str, Any]:
    """Return one battle of the first draw under one of the two arrangements, event by event."""
    case = warm.case_of(asked)
    arrangement = case.arrangements[asked.names[place]]
    run = warm.run(case, FIRST_DRAW)
    setting = run.setting(run.look(arrangement), case.scenario.raid.size)
    recorded = record_battle(setting, battle)
    numbered = [
        (number, target)
        for number, target in enumerate(recorded.targets, start=1)
        if setting.raid.leaks[target.component]
    ]
    missiles = [
        _missile(case, number, target)
        | {"flies": target.flies, "leaked": target.flies and target.alive}
        | _ended(target)
        for number, target in numbered
    ]
    by_number = {each["missile"]: each for each in missiles}
    shots = [_shot(case, recorded, fired, by_number) for fired in recorded.shots]
    events = sorted(
        (
            *(event for each in numbered for event in _of_missile(case, run, arrangement, *each)),
            *(event for shot in shots for event in _of_shot(shot)),
        ),
        key=lambda event: (event["t_s"], ORDER.index(event["kind"])),
    )  # fmt: skip
    counts = _counts(case, warm, arrangement, battle)
    return {
        "arrangement": asked.names[place],
        "duration_s": max(each["impact_s"] for each in missiles),
        "missiles": missiles,
        "shots": shots,
        "events": events,
        "outcome": counts,
        "draw": FIRST_DRAW,
        "battle": battle,
        "seed": case.seed,
        "note": NOTE,
    }


def _counts(case: Case, warm: Warm, arrangement: Arrangement, battle: int) -> dict[str, int]:
    """Return what the kernel counts in that battle."""
    row = warm.fight(case, FIRST_DRAW, arrangement, case.scenario.raid.size, battle + 1)[battle]
    where = ColumnMap(len(case.beneficiaries), len(case.forces.magazine_types))
    return {
        "leakers": int(row[where.leakers].sum()),
        "expended": int(row[where.expended].sum()),
        "duplicate_shots": int(row[where.duplicates]),
    }


def _missile(case: Case, number: int, target: Target) -> dict[str, Any]:
    library, flight = case.flights.library, target.flight % case.flights.count
    row = case.flights.rows(FIRST_DRAW).start + flight
    offset_s = target.offset_ms / 1000.0
    aim = int(case.flights.aim[flight])
    samples = int(library.sample_count[row])
    chosen = np.unique(np.append(np.arange(0, samples, EVERY), samples - 1))
    lat, lon, height = geodetic(library.position_ecef_m[row, chosen])
    times_s = chosen * library.sample_s + offset_s
    points = [
        [round(float(each[0]), 4), round(float(each[1]), 4), round(float(each[2])), round(float(each[3]), 1)]
        for each in np.stack([lon, lat, np.maximum(height, 0.0), times_s], axis=1)
    ]
    return {
        "missile": number,
        "threat": case.scenario.raid.parts[target.component].threat,
        "launch_area": case.areas[int(case.flights.area[flight])].id,
        "place": case.places[int(case.aims.place[aim])].name,
        "offset_s": offset_s,
        "launch_s": offset_s,
        "burnout_s": offset_s + float(library.burnout_ms[row]) / 1000.0,
        "impact_s": offset_s + float(library.impact_ms[row]) / 1000.0,
        "apogee_km": float(library.apogee_m[row]) / 1e3,
        "range_km": float(library.range_m[row]) / 1e3,
        "points": points,
    }


def _ended(target: Target) -> dict[str, Any]:
    return {"killed_s": None if target.dead_ms is None else target.dead_ms / 1000.0}


def _shot(
    case: Case, recorded: Recorded, fired: Fired, missiles: dict[int, dict[str, Any]]
) -> dict[str, Any]:
    unit = case.forces.units[int(case.forces.shooter_unit[fired.shooter])]
    assert unit.position is not None
    at = missiles.get(fired.target + 1)
    return {
        "party": unit.party,
        "unit": unit.id,
        "unit_name": unit.name,
        "interceptor": case.forces.interceptors[int(case.forces.shooters.interceptor[fired.shooter])],
        "missile": None if at is None else at["missile"],
        "launch_s": fired.launch_ms / 1000.0,
        "intercept_s": fired.intercept_ms / 1000.0,
        "tier": TIERS[fired.tier],
        "look": fired.look + 1,
        "hit": fired.kills,
        "duplicate": fired.is_duplicate,
        "from": [unit.position[1], unit.position[0]],
        "to": _place_at(case, recorded.targets[fired.target], fired.intercept_ms),
    }


def _place_at(case: Case, target: Target, time_ms: int) -> list[float]:
    """Return where a missile is (or would be) at a time: longitude, latitude, height in metres."""
    library = case.flights.library
    row = case.flights.rows(FIRST_DRAW).start + target.flight % case.flights.count
    sample = (time_ms - target.offset_ms) / 1000.0 / library.sample_s
    last = int(library.sample_count[row]) - 1
    low = min(max(int(sample), 0), last)
    high = min(low + 1, last)
    part = min(max(sample - low, 0.0), 1.0)
    position: npt.NDArray[np.float64] = (
        library.position_ecef_m[row, low] * (1.0 - part) + library.position_ecef_m[row, high] * part
    )
    lat, lon, height = geodetic(position)
    return [round(float(lon), 4), round(float(lat), 4), round(max(float(height), 0.0))]


def _of_missile(
    case: Case, run: DrawRun, arrangement: Arrangement, number: int, target: Target
) -> Iterator[dict[str, Any]]:
    """Yield what happens to one missile, but for the shots at it."""
    shown = _missile(case, number, target)

    def event(t_s: float, kind: str, text: str, party: str | None = None) -> dict[str, Any]:
        return {
            "t_s": round(t_s, 3),
            "kind": kind,
            "party": party,
            "unit": None,
            "missile": number,
            "text": text,
        }

    if not target.flies:
        yield event(shown["launch_s"], "dud", f"missile {number} fails at launch")
        return
    yield event(shown["launch_s"], "launch", f"missile {number} is launched from {shown['launch_area']}")
    yield event(shown["burnout_s"], "burnout", f"missile {number} burns out")
    yield from _known(case, run, arrangement, target, event)
    if target.alive:
        yield event(shown["impact_s"], "leak", f"missile {number} leaks at {shown['place']}")


def _known(
    case: Case, run: DrawRun, arrangement: Arrangement, target: Target, event: Any
) -> Iterator[dict[str, Any]]:
    """Yield when each party hears of a missile, and holds a track that the upper tier can fire on."""
    flight = target.flight % case.flights.count
    senses, _ = run.openings(frozenset(arrangement.absent))
    seen = run.look(arrangement).picture
    home = case.scenario.home_party
    for place, party in enumerate(case.scenario.parties):
        told = (
            ("detection", int(senses.infrared_ms[flight, place]), f"{party}'s satellites report a launch"),
            ("alert", int(seen.alert_ms[flight, place]), f"{party} is alerted"),
            ("track", int(seen.track_ms[flight, place, 0]), f"{party} holds a fire-control track"),
        )
        for kind, time_ms, text in told:
            if party not in arrangement.absent and time_ms < NEVER:
                yield event((target.offset_ms + time_ms) / 1000.0, kind, text, party)
        alert_ms = int(seen.alert_ms[flight, place])
        if party == home and alert_ms < NEVER:
            delay_s = float(case.samples.networks.civil_alert_delay_s[place, FIRST_DRAW])
            time_s = (target.offset_ms + alert_ms) / 1000.0 + delay_s
            yield event(time_s, "public_alert", f"the public alert of {party} goes out", party)


def _of_shot(shot: dict[str, Any]) -> Iterator[dict[str, Any]]:
    at = NOT_A_MISSILE if shot["missile"] is None else f"missile {shot['missile']}"
    common = {"party": shot["party"], "unit": shot["unit"], "missile": shot["missile"]}
    yield common | {
        "t_s": round(shot["launch_s"], 3),
        "kind": "shot",
        "text": f"{shot['unit_name']} fires {shot['interceptor']} at {at}",
    }
    yield common | {
        "t_s": round(shot["intercept_s"], 3),
        "kind": "intercept" if shot["hit"] else "miss",
        "text": f"{shot['interceptor']} of {shot['unit_name']} {'hits' if shot['hit'] else 'misses'} {at}",
    }

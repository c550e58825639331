"""How fast a coverage map is worked out, beside NumPy, and stations beside HiGHS left to itself.

The footprint is that of one launch point over a region: cells, each met by a few ships with radars of their
own. NumPy does the same blend and looks at every sample; it is timed on one core, as the kernel is. Stations
are chosen on a made-up instance (6 of 200 sites, 2,000 cells) and on Japan's; kernels are compiled before the
clock starts.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, hstack

import shieldwall as sw
from benchmarks.clock import seconds
from shieldwall.apps.verbs import catalogue
from shieldwall.case.cover import Central, flown_for
from shieldwall.case.ground import ground
from shieldwall.case.stations import Limits, Sensing, sea_sites, site_opportunities
from shieldwall.catalogue.load import SHIPPED, shipped
from shieldwall.coverage.courses import LIBRARY_SAMPLE_S, Course, course_of
from shieldwall.coverage.fans import Bearings, bearings, lay_fan
from shieldwall.coverage.footprint import (
    Flown,
    Opportunities,
    Readiness,
    Stands,
    opportunities,
)
from shieldwall.coverage.stationing import Rows, fewest, most_covered, rows_of
from shieldwall.model.scenario import Scenario
from shieldwall.opportunity.windows import Reaches, stack_reaches
from shieldwall.physics.earth import MEAN_RADIUS_M, ecef_m, local_frame
from shieldwall.physics.flight import Stage, ThreatModel, calibrate, fly_many
from shieldwall.physics.reach import InterceptorModel, reach_table
from shieldwall.sensing.clock import NEVER

LAUNCH = (40.0, 127.0)
SHIPS = 4
CELLS = 20_000
READY_S = 150.0
RAY_M, EFFECTIVE_M, LAYER_M = 4.0 * MEAN_RADIUS_M, 4.0 / 3.0 * MEAN_RADIUS_M, 10e3
TARGET_TIMES = 40
SPARSE, DENSE = 97, 601
"""Samples of a flight: what the kernel takes, and one every second."""
TARGET_S = 1.0


def toy(samples: int) -> tuple[Flown, Stands, Reaches]:
    """Return one launch point's flights to many cells, and ships before them."""
    missile = ThreatModel("made_up", (Stage(100.0, 1.0, 230.0),), 1300e3, "cut_off", 6.0, 4000.0, 90.0, 120.0)
    booster = calibrate(missile)
    generator = np.random.default_rng(6)
    cells = np.stack([generator.uniform(34.0, 40.0, CELLS), generator.uniform(133.5, 139.5, CELLS)], axis=-1)
    seen = bearings(LAUNCH, cells)
    fan = lay_fan(booster, LAUNCH, "minimum_energy", seen)
    assert fan is not None
    starts = np.broadcast_to(np.array(LAUNCH), fan.aims_deg.shape)
    course = course_of(fan, fly_many(booster, starts, fan.aims_deg, fan.shape, LIBRARY_SAMPLE_S), samples)
    table = reach_table(
        InterceptorModel("upper", 3000.0, 60.0, 0.4, 100e3, 500e3, 1000e3, math.inf, math.inf)
    )
    place = np.stack([generator.uniform(35.0, 40.0, SHIPS), generator.uniform(131.0, 136.0, SHIPS)], axis=-1)
    stands = Stands(
        position_ecef_m=ecef_m(place[:, 0], place[:, 1], 15.0),
        kind=np.zeros(SHIPS, np.int32),
        sight_m=np.full(SHIPS, 750e3),
        floor_rad=np.full(SHIPS, math.radians(1.0)),
        ceiling_rad=np.full(SHIPS, math.radians(85.0)),
        sector_centre_rad=np.zeros(SHIPS),
        half_width_rad=np.full(SHIPS, math.pi),
    )
    at_nodes_s = np.full((*fan.needed.shape, SHIPS, 2), np.inf)
    at_nodes_s[..., 0] = READY_S
    never = np.full((SHIPS, 2), -np.inf)
    flown = Flown(course, seen, Readiness(at_nodes_s, np.zeros(SHIPS, np.bool_), never))
    return flown, stands, stack_reaches([table])


def numpy_paths(course: Course, seen: Bearings, part: slice) -> tuple[Any, Any, Any]:
    """Return times (C, M), ECEF positions (C, M, 3) and heights (C, M), blended from four nodes each."""
    azimuth, distance = np.radians(seen.azimuth_deg[part]), seen.distance_m[part]
    nodes, steps = course.impact_s.shape
    place = (azimuth - course.first_rad) / course.step_rad
    over = np.clip(place.astype(int), 0, nodes - 2)
    share_over = place - over
    end_m = (1.0 - share_over) * course.farthest_m[over] + share_over * course.farthest_m[over + 1]
    place = (distance - course.nearest_m) / (end_m - course.nearest_m) * (steps - 1)
    along = np.clip(place.astype(int), 0, steps - 2)
    share_along = place - along

    def blend(values: Any) -> Any:
        shape = (len(over), *(1,) * (values.ndim - 2))
        s, t = share_along.reshape(shape), share_over.reshape(shape)
        lower = values[over, along] + s * (values[over, along + 1] - values[over, along])
        upper = values[over + 1, along] + s * (values[over + 1, along + 1] - values[over + 1, along])
        return lower + t * (upper - lower)

    whole = blend(course.whole)
    burnout_s, impact_s = blend(course.burnout_s), blend(course.impact_s)
    sine, cosine = np.sin(azimuth)[:, np.newaxis], np.cos(azimuth)[:, np.newaxis]
    east = whole[..., 0] * sine - whole[..., 1] * cosine
    north = whole[..., 0] * cosine + whole[..., 1] * sine
    position = np.stack([east, north, whole[..., 2]], axis=-1) @ course.frame
    share = np.linspace(0.0, 1.0, whole.shape[1])
    time_s = burnout_s[:, np.newaxis] + (impact_s - burnout_s)[:, np.newaxis] * share
    return time_s, position, whole[..., 3]


def numpy_footprint(flown: Flown, stands: Stands, reaches: Reaches, cells: int) -> tuple[Any, Any]:
    """Return first intercepts and last launches (ships, C) with every sample looked at, in NumPy."""
    first_s, last_s = np.full((SHIPS, cells), np.inf), np.full((SHIPS, cells), -np.inf)
    table_s = np.where(np.isfinite(reaches.time_s[0]), reaches.time_s[0], 1e9)
    range_step, height_step = reaches.ground_range_step_m[0], reaches.altitude_step_m[0]
    for start in range(0, cells, 500):
        part = slice(start, min(start + 500, cells))
        time_s, position, height_m = numpy_paths(flown.course, flown.seen, part)
        radius = np.linalg.norm(position, axis=-1)
        for s in range(SHIPS):
            post = stands.position_ecef_m[s]
            cosine = position @ post / (radius * np.linalg.norm(post))
            across = MEAN_RADIUS_M * np.arccos(np.minimum(cosine, 1.0)) / range_step
            up = np.maximum(height_m, 0.0) / height_step
            inside = (across < table_s.shape[0] - 1) & (up < table_s.shape[1] - 1)
            i, j = np.where(inside, across, 0.0).astype(int), np.where(inside, up, 0.0).astype(int)
            a, b = across - i, up - j
            low = table_s[i, j] + a * (table_s[i + 1, j] - table_s[i, j])
            high = table_s[i, j + 1] + a * (table_s[i + 1, j + 1] - table_s[i, j + 1])
            needs_s = low + b * (high - low)
            launch_s = np.where(inside & (needs_s < 1e5), time_s - needs_s, -np.inf)
            is_open = (launch_s >= READY_S) & numpy_sees(position - post, stands, s)
            any_open = is_open.any(axis=1)
            rows = np.arange(is_open.shape[0])
            first_s[s, part] = np.where(any_open, time_s[rows, is_open.argmax(axis=1)], np.inf)
            last_s[s, part] = np.where(is_open, launch_s, -np.inf).max(axis=1)
    return first_s, last_s


def numpy_sees(line: Any, stands: Stands, s: int) -> Any:
    """Say at which samples a ship's radar has the target."""
    range_m = np.linalg.norm(line, axis=-1)
    post = stands.position_ecef_m[s]
    latitude = math.degrees(math.asin(post[2] / np.linalg.norm(post)))
    longitude = math.degrees(math.atan2(post[1], post[0]))
    up = line @ local_frame(latitude, longitude)[2] / range_m
    above = np.maximum(up, 0.0)
    inside_m = EFFECTIVE_M * (np.sqrt(above**2 + 2.0 * LAYER_M / EFFECTIVE_M) - above)
    far = 0.5 * inside_m / RAY_M * (2.0 - inside_m / range_m)
    lift = np.where(range_m <= inside_m, 0.5 * range_m / RAY_M, far)
    elevation = np.arcsin(np.clip(up, -1.0, 1.0)) + lift
    in_view = (elevation >= stands.floor_rad[s]) & (elevation <= stands.ceiling_rad[s])
    return in_view & (range_m <= stands.sight_m[s])


@dataclass(frozen=True)
class Rates:
    """Aim points a second on one core, and how far first intercepts are from those of dense samples."""

    kernel: float
    sparse: float
    dense: float
    kernel_off_s: float
    sparse_off_s: float


def footprint_rates() -> Rates:
    """Return the rates of the kernel, and of NumPy with the kernel's samples and with one every second."""
    flown, stands, reaches = toy(SPARSE)
    often = toy(DENSE)[0]
    few = 1000
    found = opportunities([flown], stands, reaches, CELLS, workers=1)
    sparse_s, _ = numpy_footprint(flown, stands, reaches, few)
    dense_s, _ = numpy_footprint(often, stands, reaches, few)
    agree(found, dense_s, few)
    first_s = np.where(found.first_ms[0, :, :few] < NEVER, found.first_ms[0, :, :few] / 1e3, np.inf)
    both = np.isfinite(first_s) & np.isfinite(dense_s) & np.isfinite(sparse_s)
    return Rates(
        kernel=CELLS / seconds(lambda: opportunities([flown], stands, reaches, CELLS, workers=1), 5),
        sparse=few / seconds(lambda: numpy_footprint(flown, stands, reaches, few), 3),
        dense=few / seconds(lambda: numpy_footprint(often, stands, reaches, few), 3),
        kernel_off_s=float(np.median(np.abs(first_s - dense_s)[both])),
        sparse_off_s=float(np.median(np.abs(sparse_s - dense_s)[both])),
    )


def agree(found: Opportunities, first_s: Any, cells: int) -> None:
    """Refuse to time two things that do not do the same."""
    meets = found.first_ms[0, :, :cells] < NEVER
    same = meets == np.isfinite(first_s)
    if same.mean() < 0.995:
        raise AssertionError(f"the footprints differ at {100.0 * (1.0 - same.mean()):.1f}% of pairs")


def plain_highs(rows: Rows, weight: Any, count: int | None) -> float:
    """Return the optimum by HiGHS with a row for every row and a column for every cell and site."""
    number, sites = rows.serves.shape
    serves = coo_array(rows.serves.astype(np.float64))
    if count is None:
        answer = milp(
            np.ones(sites), integrality=np.ones(sites), bounds=Bounds(0.0, 1.0),
            constraints=[LinearConstraint(serves, 1.0, np.inf)], options={"mip_rel_gap": 0.0},
        )  # fmt: skip
        return float(answer.fun)
    cells, column = np.unique(rows.cell, return_inverse=True)
    claims = coo_array((np.ones(number), (np.arange(number), column)), (number, len(cells)))
    whole = weight[cells].sum()
    answer = milp(
        np.r_[np.zeros(sites), -weight[cells] / whole],
        integrality=np.r_[np.ones(sites), np.zeros(len(cells))],
        bounds=Bounds(0.0, 1.0),
        constraints=[
            LinearConstraint(hstack([serves, -claims]), 0.0, np.inf),
            LinearConstraint(np.r_[np.ones(sites), np.zeros(len(cells))][np.newaxis], 0.0, float(count)),
        ],
        options={"mip_rel_gap": 0.0},
    )
    return -float(answer.fun) * whole


def made_up_stations() -> tuple[Rows, Any]:
    """Return 200 sites before 2,000 cells, each site serving the cells within a distance."""
    generator = np.random.default_rng(11)
    sites, cells = generator.random((200, 2)), generator.random((2000, 2))
    near = np.linalg.norm(cells[:, np.newaxis] - sites, axis=-1) < 0.16
    return Rows(near, np.arange(2000)), generator.integers(1, 100, 2000).astype(float)


def japans_stations() -> tuple[Rows, Any]:
    """Return the sea cells around Japan before its people, with Block IA and two shots by one ship."""
    known = shipped()
    asked = known.record(Scenario, "japan_2015")
    cells = ground(known, ("japan_main",), 20.0)
    ledger = Central(asked.seed, 1)
    flown, areas = flown_for(asked, known, cells, ("minimum_energy",), ledger)
    launching = sorted({area.party for area in areas})
    sites = sea_sites(known, cells, Limits(50.0, 100.0, 400.0), launching, "JPN")
    sensing = Sensing(60.0, 750e3)
    found = site_opportunities(known, "sm3_1a", sites, flown, sensing, cells.count, ledger)
    people = cells.people.sum(axis=1)
    return rows_of(found, people, 2, 20_000), people


def ten_launch_areas(folder: Path) -> tuple[Any, Scenario]:
    """Return a catalogue with twice as many launch areas, and the scenario of 2015 before all ten."""
    asked = shipped().record(Scenario, "japan_2015")
    (folder / "launch_areas").mkdir()
    names = list(asked.raid.launch_areas)
    for name in asked.raid.launch_areas:
        record = yaml.safe_load((SHIPPED / "launch_areas" / f"{name}.yaml").read_text(encoding="utf-8"))
        record["id"] = f"{name}_2"
        if "centre" in record:
            record["centre"] = [round(end + 0.3, 2) for end in record["centre"]]
        else:
            record["polygon"] = [[round(end + 0.3, 2) for end in corner] for corner in record["polygon"]]
        text = yaml.safe_dump(record, sort_keys=False, allow_unicode=True)
        (folder / "launch_areas" / f"{name}_2.yaml").write_text(text, encoding="utf-8")
        names.append(f"{name}_2")
    known = catalogue(folder)
    return known, asked.but(raid_launch_areas=names)


def station_rows() -> list[tuple[str, str, str]]:
    """Return HiGHS with identical and outdone rows, cells and sites merged beside HiGHS as it is."""
    found = []
    invented, japan = made_up_stations(), japans_stations()
    for name, (rows, weight), count in (
        ("6 of 200 sites for 2,000 cells, proved", invented, 6),
        (f"3 of {japan[0].serves.shape[1]} ships' stations for Japan, two shots, proved", japan, 3),
        ("as few stations as cover Japan, two shots, proved", japan, None),
    ):
        placed = fewest(rows, weight) if count is None else most_covered(rows, weight, count)
        assert placed is not None
        best = len(placed.sites) if count is None else float(weight[placed.covered].sum())
        plain = plain_highs(rows, weight, count)
        if abs(best - plain) > 1e-6 * max(1.0, abs(plain)):
            raise AssertionError(f"{name}: {best} merged, {plain} by plain HiGHS")
        work: Callable[[], object] = (
            (lambda r=rows, w=weight: fewest(r, w))
            if count is None
            else (lambda r=rows, w=weight, n=count: most_covered(r, w, n))
        )
        merged_s = seconds(work, 3)
        plain_s = seconds(lambda r=rows, w=weight, n=count: plain_highs(r, w, n), 3)
        found.append(
            (
                name,
                f"{merged_s:.2f} s",
                f"plain HiGHS {plain_s:.2f} s ({plain_s / merged_s:.1f} times; target 2), same optimum",
            )
        )
    return found


def rows() -> list[tuple[str, str, str]]:
    """Return what was done, what was measured, and what stands beside it."""
    rates = footprint_rates()
    found = [
        (
            f"footprint, aim points a second, one core ({SHIPS} ships; first intercepts to "
            f"{rates.kernel_off_s:.1f} s)",
            f"{rates.kernel:,.0f}",
            f"NumPy with {DENSE} samples a flight {rates.dense:,.0f} "
            f"({rates.kernel / rates.dense:.0f} times; target {TARGET_TIMES})",
        ),
        (
            "the same beside NumPy with the kernel's samples",
            f"{rates.kernel:,.0f}",
            f"NumPy with {SPARSE} samples a flight {rates.sparse:,.0f} ({rates.kernel / rates.sparse:.0f} "
            f"times; first intercepts to {rates.sparse_off_s:.1f} s)",
        ),
    ]
    with tempfile.TemporaryDirectory() as folder:
        known, asked = ten_launch_areas(Path(folder))
        map_s = seconds(lambda: sw.coverage(asked, catalogue=known), 5)
        cells = sw.coverage(asked, catalogue=known).covered.ground.count
    found.append(
        (
            f"coverage of Japan in December 2015, {cells:,} cells of 5 km, 10 launch areas, warm",
            f"{map_s:.2f} s",
            f"target {TARGET_S:g} s on 2 cores",
        )
    )
    return found + station_rows()

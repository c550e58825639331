"""Made-up results to draw: numbers of no meaning in the shape of a real comparison."""

import io
import json
import math
from collections.abc import Callable
from importlib.resources import files
from types import ModuleType
from typing import Any

import pytest
from matplotlib.figure import Figure
from rich.console import Console
from rich.table import Table

from shieldwall.model.arrangement import MECHANISMS
from shieldwall.model.outcomes import (
    MEASURES,
    Attribution,
    Comparison,
    CurvePoint,
    Estimate,
    FactUsed,
    LaunchAreaUsed,
    Outcomes,
    PlaceEngageable,
    ScenarioSummary,
    UnitPlaced,
    Versions,
)
from shieldwall.report.style import Saved, save

Printed = Callable[[Table], list[str]]
Watch = Callable[..., list[Figure]]

NAMES = ("unconnected", "cooperative", "integrated", "as_of")
LEVEL = {
    "engageable_share": 0.7, "engageable_share_two_shots": 0.35, "engageable_share_upper": 0.55,
    "engageable_share_upper_two_shots": 0.3, "engageable_share_lower": 0.25, "p_no_leak": 0.08,
    "expected_leakers": 6.0, "warning_time_s": 260.0, "interceptors_expended": 24.0,
    "interceptors_remaining": 40.0, "duplicate_shots": 3.0, "cost_expended_million_usd": 310.0,
}  # fmt: skip


def estimate(mean: float, spread: float, raid: float, **split: Any) -> Estimate:
    return Estimate(
        mean, abs(mean) * 0.002, (mean - spread, mean + 1.3 * spread), (mean - raid, mean + raid), **split
    )


def outcomes(step: float) -> Outcomes:
    made = {}
    for measure in MEASURES:
        level = LEVEL[measure.name]
        mean = (
            level * (1.0 + 0.12 * step) if measure.name != "expected_leakers" else level * (1.0 - 0.2 * step)
        )
        made[measure.name] = estimate(
            mean, 0.12 * level, 0.45 * level,
            by_party={"JPN": estimate(0.6 * mean, 0.1 * level, 0.2 * level),
                      "USA": estimate(0.4 * mean, 0.1 * level, 0.2 * level)},
            by_beneficiary={"JPN": estimate(mean, 0.1 * level, 0.2 * level)},
        )  # fmt: skip
    return Outcomes(**made)


def difference(step: float) -> Outcomes:
    return Outcomes(
        **{
            m.name: estimate(0.1 * step * LEVEL[m.name], 0.05 * LEVEL[m.name], 0.3 * LEVEL[m.name])
            for m in MEASURES
        }
    )


def attribution(measure: str) -> dict[str, Attribution]:
    level = LEVEL[measure]
    means = dict(zip(MECHANISMS, (0.02, 0.14, -0.01, 0.06), strict=True))
    return {
        name: Attribution(
            mean * level, 0.001, ((mean - 0.03) * level, (mean + 0.04) * level),
            ((mean - 0.2) * level, (mean + 0.2) * level), 0.7 * mean * level, 1.4 * mean * level,
        )
        for name, mean in means.items()
    }  # fmt: skip


def curve() -> tuple[CurvePoint, ...]:
    points = []
    for step, name in enumerate(NAMES):
        for size in (1, 5, 10, 20, 30, 40):
            leak = size * (1.0 - math.exp(-size / (60.0 + 15.0 * step)))
            points.append(
                CurvePoint(
                    name, size, estimate(math.exp(-leak), 0.03, 0.1), estimate(leak, 0.15 * leak, 0.4 * leak),
                    estimate(min(1.6 * size, 40.0), 2.0, 6.0),
                )
            )  # fmt: skip
    return tuple(points)


def place(
    identifier: str, lat: float, lon: float, people: int, looks: float, salvo: float
) -> PlaceEngageable:
    return PlaceEngageable(
        identifier, identifier.title(), "JPN", lat, lon, people, 0.0 if identifier == "far" else 1.0,
        {name: looks * (0.6 + 0.25 * step) for step, name in enumerate(NAMES)},
        dict.fromkeys(NAMES, salvo), dict.fromkeys(NAMES, 250.0),
    )  # fmt: skip


PLACES = (
    place("sapporo", 43.06, 141.35, 1_973_395, 0.4, 0.1),
    place("sendai", 38.27, 140.87, 1_096_704, 0.9, 0.2),
    place("saitama", 35.98, 139.59, 5_426_466, 1.3, 0.7),
    place("setagaya", 35.65, 139.65, 943_664, 1.3, 0.9),
    place("yokohama", 35.44, 139.64, 3_777_491, 1.2, 0.8),
    place("nagoya", 35.18, 136.91, 2_332_176, 1.6, 0.6),
    place("osaka", 34.69, 135.50, 2_752_412, 1.7, 0.3),
    place("hiroshima", 34.39, 132.46, 1_200_754, 2.0, 0.0),
    place("fukuoka", 33.59, 130.40, 1_612_392, 1.9, 0.8),
    place("kagoshima", 31.60, 130.56, 593_128, 1.0, 0.0),
    place("naha", 26.21, 127.68, 317_625, 0.3, 0.9),
    place("far", 43.77, 142.37, 329_306, 0.0, 0.0),
)  # fmt: skip

UNITS = (
    UnitPlaced("js_kongo", "JS Kongo", "JPN", "ship", "kongo_class", 37.5, 134.5, 0.5),
    UnitPlaced("js_myoko", "JS Myoko", "JPN", "ship", "kongo_class", 34.3, 129.6, 0.5),
    UnitPlaced("uss_ship", "USS ship", "USA", "ship", "burke", 39.5, 136.5, 0.8),
    UnitPlaced("iruma", "Iruma", "JPN", "ground_battery", "pac3", 35.84, 139.41, 1.0),
    UnitPlaced("kasuga", "Kasuga", "JPN", "ground_battery", "pac3", 33.53, 130.48, 1.0),
    UnitPlaced("kadena", "Kadena", "USA", "ground_battery", "pac3", 26.35, 127.77, 1.0),
    UnitPlaced("shariki", "Shariki", "USA", "radar_site", "tpy_2", 40.88, 140.34, 1.0, 280.0, 120.0, 1000.0),
    UnitPlaced("kyoga", "Kyoga", "USA", "radar_site", "tpy_2", 35.77, 135.22, 1.0, 300.0, 120.0, 1000.0),
    UnitPlaced("fps5", "J/FPS-5", "JPN", "radar_site", "fps5", 31.80, 129.80, 1.0, 330.0, 120.0, 800.0),
    UnitPlaced("dsp", "DSP", "USA", "satellite", "dsp_sbirs", 0.0, 0.0, 1.0),
)  # fmt: skip

AREAS = (
    LaunchAreaUsed("prk_northwest", "North-west", "PRK", 40.3, 125.3, 40.0),
    LaunchAreaUsed("prk_northeast", "North-east", "PRK", 40.9, 129.2, 40.0),
    LaunchAreaUsed("prk_southeast", "South-east", "PRK", 39.1, 127.3, 40.0),
)


def comparison() -> Comparison:
    arrangements = {name: outcomes(step / 3.0 if name != "as_of" else 0.2) for step, name in enumerate(NAMES)}
    pairs = {
        "cooperative-minus-unconnected": difference(0.6), "integrated-minus-unconnected": difference(2.0),
        "integrated-minus-cooperative": difference(1.4), "as_of-minus-unconnected": difference(-0.3),
    }  # fmt: skip
    return Comparison(
        schema="1.0",
        scenario=ScenarioSummary(
            "sample", "Sample scenario, 2 December 2015", "What?", "2015-12-02", "nodong", 20, "hypothetical",
            "typical", "as_of", (), (),
        ),
        answer="An answer.",
        remarks=("Block IIA has no effect on this date.",),
        seed=7, trials=20000, attribution_trials=5000, draws=256,
        arrangements=arrangements, differences=pairs, cells={},
        attribution={measure.name: attribution(measure.name) for measure in MEASURES},
        raid_size_curve=curve(), units=UNITS, places=PLACES, launch_areas=AREAS,
        not_modelled=("deterrence",),
        facts_used=(FactUsed("sm3_1a.burnout_speed_km_s", "reach", 3.0, "km/s", "assumed", ("a_source",)),),
        versions=Versions("0.1.0", "2026.11", "1.0"),
    )  # fmt: skip


@pytest.fixture(scope="session")
def result() -> Comparison:
    return comparison()


@pytest.fixture(scope="session")
def land() -> dict[str, Any]:
    text = (files("shieldwall.catalogue") / "data" / "land" / "land.geojson").read_text(encoding="utf-8")
    collection: dict[str, Any] = json.loads(text)
    return collection


@pytest.fixture(scope="session")
def printed() -> Printed:
    """Return a function that prints a table into lines."""

    def lines(table: Table) -> list[str]:
        stream = io.StringIO()
        Console(file=stream, width=200).print(table)
        return [line.rstrip() for line in stream.getvalue().splitlines()]

    return lines


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Return a function that lists, as they come, the figures that some rooms save."""

    def list_of(*rooms: ModuleType) -> list[Figure]:
        caught: list[Figure] = []

        def catch(figure: Figure, *rest: Any) -> Saved:
            caught.append(figure)
            return save(figure, *rest)

        for room in rooms:
            monkeypatch.setattr(room, "save", catch)
        return caught

    return list_of

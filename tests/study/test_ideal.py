"""Ideal against real: nothing real beats the ideal, and the parts are what they say."""

from __future__ import annotations

import numpy as np
import pytest

from shieldwall.case.build import Case, build_case
from shieldwall.catalogue.load import shipped
from shieldwall.model.scenario import Scenario
from shieldwall.report.reality_chart import reality_chart
from shieldwall.study.ideal import BUT, IDEAL, STEPS, Ends, Reality, ideal_and_real

NAMED = ("integrated", "unconnected")


@pytest.fixture(scope="module")
def case() -> Case:
    asked = shipped().record(Scenario, "japan_2015").but(raid_launch_areas=["prk_southeast"])
    return build_case(asked, NAMED, shipped(), seed=4, draws=12)


@pytest.fixture(scope="module")
def rows(case: Case) -> dict[tuple[str, str], Reality]:
    named = {name: case.arrangements[name] for name in NAMED}
    found = ideal_and_real(case, Ends(named["integrated"], named["unconnected"]), named)
    return {(row.step, row.party): row for row in found}


def test_every_step_has_a_row_for_every_party(rows: dict[tuple[str, str], Reality]) -> None:
    steps = (*STEPS, *NAMED, *BUT)
    assert list(rows) == [(step, party) for step in steps for party in ("JPN", "USA")]


def test_nothing_real_beats_the_ideal(rows: dict[tuple[str, str], Reality]) -> None:
    for (_, party), row in rows.items():
        ideal = rows[IDEAL, party]
        assert row.share <= ideal.share
        assert row.later_s is not None
        assert row.later_s >= -0.001  # a millisecond: times are whole ones
        assert row.ready_share <= row.share


def test_latency_alone_is_the_own_networks_and_no_more(
    case: Case, rows: dict[tuple[str, str], Reality]
) -> None:
    """A party never waits longer than its own network takes, for its own radars are there too."""
    for place, party in enumerate(("JPN", "USA")):
        own_s = float(case.samples.networks.link_latency_s[place].mean())
        assert 0.0 < rows["latency", party].later_s <= own_s + rows["own_tracks_only", party].later_s + 0.001


def test_one_part_made_ideal_is_never_worse_than_all_of_reality(
    rows: dict[tuple[str, str], Reality],
) -> None:
    for party in ("JPN", "USA"):
        real = rows["unconnected", party]
        for step in BUT:
            assert rows[step, party].share >= real.share
        for step in ("but_noticing", "but_latency"):
            assert rows[step, party].track_s <= real.track_s + 1e-9


def test_a_party_without_satellites_gains_most_by_knowing_of_the_launch(
    rows: dict[tuple[str, str], Reality],
) -> None:
    gains = {step: rows["unconnected", "JPN"].track_s - rows[step, "JPN"].track_s for step in BUT}
    assert max(gains, key=gains.__getitem__) == "but_noticing"
    assert gains["but_noticing"] > 10.0
    # the party that owns the satellites has little to gain by it
    states = rows["unconnected", "USA"].track_s - rows["but_noticing", "USA"].track_s
    assert states < 0.5 * gains["but_noticing"]


def test_authority_costs_readiness_and_no_track(rows: dict[tuple[str, str], Reality]) -> None:
    for party in ("JPN", "USA"):
        ideal, with_authority = rows[IDEAL, party], rows["authority", party]
        assert with_authority.track_s == ideal.track_s
        assert with_authority.ready_s >= ideal.ready_s


def test_the_chart_draws_every_row(rows: dict[tuple[str, str], Reality], tmp_path) -> None:  # type: ignore[no-untyped-def]
    names = dict(STEPS) | dict(BUT) | {name: name for name in NAMED}
    saved = reality_chart(tuple(rows.values()), names, "Ideal against real", tmp_path, "a test")
    lines = saved.csv.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + len(rows)
    assert np.isfinite([float(line.split(",")[3]) for line in lines[1:]]).all()
    assert saved.png.stat().st_size > 10_000

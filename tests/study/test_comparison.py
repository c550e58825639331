"""One whole comparison: every cell, sums that hold, intervals in order, facts that resolve."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from shieldwall.case.build import build_case
from shieldwall.catalogue.load import shipped
from shieldwall.model.arrangement import MECHANISMS
from shieldwall.model.outcomes import MEASURES, Attribution, Comparison, Estimate
from shieldwall.model.provenance import Source
from shieldwall.model.scenario import Scenario
from shieldwall.study import compare
from shieldwall.study.compare import Settings, run_comparison

NAMES = [measure.name for measure in MEASURES]
SUM_ERROR = 1e-9
"""The attribution's promise: values sum to the difference within this, relative and absolute."""


def every_estimate(result: Comparison) -> Iterator[tuple[str, Estimate]]:
    """Yield every estimate of a result with where it stands, parts included."""
    groups = {
        **{f"arrangement {name}": outcomes for name, outcomes in result.arrangements.items()},
        **{f"difference {name}": outcomes for name, outcomes in result.differences.items()},
        **{f"cell {name}": cell.measures for name, cell in result.cells.items()},
    }
    for group, outcomes in groups.items():
        for measure, estimate in outcomes.items():
            yield f"{group}, {measure}", estimate
            for split in (estimate.by_party, estimate.by_beneficiary):
                for part, value in (split or {}).items():
                    yield f"{group}, {measure}, {part}", value
    for point in result.raid_size_curve:
        for measure in ("p_no_leak", "expected_leakers", "interceptors_expended"):
            yield f"curve {point.arrangement} {point.raid_size}", getattr(point, measure)


def test_all_sixteen_cells_are_there(japan: Comparison) -> None:
    assert list(japan.cells) == [f"{number:04b}" for number in range(16)]
    for name, cell in japan.cells.items():
        assert [cell.mechanisms[mechanism] for mechanism in MECHANISMS] == [digit == "1" for digit in name]


def test_one_plan_without_tracks_falls_back_to_sectors(japan: Comparison) -> None:
    rules = {name: cell.coordination for name, cell in japan.cells.items()}
    assert {rule for name, rule in rules.items() if name[3] == "0"} == {"none"}
    assert {rule for name, rule in rules.items() if name[1] == "0" and name[3] == "1"} == {
        "sector_deconfliction"
    }
    assert {rule for name, rule in rules.items() if name[1] == "1" and name[3] == "1"} == {"one_plan"}


@pytest.mark.parametrize("measure", NAMES)
def test_the_shares_sum_to_the_difference(japan: Comparison, measure: str) -> None:
    total = sum(share.mean for share in japan.attribution[measure].values())
    cells = [getattr(japan.cells[name].measures, measure).mean for name in ("1111", "0000")]
    assert total == pytest.approx(cells[0] - cells[1], rel=SUM_ERROR, abs=SUM_ERROR)
    # as many trials for the cells as for the arrangements: the corner cells are those two arrangements
    whole = getattr(japan.differences["integrated-minus-unconnected"], measure).mean
    assert total == pytest.approx(whole, rel=SUM_ERROR, abs=SUM_ERROR)


@pytest.mark.parametrize("measure", NAMES)
def test_first_in_and_last_in_are_differences_of_cells(japan: Comparison, measure: str) -> None:
    for place, mechanism in enumerate(MECHANISMS):
        digit = "".join("1" if at == place else "0" for at in range(4))
        rest = "".join("0" if at == place else "1" for at in range(4))
        mean = {name: getattr(japan.cells[name].measures, measure).mean for name in japan.cells}
        share = japan.attribution[measure][mechanism]
        assert share.first_in == mean[digit] - mean["0000"]
        assert share.last_in == mean["1111"] - mean[rest]


@pytest.mark.parametrize(("arrangement", "cell"), [("unconnected", "0000"), ("integrated", "1111")])
def test_the_corner_cells_are_the_arrangements_themselves(
    japan: Comparison, arrangement: str, cell: str
) -> None:
    for measure, estimate in japan.arrangements[arrangement].items():
        corner = getattr(japan.cells[cell].measures, measure)
        # shares and warning of an arrangement carry percentiles over single missiles; those of cells do not
        assert (corner.mean, corner.mc_se, corner.epistemic) == (
            estimate.mean, estimate.mc_se, estimate.epistemic,
        )  # fmt: skip


def test_every_estimate_has_its_three_uncertainties_in_order(japan: Comparison) -> None:
    found = list(every_estimate(japan))
    assert len(found) > 400
    for where, estimate in found:
        numbers = (estimate.mean, estimate.mc_se, *estimate.epistemic, *estimate.predictive)
        assert np.isfinite(numbers).all(), where
        assert estimate.mc_se >= 0.0, where
        assert estimate.epistemic[0] <= estimate.epistemic[1], where
        assert estimate.predictive[0] <= estimate.predictive[1], where


def test_every_share_of_attribution_has_its_three_uncertainties(japan: Comparison) -> None:
    assert list(japan.attribution) == NAMES
    for measure, shares in japan.attribution.items():
        assert list(shares) == list(MECHANISMS), measure
        for share in shares.values():
            assert isinstance(share, Attribution)
            assert share.mc_se >= 0.0
            assert share.epistemic[0] <= share.epistemic[1]
            assert share.predictive[0] <= share.predictive[1]


def test_outcomes_keep_within_their_bounds(japan: Comparison) -> None:
    size = japan.scenario.raid_size
    for outcomes in japan.arrangements.values():
        for measure, estimate in outcomes.items():
            if measure.startswith("engageable") or measure == "p_no_leak":
                assert 0.0 <= estimate.mean <= 1.0, measure
            assert estimate.mean >= 0.0, measure
        assert outcomes.expected_leakers.mean <= size
        assert outcomes.expected_leakers.predictive[1] <= size
        assert outcomes.engageable_share_two_shots.mean <= outcomes.engageable_share.mean
        assert outcomes.engageable_share_upper.mean <= outcomes.engageable_share.mean
        assert outcomes.engageable_share_upper_two_shots.mean <= outcomes.engageable_share_upper.mean
        assert outcomes.engageable_share_lower.mean <= outcomes.engageable_share.mean


def test_defending_the_partner_changes_nothing_where_nobody_aims_at_the_partner(japan: Comparison) -> None:
    for measure in NAMES:
        share = japan.attribution[measure]["defends"]
        assert dataclasses.astuple(share) == (0.0, 0.0, (0.0, 0.0), (0.0, 0.0), 0.0, 0.0), measure
    assert any("Every aim point is on the territory of JPN" in remark for remark in japan.remarks)


def test_a_remark_says_that_block_2a_has_no_effect_on_this_date(japan: Comparison) -> None:
    remarks = [remark for remark in japan.remarks if "Block IIA" in remark]
    assert len(remarks) == 1
    assert "no effect on this date" in remarks[0]


def test_columns_by_party_and_beneficiary_add_up(japan: Comparison) -> None:
    for outcomes in (*japan.arrangements.values(), *japan.differences.values()):
        for measure in ("interceptors_expended", "interceptors_remaining", "cost_expended_million_usd"):
            whole = getattr(outcomes, measure)
            # whole numbers added in two ways and divided by the same count: rounding only
            assert sum(part.mean for part in whole.by_party.values()) == pytest.approx(
                whole.mean, rel=1e-12, abs=1e-12
            )
        leakers = outcomes.expected_leakers
        assert sum(part.mean for part in leakers.by_beneficiary.values()) == pytest.approx(
            leakers.mean, rel=1e-12, abs=1e-12
        )


def test_rounds_fired_and_rounds_left_are_what_was_there(japan: Comparison) -> None:
    held = [
        outcomes.interceptors_expended.mean + outcomes.interceptors_remaining.mean
        for outcomes in japan.arrangements.values()
    ]
    # the same units are on station in the same draws under every arrangement
    assert held == pytest.approx([held[0]] * len(held), rel=1e-12)


@pytest.mark.parametrize("measure", NAMES)
def test_paired_differences_are_differences_of_the_means(japan: Comparison, measure: str) -> None:
    for name, outcomes in japan.differences.items():
        first, _, second = name.partition("-minus-")
        gap = (
            getattr(japan.arrangements[first], measure).mean
            - getattr(japan.arrangements[second], measure).mean
        )
        assert getattr(outcomes, measure).mean == pytest.approx(gap, rel=1e-9, abs=1e-9)


def test_every_pair_of_arrangements_has_a_difference(japan: Comparison) -> None:
    assert set(japan.differences) == {
        "cooperative-minus-unconnected", "integrated-minus-unconnected", "as_of-minus-unconnected",
        "integrated-minus-cooperative", "as_of-minus-cooperative", "as_of-minus-integrated",
    }  # fmt: skip


def test_the_curve_rises_with_the_size_of_the_raid(japan: Comparison) -> None:
    for name in japan.arrangements:
        points = {point.raid_size: point for point in japan.raid_size_curve if point.arrangement == name}
        assert sorted(points) == [5, 40]
        assert points[5].expected_leakers.mean < points[40].expected_leakers.mean
        assert points[5].p_no_leak.mean >= points[40].p_no_leak.mean
        assert points[5].interceptors_expended.mean <= points[40].interceptors_expended.mean


def test_the_size_at_which_rounds_run_out_is_read_off_the_curve(japan: Comparison) -> None:
    for name, found in japan.runs_out.items():
        for at, measure in (
            (found.second_shot_at, "targets_without_second_round"),
            (found.magazine_at, "targets_without_round"),
        ):
            points = [point for point in japan.raid_size_curve if point.arrangement == name]
            lacking = [point.raid_size for point in points if getattr(point, measure).mean >= 1.0]
            assert at == min(lacking, default=None)
    assert list(japan.runs_out) == list(japan.arrangements)


def test_a_posture_with_nothing_leaks_everything_that_flies(small: Small) -> None:
    names = ("unconnected", "integrated")
    nothing = small(*names, without=("sm3_1a", "sm3_1b", "pac3", "pac2_gem"))
    whole = small(*names)
    for name in names:
        outcomes = nothing.arrangements[name]
        assert outcomes.interceptors_expended.mean == outcomes.interceptors_remaining.mean == 0.0
        assert outcomes.engageable_share.mean == outcomes.p_no_leak.mean == 0.0
        assert outcomes.expected_leakers.mean > whole.arrangements[name].expected_leakers.mean
    difference = nothing.differences["integrated-minus-unconnected"].expected_leakers
    assert (difference.mean, difference.mc_se, difference.epistemic) == (0.0, 0.0, (0.0, 0.0))
    assert any("every missile that flies leaks" in remark for remark in nothing.remarks)


def test_every_fact_used_is_in_the_catalogue_with_its_sources(japan: Comparison) -> None:
    assert len(japan.facts_used) > 100
    names = [used.fact for used in japan.facts_used]
    assert names == sorted(set(names))
    known = set(shipped().ids(Source))
    for used in japan.facts_used:
        fact = shipped().fact(used.fact)
        assert (fact.value, fact.unit, fact.basis) == (used.value, used.unit, used.basis), used.fact
        assert set(used.sources) == {cite.source for cite in fact.cites}, used.fact
        assert set(used.sources) <= known, used.fact
        assert used.role, used.fact
    assert any(used.sources for used in japan.facts_used)


def test_what_is_not_modelled_is_said(japan: Comparison) -> None:
    assert any("a leaker is not a casualty" in line for line in japan.not_modelled)


def test_places_are_of_people_within_range(japan: Comparison) -> None:
    assert len(japan.places) > 60
    for place in japan.places:
        assert 0.0 < place.reachable_share <= 1.0
        assert list(place.looks) == list(japan.arrangements)
        assert all(0.0 <= share <= 1.0 for share in place.lower_tier.values())
        assert all(np.isfinite(list(place.warning_time_s.values())))


def test_units_have_a_share_of_draws_on_station(japan: Comparison) -> None:
    shares = {unit.id: unit.available_share for unit in japan.units}
    assert {"js_kongo", "js_chokai", "js_myoko", "js_kirishima"} <= set(shares)
    assert all(0.0 <= share <= 1.0 for share in shares.values())
    # owned is not at sea
    assert shares["js_kongo"] < 1.0


def test_the_answer_gives_the_numbers_of_the_result(japan: Comparison) -> None:
    assert japan.answer.startswith("In a hypothetical raid of 20 expected leakers are ")
    assert "Public warning before impact changes by" in japan.answer
    worse = [
        name
        for name in ("cooperative", "as_of")
        if (leakers := japan.differences[f"{name}-minus-unconnected"].expected_leakers).mean
        > 2.0 * leakers.mc_se
    ]
    assert japan.answer.count(". ") == 1 + bool(worse), "two sentences, and one on what is worse"
    assert ("more missiles leak" in japan.answer) == bool(worse)


Small = Callable[..., Comparison]


@pytest.fixture(scope="module")
def small(scenario: Scenario) -> Small:
    """Return a function that runs a small comparison, once: one launch area, 8 draws of two battles each."""

    @functools.cache
    def run(*names: str, seed: int = 7, **changes: object) -> Comparison:
        asked = scenario.but(attribution=None, raid_launch_areas=["prk_southeast"], **changes)
        return run_comparison(asked, shipped(), Settings(names, 16, None, seed, workers=1))

    return run


def timeless(result: Comparison) -> Comparison:
    return dataclasses.replace(result, timings_s={})


def test_the_number_of_workers_changes_nothing_but_the_time(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the case is made before there are workers: making it once leaves the test what it is
    monkeypatch.setattr(compare, "build_case", lambda *_, **__: case)
    asked = scenario.but(raid_launch_areas=["prk_southeast"])
    case = build_case(asked, ("unconnected", "integrated"), shipped(), seed=3, draws=12)
    one, two, four = (
        run_comparison(asked, shipped(), Settings(("unconnected", "integrated"), 24, None, 3, workers, (4,)))
        for workers in (1, 2, 4)
    )
    assert timeless(one) == timeless(two) == timeless(four)
    assert set(one.timings_s) == set(two.timings_s)


def test_the_same_seed_gives_the_same_answer_and_another_seed_another(small: Small) -> None:
    names = ("unconnected", "integrated")
    again, other = small.__wrapped__(*names), small(*names, seed=8)  # type: ignore[attr-defined]
    assert timeless(small(*names)) == timeless(again)
    assert small(*names).arrangements != other.arrangements


def test_arrangements_that_are_the_same_do_not_differ_at_all(scenario: Scenario) -> None:
    # the cooperative arrangement under another name: the same luck, so nothing at all between them
    class Twice(type(shipped())):  # type: ignore[misc]
        def record(self, kind, name):  # type: ignore[no-untyped-def]
            return super().record(kind, "cooperative" if name == "unconnected" else name)

    asked = scenario.but(attribution=None, raid_launch_areas=["prk_southeast"])
    result = run_comparison(asked, Twice(), Settings(("unconnected", "cooperative"), 16, None, 7, 1))
    nothing = (0.0, 0.0, (0.0, 0.0), (0.0, 0.0))
    for measure, estimate in result.differences["cooperative-minus-unconnected"].items():
        parts = [*(estimate.by_party or {}).values(), *(estimate.by_beneficiary or {}).values()]
        for each in (estimate, *parts):
            assert (each.mean, each.mc_se, each.epistemic, each.predictive) == nothing, measure
    assert "makes no difference" in result.answer


def test_without_the_forward_radars_warning_is_shorter_or_the_same(small: Small) -> None:
    names = ("unconnected", "integrated")
    whole, without = small(*names), small(*names, without=("tpy2",))
    assert [unit for unit in whole.units if unit.system == "tpy2"]
    assert not [unit for unit in without.units if unit.system == "tpy2"]
    seconds = [result.arrangements["integrated"].warning_time_s.mean for result in (whole, without)]
    assert seconds[1] <= seconds[0]
    assert whole.arrangements != without.arrangements


def test_with_all_units_on_station_no_less_is_engageable(small: Small) -> None:
    names = ("unconnected", "integrated")
    typical, everything = small(*names), small(*names, availability="all")
    for name in names:
        for measure in NAMES[:5]:
            assert (
                getattr(everything.arrangements[name], measure).mean
                >= getattr(typical.arrangements[name], measure).mean
            )
    assert all(unit.available_share == 1.0 for unit in everything.units)


def test_one_arrangement_by_itself_has_an_answer(small: Small) -> None:
    result = small("japan_forces_only")
    assert (result.differences, result.cells) == ({}, {})
    assert "“Japan's forces only”" in result.answer

"""Single losses: leaving out by hand is the same, what is not there is no loss, and no rank is invented."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shieldwall.case.build import Case, build_case
from shieldwall.case.kept import keeping
from shieldwall.catalogue.load import shipped
from shieldwall.model.errors import InputError
from shieldwall.model.estimate import Estimate
from shieldwall.model.outcomes import Comparison
from shieldwall.model.scenario import Scenario
from shieldwall.model.what_if import LossEffects, SingleLoss, WithoutOne
from shieldwall.study.compare import Settings, run_comparison
from shieldwall.study.without_one import case_without, largest_loss, losses_of, without_one

NAMES = ("unconnected", "integrated")
SEED = 7
TRIALS = 16
NOTHING = (0.0, 0.0, (0.0, 0.0), (0.0, 0.0))
SETTINGS = Settings(NAMES, TRIALS, None, SEED, workers=1)


@pytest.fixture(scope="module")
def asked(scenario: Scenario) -> Scenario:
    return scenario.but(attribution=None, raid_launch_areas=["prk_southeast"], availability="all")


@pytest.fixture(scope="module")
def case(asked: Scenario) -> Case:
    return build_case(asked, NAMES, shipped(), seed=SEED, draws=8)


@pytest.fixture(scope="module")
def whole(asked: Scenario) -> Iterator[Comparison]:
    with keeping():
        yield run_comparison(asked, shipped(), SETTINGS)


@pytest.fixture(scope="module")
def lost(case: Case) -> dict[str, WithoutOne]:
    return {
        each: without_one(case, case.arrangements, each, trials=TRIALS)
        for each in ("sensor", "link", "shooter")
    }


def means(outcomes: object) -> dict[str, float]:
    measures = ("expected_leakers", "p_no_leak", "warning_time_s", "interceptors_expended")
    return {measure: getattr(outcomes, measure).mean for measure in measures}


@pytest.mark.parametrize(
    ("asset_class", "gone"),
    [
        ("shooter", "js_kongo"), ("sensor", "tpy2_shariki"), ("sensor", "early_warning_satellites"),
        ("link", "net_c2bmc"), ("link", "tracks_usa_jpn"), ("link", "warning_usa_jpn"),
    ],
)  # fmt: skip
def test_a_loss_is_what_leaving_out_by_name_gives(
    asked: Scenario, whole: Comparison, lost: dict[str, WithoutOne], asset_class: str, gone: str
) -> None:
    without = run_comparison(asked.but(without=[gone]), shipped(), SETTINGS)
    [loss] = [each for each in lost[asset_class].losses if each.id == gone]
    for name, effects in loss.effects.items():
        before, after = means(whole.arrangements[name]), means(without.arrangements[name])
        expected = {measure: after[measure] - before[measure] for measure in before}
        # the same battles added up in another order
        assert means(effects) == pytest.approx(expected, abs=1e-9), name


def test_links_are_lost_where_there_are_links(lost: dict[str, WithoutOne]) -> None:
    found = {loss.id: set(loss.effects) for loss in lost["link"].losses}
    assert found["net_jadge"] == set(NAMES)
    assert found["tracks_usa_jpn"] == {"integrated"}
    assert {"warning_jpn_usa", "warning_usa_jpn", "tracks_jpn_usa", "net_c2bmc"} < set(found)


def test_classes_hold_what_they_say(case: Case) -> None:
    kinds = {name: {loss.kind for loss in losses_of(case, name)} for name in ("sensor", "link", "shooter")}  # type: ignore[arg-type]
    assert kinds == {
        "sensor": {"radar_site", "satellite"}, "link": {"relation", "command"},
        "shooter": {"ship", "ground_battery"},
    }  # fmt: skip
    ids = [loss.id for loss in losses_of(case, "shooter")]
    assert ids == sorted(ids), "in the order of the catalogue, not of effect"


def test_who_is_not_on_station_is_no_loss(asked: Scenario) -> None:
    case = build_case(asked, NAMES, shipped(), seed=SEED, draws=2)
    case.samples.ready[:] = False
    found = without_one(case, case.arrangements, "shooter", trials=8)
    for loss in found.losses:
        for effects in loss.effects.values():
            estimate = effects.expected_leakers
            assert (estimate.mean, estimate.mc_se, estimate.epistemic, estimate.predictive) == NOTHING
    for measures in found.largest.values():
        assert all(largest.id is None for largest in measures.values())


def test_the_number_of_threads_changes_nothing(case: Case, lost: dict[str, WithoutOne]) -> None:
    assert without_one(case, case.arrangements, "link", trials=TRIALS, workers=3) == lost["link"]


def test_the_case_itself_is_left_as_it_was(case: Case) -> None:
    [ship] = [loss for loss in losses_of(case, "shooter") if loss.id == "js_kongo"]
    [net] = [loss for loss in losses_of(case, "link") if loss.id == "net_jadge"]
    ready = case.samples.ready.copy()
    lesser, out = case_without(case, ship), case_without(case, net)
    assert (case.samples.ready == ready).all()
    assert not lesser.samples.ready[:, ship.unit].any()
    assert out.samples.networks.outage_probability[0].tolist() == [1.0] * case.draws
    assert case.samples.networks.outage_probability.max() < 1.0
    assert out.drawn_links is not case.drawn_links


def test_an_unknown_class_is_refused(case: Case) -> None:
    with pytest.raises(InputError, match=r"--without-one 'sensors': one of sensor, link, shooter.*'sensor'"):
        without_one(case, case.arrangements, "sensors")


def effect(mean: float, error: float, low: float, high: float) -> LossEffects:
    estimate = Estimate(mean, error, (low, high), (low, high))
    return LossEffects(estimate, estimate, dataclasses.replace(estimate, mean=-mean), estimate)


numbers = st.floats(-3.0, 3.0)


@given(st.lists(st.tuples(numbers, st.floats(0.0, 1.0), numbers, numbers), min_size=1, max_size=6))
def test_no_rank_is_claimed_where_intervals_overlap(
    made: list[tuple[float, float, float, float]],
) -> None:
    losses = [
        SingleLoss(f"unit_{place}", "", "JPN", "ship", "", {"a": effect(mean, error, *sorted((low, high)))})
        for place, (mean, error, low, high) in enumerate(made)
    ]
    found = largest_loss(losses, "a", "expected_leakers")
    effects = {loss.id: loss.effects["a"].expected_leakers for loss in losses}
    if found.id is None:
        best = max(effects.values(), key=lambda each: each.mean)
        assert best.mean <= 2.0 * best.mc_se
        return
    assert found.effect is not None
    assert found.effect.mean == max(each.mean for each in effects.values()) > 2.0 * found.effect.mc_se
    for name, each in effects.items():
        apart = each.epistemic[0] > found.effect.epistemic[1] or each.epistemic[1] < found.effect.epistemic[0]
        silent = not any((each.mean, each.mc_se, *each.epistemic))
        assert (name in found.not_told_apart_from) == (name != found.id and not apart and not silent)
    assert ("no rank is claimed" in found.text) == bool(found.not_told_apart_from)


def test_nothing_to_lose() -> None:
    assert "nothing of this class" in largest_loss([], "unconnected", "expected_leakers").text

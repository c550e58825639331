"""What flips the sign: an input that does is found, one that does not is not, and ends are what they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shieldwall.case.build import build_case
from shieldwall.case.ledger import Input
from shieldwall.catalogue.load import shipped
from shieldwall.chance.streams import uniforms
from shieldwall.model.estimate import Estimate
from shieldwall.model.scenario import Scenario
from shieldwall.study import flips
from shieldwall.study.flips import Asked, find_flips, foretold, worth_trying

NAMES = ("unconnected", "integrated")


def an_input(name: str, draws: int = 256) -> Input:
    return Input(name, "", "assumed", "share", 0.0, 1.0, "assumed", uniforms(5, name, draws))


def test_the_line_is_that_of_least_squares() -> None:
    value, other = an_input("x", 40).value, an_input("y", 40).value
    slope, level = np.polyfit(value, other, 1)
    ahead, error = foretold(value, other)
    # the same line by another route
    assert ahead == pytest.approx(level + slope * np.array([value.min(), value.max()]), rel=1e-9)
    left = other - level - slope * value
    middle = np.sqrt(left @ left / 38.0 / 40.0)
    assert (error > middle).all(), "the ends are known less well than the middle"


@pytest.mark.parametrize(("level", "found"), [(0.3, {"does"}), (0.7, set())])
def test_inputs_are_tried_where_the_other_sign_is_near(level: float, found: set[str]) -> None:
    idle = [an_input(f"idle {place}") for place in range(3)]
    does = an_input("does")
    # the mean is level below one half: the sign turns within the range of the input only for 0.3
    difference = (does.value - 0.5) - level + 0.05 * an_input("noise").value
    tried = worth_trying([*idle, does], {("pair", "measure"): difference})
    assert {each.name for each in tried} == found


def test_a_difference_without_a_sign_has_none_to_reverse() -> None:
    difference = an_input("does").value - 0.5
    assert worth_trying([an_input("does")], {("pair", "measure"): difference - difference.mean()}) == ()


def test_no_more_are_tried_than_stated() -> None:
    many = [an_input(f"input {place}") for place in range(2 * flips.MOST_TRIED)]
    difference = sum((each.value - 0.5 for each in many), np.full(256, 0.4))
    tried = worth_trying(many, {("pair", "measure"): difference})
    assert len(tried) == flips.MOST_TRIED
    assert [each.name for each in tried] == [each.name for each in many if each in tried], "in their order"


def at(mean: float, error: float) -> Estimate:
    return Estimate(mean, error, (mean, mean), (mean, mean))


numbers = st.floats(-5.0, 5.0)
errors = st.floats(0.0, 2.0)


@given(st.floats(0.1, 5.0), numbers, errors, numbers, errors)
def test_a_sign_is_reversed_only_beyond_the_luck_of_the_trials(
    whole: float, low: float, low_error: float, high: float, high_error: float
) -> None:
    for sign in (1.0, -1.0):
        found = flips._tried(
            an_input("x", 2), at(sign * whole, 0.0), at(low, low_error), at(high, high_error)
        )
        other = [-sign * low > 2.0 * low_error, -sign * high > 2.0 * high_error]
        same = [sign * low > 2.0 * low_error, sign * high > 2.0 * high_error]
        assert (found.verdict == "reverses") == any(other)
        assert (found.verdict == "keeps_the_sign") == (all(same) and not any(other))


@pytest.mark.parametrize("end", [0, 1])
def test_held_inputs_stand_at_their_ends_and_the_others_as_they_were(scenario: Scenario, end: int) -> None:
    asked = scenario.but(raid_launch_areas=["prk_southeast"])
    free = build_case(asked, NAMES, shipped(), seed=5, draws=16)
    names = ("kongo_class.availability_typical", "kill probability: sm3_1a", "spy1.reference_range_km")
    inputs = {each.name: each for each in free.inputs}
    held = build_case(
        asked, NAMES, shipped(), seed=5, draws=16, held={name: inputs[name].ends[end] for name in names}
    )
    assert {each.name for each in free.inputs} - {each.name for each in held.inputs} == set(names)
    for each in held.inputs:
        if not each.name.startswith("on station"):  # whose chance has moved
            assert (each.value == inputs[each.name].value).all(), each.name
    fact = shipped().fact("spy1.reference_range_km")
    radar = list(held.forces.radar_type).index(held.forces.radar_types.index("spy1"))
    range_km = held.samples.radars[0].reference_range_m[radar] / 1e3
    assert range_km == pytest.approx((fact.low, fact.high)[end], rel=1e-12)


def test_a_small_run_says_what_it_did(scenario: Scenario) -> None:
    asked = scenario.but(attribution=None, raid_launch_areas=["prk_southeast"], raid_size=6)
    said: list[float] = []
    found = find_flips(
        Asked(asked, NAMES, seed=3, trials=48, draws=24), shipped(), lambda _, share: said.append(share)
    )
    assert (found.trials, found.draws) == (48, 24)
    assert 0 <= found.tried <= flips.MOST_TRIED < found.screened
    assert len(said) == found.tried
    assert set(found.differences) == {"integrated-minus-unconnected"}
    for measure, flip in found.differences["integrated-minus-unconnected"].items():
        assert measure in flips.MEASURES
        assert flip.text.endswith(".")
        assert set(flip.reversed_by) <= {each.input for each in flip.tried}
        assert (flip.verdict == "found") == bool(flip.reversed_by)
        if flip.verdict != "no_difference":
            assert len(flip.tried) == found.tried

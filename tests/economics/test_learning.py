from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shieldwall.economics.learning import LearningCurve, Lot, Theory, fit, predict
from shieldwall.economics.prices import PriceBook
from shieldwall.economics.production import lots_of
from shieldwall.model.errors import InputError
from shieldwall.model.money import UnitPriceRow

RUNS = ((1, 20), (21, 60), (61, 110), (111, 200), (201, 330))


def lots_on(curve: LearningCurve, runs: tuple[tuple[int, int], ...] = RUNS) -> list[Lot]:
    return [
        Lot(first, last, curve.lot_cost(first, last) / (last - first + 1), f"{first}") for first, last in runs
    ]


@pytest.mark.parametrize(
    ("slope", "unit", "cost"),
    [(0.8, 125, 21.13225), (0.85, 125, 32.23647), (0.9, 125, 48.00243), (0.95, 125, 69.95640)],
)
def test_crawford_agrees_with_the_worked_examples_of_learning_curve(
    slope: float, unit: int, cost: float
) -> None:
    # Printed to seven figures in the help pages of the R package learningCurve 1.1.2 (unit_curve).
    assert LearningCurve("crawford", 100.0, slope).unit_cost(unit) == pytest.approx(cost, abs=5e-6)


def test_totals_and_wright_agree_with_the_worked_examples_of_learning_curve() -> None:
    # unit_cum_exact(t = 100, n = 125, r = .85) and ca_unit(t = 110, n = 2200, r = .885), as printed.
    assert LearningCurve("crawford", 100.0, 0.85).lot_cost(1, 125) == pytest.approx(5201.085, abs=5e-4)
    assert LearningCurve("wright", 110.0, 0.885).unit_cost(2200) == pytest.approx(23.34001, abs=5e-6)


def test_wrights_average_falls_by_the_slope_at_each_doubling() -> None:
    curve = LearningCurve("wright", 10.0, 0.9)
    averages = [curve.lot_cost(1, 2**power) / 2**power for power in range(6)]
    for before, after in itertools.pairwise(averages):
        assert after / before == pytest.approx(0.9, rel=1e-12)  # the definition


@settings(max_examples=40)
@given(
    slope=st.floats(0.72, 1.1),
    first_unit=st.floats(0.1, 500.0),
    theory=st.sampled_from(["crawford", "wright"]),
)
def test_a_fit_recovers_a_known_slope(slope: float, first_unit: float, theory: Theory) -> None:
    found = fit(lots_on(LearningCurve(theory, first_unit, slope)), theory)
    # Noise-free lots: the numerical derivative of the last polishing step limits it.
    assert found.curve.slope == pytest.approx(slope, rel=1e-9)
    assert found.curve.first_unit_cost == pytest.approx(first_unit, rel=1e-8)
    assert found.residual_sd < 1e-9


def test_the_interval_holds_the_true_slope_as_often_as_it_says() -> None:
    curve = LearningCurve("crawford", 20.0, 0.88)
    clean = lots_on(curve)
    generator = np.random.default_rng(20151202)
    held = 0
    trials = 300
    for _ in range(trials):
        noise = np.exp(generator.normal(0.0, 0.05, len(clean)))
        lots = [
            Lot(lot.first, lot.last, lot.unit_cost * factor, lot.label)
            for lot, factor in zip(clean, noise, strict=True)
        ]
        slope = fit(lots, confidence=0.9).slope
        held += slope.low <= 0.88 <= slope.high
    # Binomial standard error of 300 trials at 0.9: 0.017; three of them.
    assert held / trials == pytest.approx(0.9, abs=0.052)


def test_a_prediction_holds_the_next_lot_as_often_as_it_says() -> None:
    curve = LearningCurve("crawford", 20.0, 0.88)
    clean = lots_on(curve)
    truth = curve.lot_cost(331, 500) / 170
    generator = np.random.default_rng(7)
    held = 0
    trials = 300
    for _ in range(trials):
        noise = np.exp(generator.normal(0.0, 0.05, len(clean) + 1))
        lots = [
            Lot(lot.first, lot.last, lot.unit_cost * factor, lot.label)
            for lot, factor in zip(clean, noise[:-1], strict=True)
        ]
        coming = predict(fit(lots, confidence=0.9), 331, 500)
        held += coming.low <= truth * noise[-1] <= coming.high
    assert held / trials == pytest.approx(0.9, abs=0.052)  # as above


def test_real_lots_give_their_interval(unit_prices: tuple[UnitPriceRow, ...], book: PriceBook) -> None:
    levels = book.named("usd_gdp_omb")
    thaad = fit(lots_of(unit_prices, "thaad_line", "flyaway", 2017, levels))
    sm3 = fit(lots_of(unit_prices, "sm3_line", "flyaway", 2017, levels))
    assert len(thaad.lots) == len(sm3.lots) == 6
    # An independent check by hand in logs at lot midpoints gives 0.90 and 1.00 within a few hundredths.
    assert thaad.slope.value == pytest.approx(0.90, abs=0.02)
    assert thaad.learning_is_shown
    assert sm3.slope.low < 1.0 < sm3.slope.high
    assert not sm3.learning_is_shown
    coming = predict(thaad, 226, 260)
    assert coming.low < coming.value < coming.high


def test_an_independent_regression_at_lot_midpoints_is_near(
    unit_prices: tuple[UnitPriceRow, ...], book: PriceBook
) -> None:
    lots = lots_of(unit_prices, "thaad_line", "flyaway", 2017, book.named("usd_gdp_omb"))
    middle = np.log([(lot.first + lot.last) / 2.0 for lot in lots])
    power = np.polyfit(middle, np.log([lot.unit_cost for lot in lots]), 1)[0]
    # The algebraic midpoint is not the middle of the run: the slopes differ by less than a hundredth here.
    assert fit(lots).curve.slope == pytest.approx(2.0**power, abs=0.01)


def test_too_few_lots_are_refused() -> None:
    lots = lots_on(LearningCurve("crawford", 10.0, 0.9), RUNS[:2])
    with pytest.raises(InputError, match="at least three lots, not 2"):
        fit(lots)
    with pytest.raises(InputError, match="fewer than three positions"):
        fit([*lots, lots[0]])


@pytest.mark.parametrize(("first", "last", "cost"), [(0, 5, 1.0), (6, 5, 1.0), (1, 5, 0.0), (1, 5, math.nan)])
def test_impossible_lots_are_refused(first: int, last: int, cost: float) -> None:
    with pytest.raises(InputError):
        Lot(first, last, cost, "x")
    with pytest.raises(InputError, match="not a run"):
        LearningCurve("crawford", 1.0, 0.9).lot_cost(5, 4)

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shieldwall.economics.frontier import OptionOutcome, frontier
from shieldwall.model.errors import InputError


def test_the_dearer_and_worse_is_named_with_what_beats_it() -> None:
    found = frontier(
        [
            OptionOutcome("ships", [10.0, 10.0], [2.0, 2.0]),
            OptionOutcome("nothing", [0.0, 0.0], [5.0, 5.0]),
            OptionOutcome("towers", [12.0, 12.0], [3.0, 3.0]),
        ],
        less_is_better=True,
    )
    assert [point.option for point in found] == ["nothing", "ships", "towers"]
    assert [point.on_frontier for point in found] == [True, True, False]
    assert found[2].dominated_by == ("ships",)
    assert [point.chance_on_frontier for point in found] == [1.0, 1.0, 0.0]


def test_the_chance_counts_paired_draws() -> None:
    found = frontier(
        [
            OptionOutcome("ships", [10.0] * 4, [2.0, 2.0, 4.0, 2.0]),
            OptionOutcome("towers", [11.0] * 4, [3.0, 3.0, 3.0, 3.0]),
        ],
        less_is_better=True,
    )
    assert {point.option: point.chance_on_frontier for point in found} == {"ships": 1.0, "towers": 0.25}


def test_twins_do_not_beat_each_other() -> None:
    twins = [OptionOutcome(name, 10.0, 2.0) for name in ("one", "two")]
    assert all(point.on_frontier for point in frontier(twins, less_is_better=True))


@given(st.lists(st.tuples(st.floats(0.0, 100.0), st.floats(0.0, 1.0)), min_size=1, max_size=8))
def test_the_cheapest_and_the_best_are_always_on_it(values: list[tuple[float, float]]) -> None:
    options = [OptionOutcome(f"o{i}", cost, effect) for i, (cost, effect) in enumerate(values)]
    found = {point.option: point for point in frontier(options, less_is_better=False)}
    costs, effects = np.array(values).T
    cheapest = [i for i in range(len(values)) if costs[i] == costs.min()]
    best = max(cheapest, key=lambda i: effects[i])
    assert found[f"o{best}"].on_frontier
    for name, point in found.items():
        assert point.on_frontier == (not point.dominated_by)
        assert name not in point.dominated_by


def test_options_that_do_not_pair_are_refused() -> None:
    one = OptionOutcome("one", [1.0, 2.0], [1.0, 2.0])
    with pytest.raises(InputError, match="each named once"):
        frontier([one, one], less_is_better=True)
    with pytest.raises(InputError, match="each named once"):
        frontier([], less_is_better=True)
    with pytest.raises(InputError, match="do not pair"):
        frontier([one, OptionOutcome("two", [1.0], [1.0])], less_is_better=True)
    with pytest.raises(InputError, match="as many draws"):
        frontier([OptionOutcome("two", [1.0, 2.0], [1.0])], less_is_better=True)

"""What is kept between cases: the same under the same key, and no more than allowed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest

from shieldwall.case.kept import content, keep_up_to, kept


@dataclass(frozen=True)
class Thing:
    name: str
    values: npt.NDArray[np.float64]


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    keep_up_to(0)


def test_nothing_is_kept_unless_asked() -> None:
    made = [kept("thing", (1,), lambda: np.zeros(2)) for _ in range(2)]
    assert made[0] is not made[1]


def test_the_same_is_made_once() -> None:
    keep_up_to(1_000_000)
    first = kept("thing", (Thing("a", np.arange(3.0)), 1), lambda: np.zeros(2))
    assert kept("thing", (Thing("a", np.arange(3.0)), 1), lambda: np.ones(2)) is first
    assert kept("other", (Thing("a", np.arange(3.0)), 1), lambda: np.ones(2)) is not first


def test_whatever_differs_has_another_key() -> None:
    values = np.arange(6.0)
    different = [
        (Thing("a", values),), (Thing("b", values),), (Thing("a", values + 1e-12),), (values,),
        (values.reshape(2, 3),), (values.astype(np.float32),), (1,), (1.0,), ("1",), (None,),
        ((1,),), ([1, 2],), (1, 2), (True,), (),
    ]  # fmt: skip
    assert len({content(each) for each in different}) == len(different)
    assert content(values[::2]) == content(values[::2].copy())


def test_the_least_recently_used_goes_first() -> None:
    keep_up_to(2_000)
    first = kept("thing", (1,), lambda: np.zeros(100))
    kept("thing", (2,), lambda: np.zeros(100))
    assert kept("thing", (1,), lambda: np.ones(100)) is first
    kept("thing", (3,), lambda: np.zeros(100))  # 2,400 bytes: the second goes
    assert kept("thing", (1,), lambda: np.ones(100)) is first
    assert kept("thing", (2,), lambda: np.ones(100))[0] == 1.0


def test_what_is_larger_than_all_is_not_kept() -> None:
    keep_up_to(100)
    assert kept("thing", (1,), lambda: np.zeros(100))[0] == 0.0
    assert kept("thing", (1,), lambda: np.ones(100))[0] == 1.0

"""Arrangements: cells between two of them, and the fall-back where one plan has no tracks."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shieldwall.model.arrangement import (
    COORDINATION_CODE,
    MECHANISMS,
    Arrangement,
    Defends,
    TracksShared,
    WarningShared,
)

BASE = Arrangement(
    id="base", name="Base", summary="Nothing is shared.", parties=("JPN", "USA"),
    defends=(Defends(defender="USA", defended="JPN", authority="standing_order"),),
)  # fmt: skip
TOP = Arrangement(
    id="top", name="Top", summary="Everything is shared.", parties=("JPN", "USA"),
    warning=(WarningShared(giver="USA", receiver="JPN"),),
    tracks=(TracksShared(giver="USA", receiver="JPN", engage_on_remote=True),),
    defends=(*BASE.defends, Defends(defender="JPN", defended="USA", authority="declared_situation")),
    fire_coordination="one_plan",
)  # fmt: skip

CELLS = [frozenset(chosen) for size in range(5) for chosen in itertools.combinations(MECHANISMS, size)]


@given(st.sampled_from(CELLS))
def test_a_cell_takes_what_it_names_from_the_top_and_the_rest_from_the_base(taken) -> None:  # type: ignore[no-untyped-def]
    cell = BASE.with_mechanisms(TOP, taken, "cell")
    for mechanism in MECHANISMS:
        owner = TOP if mechanism in taken else BASE
        assert getattr(cell, mechanism) == getattr(owner, mechanism)
    assert (cell.id, cell.parties, cell.absent) == ("cell", BASE.parties, BASE.absent)


def test_the_corner_cells_are_the_arrangements() -> None:
    for taken, owner in ((frozenset(), BASE), (frozenset(MECHANISMS), TOP)):
        cell = BASE.with_mechanisms(TOP, taken, "cell")
        kept = {"id", "name", "summary"}
        assert cell.model_dump(exclude=kept) == owner.model_dump(exclude=kept)


def test_one_plan_needs_tracks() -> None:
    without = BASE.with_mechanisms(TOP, frozenset({"fire_coordination"}), "cell")
    assert without.fire_coordination == "one_plan"
    assert without.effective_coordination == "sector_deconfliction"
    assert TOP.effective_coordination == "one_plan"
    assert BASE.effective_coordination == "none"


def test_codes_rise_with_coordination() -> None:
    assert COORDINATION_CODE == {"none": 0, "sector_deconfliction": 1, "one_plan": 2}


@pytest.mark.parametrize(
    "stranger",
    [
        {"warning": (WarningShared(giver="KOR", receiver="JPN"),)},
        {"tracks": (TracksShared(giver="JPN", receiver="KOR"),)},
        {"defends": (Defends(defender="KOR", defended="JPN", authority="standing_order"),)},
        {"absent": ("KOR",)},
    ],
    ids=lambda stranger: next(iter(stranger)),
)
def test_relations_are_between_the_parties_named(stranger: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="KOR not among the parties JPN, USA"):
        Arrangement.model_validate({**BASE.model_dump(), **stranger})

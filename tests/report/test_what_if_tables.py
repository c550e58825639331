"""Tables of what stands beside a comparison: they fit, they keep the catalogue's order, they lose nothing."""

from __future__ import annotations

import csv
import dataclasses
from pathlib import Path

import pytest

from shieldwall.model.estimate import MEASURES, Estimate
from shieldwall.model.outcomes import Comparison
from shieldwall.model.what_if import (
    AssumedShare,
    CounterfactualWorld,
    Flip,
    Flips,
    InputTried,
    LargestLoss,
    LossEffects,
    PartyInWorld,
    ProgrammeInWorld,
    RunsOut,
    SecondRaidOutcome,
    SingleLoss,
    VarianceShare,
    WithoutOne,
)
from shieldwall.report import what_if_tables
from shieldwall.report.tables import TABLES, write_tables

PAIR = "integrated-minus-unconnected"


def estimate(mean: float) -> Estimate:
    return Estimate(mean, 0.01, (mean - 0.5, mean + 0.5), (mean - 2.0, mean + 2.0))


NONE = Estimate(0.0, 0.0, (0.0, 0.0), (0.0, 0.0))


def loss(name: str, effect: Estimate) -> SingleLoss:
    effects = LossEffects(effect, effect, effect, effect)
    return SingleLoss(
        name, name, "JPN", "ship", "kongo_class", {"unconnected": effects, "integrated": effects}
    )


@pytest.fixture
def beside(result: Comparison) -> Comparison:
    names = ("unconnected", "integrated")
    share = VarianceShare(0.123, 0.04, 0.3, 0.05, 0.5, 0.08, 0.077)
    shares = {name: {measure.name: share for measure in MEASURES} for name in names}
    tried = InputTried(
        "kongo_class.availability_typical", "share", "derived", "share", 0.25, 0.75, estimate(-0.3),
        estimate(0.1), "reverses",
    )  # fmt: skip
    flip = Flip(estimate(-0.2), "found", (tried.input,), (tried,), "A sentence.")
    largest = LargestLoss("js_kongo", estimate(0.6), ("js_myoko",), "A finding.")
    party = PartyInWorld(506.0, (0.0, 0.0, 0.0), (-506.0, -506.0, -506.0), 8, 0)
    programme = ProgrammeInWorld(
        "sm3_block_iia", "sm3_2a", {"JPN": "2022-11-21"}, True, "fewer", {"JPN": party}
    )
    return dataclasses.replace(
        result,
        arrangements={name: result.arrangements[name] for name in names},
        assumed_share=AssumedShare("By regression.", 118, shares, {PAIR: shares["integrated"]}),
        without_one=WithoutOne(
            "shooter", 4096, 64,
            (loss("js_kongo", estimate(0.6)), loss("js_idle", NONE), loss("a_late_one", estimate(0.9))),
            {name: {"expected_leakers": largest} for name in names},
        ),
        flips=Flips(8192, 256, 80, 1, "How.", {PAIR: {"expected_leakers": flip}}),
        counterfactual=CounterfactualWorld(
            "not_built", "Nobody would have.", "posture and money differ", (programme,),
            {"integrated": {measure.name: estimate(0.1) for measure in MEASURES}}, ("interest",),
        ),
        second_raid={name: SecondRaidOutcome(30, 20, 40, estimate(4.0), estimate(9.0)) for name in names},
        runs_out={name: RunsOut(30, None) for name in names},
    )  # fmt: skip


def test_tables_fit_a_hundred_columns(printed, beside: Comparison) -> None:
    for table in (what_if_tables.losses_table(beside), what_if_tables.flips_table(beside)):
        assert table is not None
        assert max(map(len, printed(table)[1:])) <= 100


def test_losses_keep_their_order_and_those_without_effect_are_left_to_the_csv(
    printed, beside: Comparison
) -> None:
    table = what_if_tables.losses_table(beside)
    assert table is not None
    text = "\n".join(printed(table))
    assert text.index("js_kongo") < text.index("a_late_one"), "not by effect"
    assert "js_idle" not in text
    assert what_if_tables.loss_lines(beside) == ["unconnected: A finding.", "integrated: A finding."]


def test_sentences_say_the_numbers(beside: Comparison) -> None:
    note = what_if_tables.rests_on_note(beside)
    assert note is not None
    assert "12 ± 4% unconnected, 12 ± 4% integrated" in note
    assert (
        "from 30 missiles, for the first at no size of the curve" in what_if_tables.runs_out_lines(beside)[0]
    )
    assert "of 20 after 30 days 9.0 (8.5…9.5), with 40 rounds" in what_if_tables.second_raid_lines(beside)[0]
    told = "\n".join(what_if_tables.world_lines(beside))
    assert "paid $506m and would have paid $0m: cooperation saved it −$506m" in told
    assert "Rounds: 8 as fielded, 0 there" in told


def test_nothing_is_said_of_what_was_not_asked(result: Comparison) -> None:
    assert what_if_tables.rests_on_note(result) is None
    assert what_if_tables.losses_table(result) is None
    assert what_if_tables.flips_table(result) is None
    for lines in (
        what_if_tables.loss_lines, what_if_tables.world_lines, what_if_tables.second_raid_lines,
        what_if_tables.runs_out_lines,
    ):  # fmt: skip
        assert lines(result) == []


def test_every_number_is_in_the_csv(beside: Comparison, tmp_path: Path) -> None:
    paths = {path.stem: path for path in write_tables(beside, tmp_path)}
    assert set(paths) == set(TABLES)

    def rows(name: str) -> list[dict[str, str]]:
        with paths[name].open(encoding="utf-8") as stream:
            return list(csv.DictReader(stream))

    # two arrangements and one difference, seven numbers a measure
    assert len(rows("assumed_share")) == 3 * len(MEASURES) * 7
    # three losses, two arrangements, four measures, six statistics: those without effect too
    assert len(rows("without_one")) == 3 * 2 * 4 * 6
    assert len(rows("flips")) == 2 * 6
    assert {(row["end"], row["held_at"]) for row in rows("flips")} == {("low", "0.25"), ("high", "0.75")}
    assert len(rows("counterfactual")) == len(MEASURES) * 6
    assert len(rows("second_raid")) == 2 * 2 * 6

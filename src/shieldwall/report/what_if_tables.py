"""Tables of what a comparison says beside its outcomes: grounds, single losses, flips, other worlds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from rich.table import Table

from shieldwall.model.outcomes import Comparison
from shieldwall.model.what_if import VarianceShare
from shieldwall.report.style import Cell, plain
from shieldwall.report.table_parts import blank, interval_text, statistics

NOTE_MEASURE: Final = "expected_leakers"
VERDICTS: Final[Mapping[str, str]] = {
    "found": "reversed by",
    "none_found": "none found",
    "not_settled": "sign not settled",
    "no_difference": "no difference",
}
PERCENT: Final = 100.0


def rests_on_note(result: Comparison) -> str | None:
    """Return a sentence on what the expected leakers rest on, or None where nothing can be said."""
    shares = result.assumed_share
    if shares is None:
        return None
    parts = [
        f"{_percent(found.assumed, found.assumed_se)} {plain(name)}"
        for name, measures in shares.arrangements.items()
        if (found := measures[NOTE_MEASURE]) is not None
    ]
    if not parts:
        return None
    return (
        "Share of what is not known about expected leakers (variance over the draws) that rests on assumed "
        f"facts alone: {', '.join(parts)}. The rest is published facts with their ranges, who is on station "
        "on the day, and what acts together (assumed_share in the JSON)."
    )


def _percent(share: float, error: float) -> str:
    value, width = min(max(share, 0.0), 1.0), error
    return f"{PERCENT * value:.0f} ± {PERCENT * width:.0f}%"


def runs_out_lines(result: Comparison) -> list[str]:
    """Return a line for each arrangement on the raid sizes from which rounds are lacking."""

    def size(at: int | None) -> str:
        return "at no size of the curve" if at is None else f"from {at} missiles"

    return [
        f"{plain(name)}: the upper tier lacks a round for the second shot {size(found.second_shot_at)}, for "
        f"the first {size(found.magazine_at)} (one missile or more, on average)."
        for name, found in result.runs_out.items()
    ]


def second_raid_lines(result: Comparison) -> list[str]:
    """Return a line for each arrangement on what a second raid met."""
    return [
        f"{plain(name)}: leakers of the first raid {interval_text(found.first_raid_leakers)}, of the second "
        f"of {found.size} after {found.after_days} days {interval_text(found.second_raid_leakers)}, with "
        f"{found.rounds_replenished} rounds that came between."
        for name, found in result.second_raid.items()
    ]


def world_lines(result: Comparison) -> list[str]:
    """Return lines on the counterfactual: each system's effect, and what each party would have paid."""
    world = result.counterfactual
    if world is None:
        return []
    lines = []
    for each in world.programmes:
        lines.append(f"{plain(each.programme)}: {each.effect}.")
        for party, found in each.parties.items():
            paid, there = found.paid_million_usd, found.without_million_usd[0]
            saved, low, high = (_millions(value) for value in found.saving_million_usd)
            lines.append(
                f"  {party} paid {_millions(paid)} and would have paid {_millions(there)}: cooperation saved "
                f"it {saved} ({low} to {high}). Rounds: {found.rounds_as_fielded} as fielded, "
                f"{found.rounds_in_world} there."
            )
    for name, measures in world.against_as_fielded.items():
        lines.append(
            f"  {plain(name)}: expected leakers against as fielded {interval_text(measures[NOTE_MEASURE])}."
        )
    return lines


def _millions(million_usd: float) -> str:
    return f"${million_usd:,.0f}m".replace("$-", "−$")


def losses_table(result: Comparison) -> Table | None:
    """Return single losses that have an effect on expected leakers, in the order of the catalogue."""
    found = result.without_one
    if found is None:
        return None
    names = list(result.arrangements)
    table = blank(
        f"Without one {found.asset_class}: change in expected leakers (paired; catalogue order, no rank)",
        "left out",
        [plain(name) for name in names],
    )
    for loss in found.losses:
        effects = {name: effect.expected_leakers for name, effect in loss.effects.items()}
        if any(effect.mc_se > 0.0 for effect in effects.values()):
            cells = (interval_text(effects[name]) if name in effects else "–" for name in names)
            table.add_row(loss.id, *cells)
    return table


def loss_lines(result: Comparison) -> list[str]:
    """Return the finding on the largest single loss for each arrangement and measure."""
    if result.without_one is None:
        return []
    return [
        f"{plain(name)}: {found.text}"
        for name, measures in result.without_one.largest.items()
        for found in measures.values()
    ]


def flips_table(result: Comparison) -> Table | None:
    """Return which single inputs reverse each difference."""
    if result.flips is None:
        return None
    table = blank(
        f"What flips the sign: {result.flips.screened} inputs looked at, {result.flips.tried} run again "
        "at both ends",
        "difference",
        ["measure", "mean", "verdict", "inputs"],
    )
    for pair, measures in result.flips.differences.items():
        for measure, flip in measures.items():
            open_ones = [each.input for each in flip.tried if each.verdict == "not_settled"]
            inputs = ", ".join(flip.reversed_by)
            if flip.verdict == "none_found" and open_ones:
                inputs = f"left open by {', '.join(open_ones)}"
            table.add_row(
                plain(pair.replace("-minus-", " − ")), plain(measure), interval_text(flip.whole),
                VERDICTS[flip.verdict], inputs or "–",
            )  # fmt: skip
    return table


def share_rows(result: Comparison) -> Iterator[dict[str, Cell]]:
    """Yield the variance shares, one row a number."""
    if result.assumed_share is None:
        return
    of = {"arrangement": result.assumed_share.arrangements, "difference": result.assumed_share.differences}
    for kind, named in of.items():
        for name, measures in named.items():
            for measure, share in measures.items():
                for statistic, value in _share_numbers(share):
                    row: dict[str, Cell] = {"kind": kind, "name": name, "measure": measure}
                    yield row | {"statistic": statistic, "value": value}


def _share_numbers(share: VarianceShare | None) -> Iterator[tuple[str, float]]:
    for name in ("assumed", "assumed_se", "published", "published_se", "of_the_day", "of_the_day_se", "rest"):
        if share is not None:
            yield name, getattr(share, name)


def loss_rows(result: Comparison) -> Iterator[dict[str, Cell]]:
    """Yield every single loss's effects, one row a number."""
    for loss in result.without_one.losses if result.without_one else ():
        for name, effects in loss.effects.items():
            for measure in ("expected_leakers", "p_no_leak", "warning_time_s", "interceptors_expended"):
                for statistic, value in statistics(getattr(effects, measure)):
                    yield {
                        "left_out": loss.id, "party": loss.party, "kind": loss.kind, "arrangement": name,
                        "measure": measure, "statistic": statistic, "value": value,
                    }  # fmt: skip


def flip_rows(result: Comparison) -> Iterator[dict[str, Cell]]:
    """Yield every input that was run again, for every difference, one row a number."""
    for pair, measures in result.flips.differences.items() if result.flips else ():
        for measure, flip in measures.items():
            for each in flip.tried:
                for end, held_at, estimate in (
                    ("low", each.low, each.at_low),
                    ("high", each.high, each.at_high),
                ):
                    for statistic, value in statistics(estimate):
                        yield {
                            "difference": pair, "measure": measure, "input": each.input, "basis": each.basis,
                            "unit": each.unit, "end": end, "held_at": held_at, "verdict": each.verdict,
                            "statistic": statistic, "value": value,
                        }  # fmt: skip


def world_rows(result: Comparison) -> Iterator[dict[str, Cell]]:
    """Yield the differences between a counterfactual world and the one that happened, one row a number."""
    world = result.counterfactual
    for name, measures in world.against_as_fielded.items() if world else ():
        for measure, estimate in measures.items():
            for statistic, value in statistics(estimate):
                yield {"arrangement": name, "measure": measure, "statistic": statistic, "value": value}


def second_raid_rows(result: Comparison) -> Iterator[dict[str, Cell]]:
    """Yield the leakers of either raid, one row a number."""
    for name, found in result.second_raid.items():
        for measure in ("first_raid_leakers", "second_raid_leakers"):
            for statistic, value in statistics(getattr(found, measure)):
                yield {"arrangement": name, "measure": measure, "statistic": statistic, "value": value}

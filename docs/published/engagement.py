"""Published figures on engagements beside the closed forms and the test record."""

from __future__ import annotations

from typing import Any

from docs.published.lines import Line, cases, one
from shieldwall.catalogue.load import shipped
from shieldwall.catalogue.readings import tallies
from shieldwall.engagement.lethality import clopper_pearson, posterior
from shieldwall.engagement.salvo import (
    averaged_expected_leakers,
    averaged_p_no_leak,
    expected_leakers,
    expected_leakers_at_random,
    expected_leakers_of_parties,
    fixed_salvo,
    kill_chance,
    p_no_leak,
    shots_needed,
    spread_evenly,
)
from shieldwall.model.systems import Platform

Case = dict[str, Any]
Figure = tuple[str, float, float, float, int]


def case_of(name: str) -> Case:
    """Return a record of the engagements."""
    found: Case = cases("engagement_cases")[name]
    return found


def _wilkening(case: Case) -> list[Figure]:
    needed = shots_needed(case["targets"], case["kill_probability"], case["goal"])
    assert needed.kill_chance_needed is not None
    assert needed.shots_real is not None
    assert needed.shots_per_target is not None
    chance = case["kill_chance_needed"]
    return [
        ("chance to kill each that the goal needs", chance, needed.kill_chance_needed, case["tolerance"], 4),
        # given to three decimals, of which the last may round
        ("shots per target, as a real number", case["shots_real"], needed.shots_real, 5e-4, 3),
        ("shots per target", case["shots_per_target"], needed.shots_per_target, 0.0, 0),
    ]


def _tracking_bound(case: Case) -> list[Figure]:
    bound = p_no_leak(case["targets"], 0.8, 1e6, case["p_track"])
    return [("no leaker, any number of shots, tracking 0.98", case["p_no_leak"], bound, case["tolerance"], 4)]


def _common_mode(case: Case) -> list[Figure]:
    given = (case["targets"], case["kill_probability"], case["shots_per_target"], case["p_track"])
    near = case["tolerance"]
    return [
        ("no leaker, tracking drawn per target", case["per_target"], p_no_leak(*given, "target"), near, 3),
        ("no leaker, tracking drawn per raid", case["per_raid"], p_no_leak(*given, "raid"), near, 3),
    ]


def _eight_warheads(case: Case) -> list[Figure]:
    found = p_no_leak(case["targets"], case["kill_probability"], 1)
    return [("no leaker of eight at 80 per cent", case["p_no_leak"], found, case["tolerance"], 4)]


def _four_a_target(case: Case) -> list[Figure]:
    engaged = case["inventory"] // case["shots_per_target"]
    each = kill_chance(case["kill_probability"], case["shots_per_target"])
    return [
        ("targets engaged", case["targets_engaged"], engaged, 0.0, 0),
        ("chance to kill each", case["p_kill_each"], each, case["tolerance"], 4),
        ("kills expected, where 11 was claimed", case["expected_kills"], engaged * each, 0.05, 2),
    ]


def _two_shots(case: Case) -> list[Figure]:
    claimed = kill_chance(case["kill_probability"], case["shots"])
    tested = kill_chance(case["tested"], case["shots"])
    return [
        ("two shots at the claimed 97 per cent", case["p_kill"], claimed, case["tolerance"], 4),
        ("two shots at 55 per cent", case["p_kill_tested"], tested, case["tolerance"], 4),
    ]


def _aegis_record(case: Case) -> list[Figure]:
    found: list[Figure] = []
    for (hits, attempts), ends in zip(case["hits_over_attempts"], case["clopper_pearson_95"], strict=True):
        for word, published, value in zip(
            ("low", "high"), ends, clopper_pearson(hits, attempts), strict=True
        ):
            found.append(
                (f"95% interval of {hits}/{attempts}, {word}", published, value, case["tolerance"], 3)
            )
    return found


def _block_iia_record(case: Case) -> list[Figure]:
    known = tallies(shipped(), "default", until=max(case["days"]))["sm3_2a"]
    return [
        ("hits of Block IIA to November 2020", case["hits"], known.hits, 0.0, 0),
        ("attempts", case["attempts"], known.attempts, 0.0, 0),
    ]


def _averaged(case: Case) -> list[Figure]:
    belief = posterior(case["hits"], case["attempts"])
    targets, shots, near = case["targets"], case["shots_per_target"], case["tolerance"]
    return [
        ("no leaker, odds uncertain", case["p_no_leak"], averaged_p_no_leak(targets, belief, shots), near, 3),
        (
            "leakers, odds uncertain",
            case["expected_leakers"],
            averaged_expected_leakers(targets, belief, shots),
            near,
            3,
        ),
        (
            "no leaker, odds at their mean",
            case["plug_in_p_no_leak"],
            p_no_leak(targets, belief.mean, shots),
            near,
            3,
        ),
        (
            "leakers, odds at their mean",
            case["plug_in_expected_leakers"],
            expected_leakers(targets, belief.mean, [shots] * targets),
            near,
            3,
        ),
    ]  # fmt: skip


def _coordination(case: Case) -> list[Figure]:
    targets, shots, kill, near = case["targets"], case["shots"], case["kill_probability"], case["tolerance"]
    together = expected_leakers(targets, kill, spread_evenly(targets, sum(shots)))
    apart = expected_leakers_of_parties(targets, kill, shots)
    at_random = expected_leakers_at_random(targets, kill, sum(shots))
    return [
        ("leakers, one plan", case["one_plan"], together, near, 2),
        ("leakers, separate plans", case["separate_plans"], apart, near, 2),
        ("leakers, shots at random", case["at_random"], at_random, near, 2),
    ]


def _fixed_doctrine(case: Case) -> list[Figure]:
    targets, shots, kill, near = case["targets"], case["shots"], case["kill_probability"], case["tolerance"]
    fixed = expected_leakers(targets, kill, fixed_salvo(targets, shots, case["salvo"]))
    even = expected_leakers(targets, kill, spread_evenly(targets, shots))
    return [
        ("leakers, salvos of two until empty", case["fixed_salvo"], fixed, near, 2),
        ("leakers, sixteen shots spread evenly", case["spread_evenly"], even, near, 2),
    ]


def _two_sites(case: Case) -> list[Figure]:
    loads = shipped().record(Platform, "aegis_ashore").interceptors
    cells = round(sum(load.load.value for load in loads)) * case["sites"]
    return [
        ("interceptors of two Aegis Ashore sites", case["interceptors"], cells, 0.0, 0),
        ("targets at two shots each", case["targets"], cells // case["shots_per_target"], 0.0, 0),
    ]


FIGURES = {
    "P01": _wilkening,
    "P04": _tracking_bound,
    "common_mode": _common_mode,
    "P05": _eight_warheads,
    "P06": _four_a_target,
    "P07": _two_shots,
    "T12": _aegis_record,
    "T14": _block_iia_record,
    "averaged": _averaged,
    "coordination": _coordination,
    "fixed_doctrine": _fixed_doctrine,
    "D08": _two_sites,
}
"""What is computed for each record."""


def lines_of(name: str) -> list[Line]:
    """Return the lines of one record."""
    case = case_of(name)
    return [
        Line(name, what, one(published), float(computed), "", near, digits, sources=(case["source"],))
        for what, published, computed, near, digits in FIGURES[name](case)
    ]


def lines() -> list[Line]:
    """Return all of them."""
    return [line for name in cases("engagement_cases") for line in lines_of(name)]

"""The salvo command against the published closed forms."""

from __future__ import annotations

import json

import pytest

from shieldwall.apps.cli.app import run
from shieldwall.apps.salvos import salvo
from shieldwall.model.errors import InputError


def test_wilkenings_example(capsys: pytest.CaptureFixture[str]) -> None:
    """P01: 20 targets, k = 0.8, goal 0.8 need 3 shots each (2.797 in real numbers), to the printed digits."""
    assert run(["salvo", "--targets", "20", "--kill-probability", "0.8", "--goal", "0.8", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["shots_per_target"] == 3
    assert answer["shots_per_target_real"] == pytest.approx(2.797, abs=5e-4)  # printed to three decimals


def test_a_goal_beyond_the_common_cap_has_no_answer() -> None:
    """P04: 0.98 ** 20 = 0.6676 is below 0.8 whatever is fired."""
    answer = salvo(20, 0.8, goal=0.8, p_track=0.98)
    assert answer.shots_per_target is None
    assert answer.p_no_leak is None
    assert answer.p_no_leak_at_best == pytest.approx(0.6676, abs=5e-5)  # printed to four decimals


@pytest.mark.parametrize(
    ("targets", "kill", "shots", "published"),
    [(8, 0.8, 1, 0.1678), (1, 0.97, 2, 0.9991), (1, 0.25, 4, 0.6836)],  # P05, P07, P06
)
def test_published_chances(targets: int, kill: float, shots: int, published: float) -> None:
    assert salvo(targets, kill, shots=shots).p_no_leak == pytest.approx(published, abs=5e-5)  # four decimals


def test_scope_of_the_track_chance() -> None:
    """One draw for the raid leaves more raids without a leaker than one for each target: 0.835 and 0.569."""
    by_scope = {
        scope: salvo(20, 0.8, shots=3, p_track=0.98, p_track_scope=scope).p_no_leak
        for scope in ("target", "raid")
    }
    assert by_scope["target"] == pytest.approx(0.569, abs=5e-4)  # three decimals
    assert by_scope["raid"] == pytest.approx(0.835, abs=5e-4)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"goal": 0.8, "shots": 2}, "either a goal or a number of shots"),
        ({}, "either a goal or a number of shots"),
        ({"goal": 1.5}, "--goal 1.5: from 0 to 1"),
        ({"shots": -1}, "--shots -1: from 0 to 1000"),
        ({"shots": 1, "p_track_scope": "targt"}, "did you mean 'target'"),
    ],
)
def test_bad_numbers_are_refused(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words.replace("'", ".")):
        salvo(20, 0.8, **arguments)  # type: ignore[arg-type]

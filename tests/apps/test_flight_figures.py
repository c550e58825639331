"""Every command of the physics has a figure with its data, and says what kinematics alone would give."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import shieldwall as sw
from shieldwall.apps.cli.app import run

DRAWN = {
    "ballistic missile": (("flight", "nodong", "--from", "39,125.7", "--to", "35.7,139.7"), "flight"),
    "low missile": (
        ("flight", "kn_23", "--from", "39,127.2", "--azimuth", "60", "--range-km", "420"),
        "flight",
    ),
    "cruise missile": (("flight", "cj_10", "--from", "30,118.5", "--to", "26.3,127.8"), "flight"),
    "textbook arc": (("flight", "--ballistic", "--range-km", "1000"), "flight"),
    "reach": (("reach", "pac3", "--ground-range-km", "10", "--altitude-km", "8"), "reach"),
    "horizon": (("horizon", "--height-m", "15", "--altitude-km", "100"), "horizon"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "name"), DRAWN.values(), ids=list(DRAWN))
def test_a_figure_with_its_data(words: tuple[str, ...], name: str, tmp_path: Path) -> None:
    assert run([*words, "--out", str(tmp_path)]) == 0
    assert {file.name for file in tmp_path.iterdir()} == {f"{name}.{kind}" for kind in ("svg", "png", "csv")}
    with (tmp_path / f"{name}.csv").open(encoding="utf-8") as stream:
        assert len(list(csv.DictReader(stream))) > 10


def test_the_profile_marks_the_horizon(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["flight", "nodong", "--from", "39,125.7", "--to", "35.7,139.7"]
    assert run([*words, "--out", str(tmp_path)]) == 0
    assert "above the horizon of the aim from" in capsys.readouterr().out
    assert run([*words, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["burnout_s"] < record["rises_at_aim_s"] < record["flight_time_s"]


def test_reach_explains_its_caps(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["reach", "sm3_2a", "--ground-range-km", "300", "--altitude-km", "200"]
    assert run([*words, "--json"]) == 0
    explanation = json.loads(capsys.readouterr().out)["explanation"]
    assert "more than the published 2000 km" in explanation
    assert run(words) == 0
    assert explanation in capsys.readouterr().out


def test_a_cruise_missile_says_its_height_and_speeds(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["flight", "cj_10", "--from", "30,118.5", "--to", "26.3,127.8"]) == 0
    said = capsys.readouterr().out
    assert "over its speeds" in said
    assert "100 m high" in said


def test_a_flight_carries_apogee_and_dispersion_as_ranges(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["flight", "nodong", "--from", "39,125.7", "--to", "35.7,139.7"]
    assert run([*words, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["apogee_low_km"] < record["apogee_km"] < record["apogee_high_km"]
    assert record["flight_time_low_s"] < record["flight_time_s"] < record["flight_time_high_s"]
    scatter, fact = record["impact_dispersion"], sw.fact("nodong.circular_error_km")
    assert (scatter["circular_error_km"], scatter["low_km"], scatter["basis"]) == (
        fact.value,
        fact.low,
        fact.basis,
    )
    assert run([*words, "--apogee-km", "330", "--json"]) == 0
    given = json.loads(capsys.readouterr().out)
    assert given["apogee_low_km"] == given["apogee_high_km"] == given["apogee_km"]

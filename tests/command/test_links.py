"""Relations, luck and authority: what passes, when, and what chance decides."""

from dataclasses import replace

import numpy as np
import pytest

from shieldwall.command.authority import authority_delay_ms, authority_ready_ms
from shieldwall.command.links import ONE_PLAN, Luck, Relations, draw_links, fair_weather, national_only
from shieldwall.command.shooters import Shooters, own_radars
from shieldwall.sensing.clock import NEVER

OFF = np.inf


def relations() -> Relations:
    return Relations(
        warning_latency_s=np.array([[1.0, 20.0], [OFF, 2.0]]),
        tracks_latency_s=np.array([[3.0, 12.5], [8.0, 4.0]]),
        defends_chance=np.array([[1.0, 0.0], [0.4, 1.0]]),
        defends_delay_s=np.array([[20.0, 0.0], [90.0, 15.0]]),
        coordination=ONE_PLAN,
        engage_on_remote=np.array([[False, True], [False, False]]),
        warning_outage_chance=np.array([[0.0, 0.1], [0.0, 0.0]]),
        tracks_outage_chance=np.array([[0.0, 0.0], [0.2, 0.0]]),
        false_track_chance=np.array([[0.0, 0.3], [0.3, 0.0]]),
    )


def luck(uniform: float) -> Luck:
    return Luck(*(np.full((2, 2), uniform) for _ in range(4)))


def test_in_fair_weather_latencies_pass_and_every_authority_comes() -> None:
    links = draw_links(relations(), fair_weather(2))
    assert links.warning_ms.tolist() == [[1000, 20000], [NEVER, 2000]]
    assert links.tracks_ms.tolist() == [[3000, 12500], [8000, 4000]]
    assert links.authority_ms.tolist() == [[20000, NEVER], [90000, 15000]]
    assert not links.false_tracks.any()


def test_engage_on_remote_is_open_only_where_both_have_it_and_always_at_home() -> None:
    assert draw_links(relations(), fair_weather(2)).remote_ms.tolist() == [[3000, 12500], [NEVER, 4000]]
    plain = draw_links(replace(relations(), engage_on_remote=None), fair_weather(2))
    np.testing.assert_array_equal(plain.remote_ms, plain.tracks_ms)


def test_chances_decide_by_the_uniform_number() -> None:
    unlucky, lucky = draw_links(relations(), luck(0.05)), draw_links(relations(), luck(0.5))
    assert unlucky.warning_ms[0, 1] == NEVER  # 0.05 < 0.1: out
    assert unlucky.tracks_ms[1, 0] == unlucky.remote_ms[1, 0] == NEVER
    # a link that is out shows nothing false either
    assert unlucky.false_tracks.tolist() == [[False, True], [False, False]]
    assert lucky.warning_ms[0, 1] == 20000
    assert lucky.tracks_ms[1, 0] == 8000
    assert unlucky.authority_ms[1, 0] == 90000  # 0.05 < 0.4: authority comes
    assert lucky.authority_ms[1, 0] == NEVER


def test_an_outage_is_as_likely_as_stated() -> None:
    generator = np.random.default_rng(5)
    draws = 4000
    out = sum(
        draw_links(relations(), replace(luck(0.5), tracks=generator.random((2, 2)))).tracks_ms[1, 0] == NEVER
        for _ in range(draws)
    )
    # four standard deviations of a binomial with chance 0.2
    assert out / draws == pytest.approx(0.2, abs=4.0 * (0.2 * 0.8 / draws) ** 0.5)


def test_national_only_keeps_each_partys_own_network() -> None:
    links = draw_links(national_only(relations()), fair_weather(2))
    assert links.warning_ms.tolist() == [[1000, NEVER], [NEVER, 2000]]
    assert links.tracks_ms.tolist() == [[3000, NEVER], [NEVER, 4000]]
    assert links.authority_ms.tolist() == [[20000, NEVER], [NEVER, 15000]]


def test_authority_runs_from_the_alert_and_belongs_to_the_owner_of_the_aim() -> None:
    alert_ms = np.array([[10_000, 50_000], [10_000, NEVER], [0, 0]], np.int32)
    delay_ms = authority_delay_ms(
        np.array([[1.0, 1.0], [0.0, 1.0]]), np.array([[5.0, 60.0], [1.0, 7.0]]), np.zeros((2, 2))
    )
    owner = np.array([0, 1, -1], np.int8)
    expected = [[15_000, NEVER], [70_000, NEVER], [NEVER, NEVER]]
    assert authority_ready_ms(alert_ms, delay_ms, owner).tolist() == expected


def test_malformed_relations_and_hosts_are_refused() -> None:
    with pytest.raises(ValueError, match="tracks_latency_s has shape"):
        replace(relations(), tracks_latency_s=np.zeros((2, 3)))
    with pytest.raises(ValueError, match="coordination is 0, 1 or 2"):
        replace(relations(), coordination=3)
    assert own_radars(np.array([2, -1, 0], np.int32), 4).tolist() == [2, -1, 0, -1]
    with pytest.raises(ValueError, match="radars 0 and 2 are both carried by shooter 1"):
        own_radars(np.array([1, -1, 1], np.int32), 3)
    with pytest.raises(ValueError, match="shooters: modes has shape"):
        Shooters(np.zeros((1, 3)), *(np.zeros(1, np.int8) for _ in range(4)), np.zeros(2, np.uint8))  # type: ignore[arg-type]

"""The timing chain against plain loops, and the composition of modes."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import numpy.typing as npt
import pytest

from shieldwall.command.alert import alerts_ms, warning_time_s
from shieldwall.command.links import Relations, draw_links, fair_weather
from shieldwall.command.picture import Senses, fused_quality_ms, organic_quality_ms, picture, sense
from shieldwall.sensing.clock import NEVER
from shieldwall.sensing.radar import silenced

OFF = np.inf
STEP_MS = 5000


def relations(warning_s: float, tracks_s: float, parties: int = 2) -> Relations:
    """Own networks take 4 s; the partners give each other warning and tracks after the times given."""
    own = np.eye(parties, dtype=bool)
    return Relations(
        warning_latency_s=np.where(own, 4.0, warning_s),
        tracks_latency_s=np.where(own, 4.0, tracks_s),
        defends_chance=np.ones((parties, parties)),
        defends_delay_s=np.where(own, 15.0, 30.0),
        coordination=0,
    )


def senses_of(toy: SimpleNamespace, seed: int, **size: int) -> Senses:
    scene = toy.scene(seed, toy.Size(**size))
    return sense(scene, scene.radars, toy.satellites(), toy.fire_control())


def in_range(senses: Senses, f: int, n: int, share: float) -> npt.NDArray[np.int64]:
    reach = senses.watch.course.size_factor[f] * senses.watch.unit_range_m[n] * share
    return np.flatnonzero(senses.watch.sight_range_m[f, :, n] <= reach) * STEP_MS


def first_seen(senses: Senses, f: int, party: int, cue_ms: int) -> int:
    times = [NEVER]
    for n in np.flatnonzero(senses.watch.party == party):
        times += in_range(senses, f, n, senses.watch.uncued_range_ratio[n])[:1].tolist()
        cued = in_range(senses, f, n, 1.0)
        times += cued[cued >= cue_ms][:1].tolist()
    return min(times)


@pytest.mark.parametrize("parties", [2, 3])
@pytest.mark.parametrize(("warning_s", "tracks_s"), [(OFF, OFF), (20.0, OFF), (OFF, 9.0), (20.0, 9.0)])
def test_alerts_agree_with_a_plain_loop(
    toy: SimpleNamespace, parties: int, warning_s: float, tracks_s: float
) -> None:
    senses = senses_of(toy, 8, parties=parties, radars=9)
    links = draw_links(relations(warning_s, tracks_s, parties), fair_weather(parties))
    ours = alerts_ms(senses.watch, senses.found, senses.infrared_ms, links.warning_ms, links.tracks_ms)
    for f in range(ours.shape[0]):
        told = [min(int(senses.infrared_ms[f, p]), first_seen(senses, f, p, NEVER)) for p in range(parties)]
        alert = [min(told[g] + int(links.warning_ms[g, r]) for g in range(parties)) for r in range(parties)]
        for _ in range(parties):
            seen = [first_seen(senses, f, g, alert[g]) for g in range(parties)]
            for r in range(parties):
                others = [seen[g] + int(links.tracks_ms[g, r]) for g in range(parties) if g != r]
                alert[r] = min([alert[r], *others])
        assert ours[f].tolist() == [min(time, NEVER) for time in alert]


def test_a_satellite_alert_cues_the_radars_of_its_owner(toy: SimpleNamespace) -> None:
    senses = senses_of(toy, 8, radars=9)
    blind = replace(senses, infrared_ms=np.full_like(senses.infrared_ms, NEVER))
    links = draw_links(relations(OFF, OFF), fair_weather(2))
    with_cue, without = picture(senses, links), picture(blind, links)
    assert (with_cue.track_ms[:, 0] <= without.track_ms[:, 0]).all()
    assert (with_cue.track_ms[:, 0] < without.track_ms[:, 0]).any()
    np.testing.assert_array_equal(with_cue.track_ms[:, 1], without.track_ms[:, 1])


def test_ready_times_are_put_together_as_the_chain_says(toy: SimpleNamespace) -> None:
    senses = senses_of(toy, 3, flights=8, radars=10, shooters=8)
    links = draw_links(relations(20.0, 9.0), fair_weather(2))
    ours = picture(senses, links)
    fused = {bits: fused_quality_ms(senses, ours.alert_ms, bits).astype(np.int64) for bits in (1, 2, 3)}
    shooters, owner = senses.scene.shooters, senses.scene.target.owner
    kinds = set()
    for f in range(8):
        for s in range(8):
            party, tier, modes = int(shooters.party[s]), int(shooters.tier[s]), int(shooters.modes[s])
            track = min(fused[1 << party][f, tier] + 4000, fused[3][f, tier] + 9000)
            organic = int(organic_quality_ms(senses, ours.alert_ms, party)[f, s])
            allowed = int(ours.alert_ms[f, party]) + (15000 if owner[f] == party else 30000)
            local = max(min(organic, track if modes & 2 else NEVER), allowed)
            remote = max(track if modes & 4 else NEVER, allowed)
            assert ours.local_ready_ms[f, s] == min(local, NEVER)
            assert ours.remote_ready_ms[f, s] == min(remote, NEVER)
            assert ours.launch_ready_ms[f, s] == min(local, remote, NEVER)
            kinds.add((modes, ours.launch_ready_ms[f, s] < NEVER))
    assert {mode for mode, ready in kinds if ready} >= {3, 7}


def test_organic_uses_the_own_radar_alone(toy: SimpleNamespace) -> None:
    scene = toy.scene(3, toy.Size(flights=8, radars=10, shooters=8))
    host = 2
    alone = silenced(scene.radars, np.arange(10) != scene.own_radar[host])
    all_on = sense(scene, scene.radars, toy.satellites(), toy.fire_control())
    one_on = sense(scene, alone, toy.satellites(), toy.fire_control())
    alert_ms = np.zeros((8, 2), np.int32)
    party, tier = int(scene.shooters.party[host]), int(scene.shooters.tier[host])
    organic = organic_quality_ms(all_on, alert_ms, party)[:, host]
    np.testing.assert_array_equal(organic, fused_quality_ms(one_on, alert_ms, 1 << party)[:, tier])
    assert (organic < NEVER).any()


def test_a_shooter_without_a_radar_has_no_organic_mode(toy: SimpleNamespace) -> None:
    senses = senses_of(toy, 3, flights=8, radars=4, shooters=8)
    ours = picture(senses, draw_links(relations(OFF, OFF), fair_weather(2)))
    bare = senses.scene.own_radar < 0
    assert bare.any()
    assert (ours.organic_ms[:, bare] == NEVER).all()
    only_organic = bare & (senses.scene.shooters.modes == 1)
    assert (ours.launch_ready_ms[:, only_organic] == NEVER).all()


def test_what_is_kept_for_the_next_arrangement_does_not_change_the_answer(toy: SimpleNamespace) -> None:
    senses = senses_of(toy, 5, radars=10)
    cells = [draw_links(relations(w, t), fair_weather(2)) for w in (OFF, 20.0) for t in (OFF, 9.0)]
    for links in cells:
        picture(senses, links)
    for links in cells:
        fresh = picture(replace(senses, kept={}), links)
        kept = picture(senses, links)
        for name, times in vars(fresh).items():
            np.testing.assert_array_equal(getattr(kept, name), times)


def test_part_of_a_scene_gives_part_of_the_picture(toy: SimpleNamespace) -> None:
    scene = toy.scene(6, toy.Size(flights=9, radars=8))
    links = draw_links(relations(20.0, 9.0), fair_weather(2))
    whole = picture(sense(scene, scene.radars, toy.satellites(), toy.fire_control()), links)
    part = scene.part(slice(3, 6))
    piece = picture(sense(part, part.radars, toy.satellites(), toy.fire_control()), links)
    np.testing.assert_array_equal(piece.launch_ready_ms, whole.launch_ready_ms[3:6])


def test_warning_time_counts_from_the_owners_alert_and_its_civil_chain() -> None:
    alert_ms = np.array([[100_000, 40_000], [100_000, NEVER], [590_000, 0], [0, 0]], np.int32)
    impact_ms = np.full(4, 600_000, np.int32)
    owner = np.array([0, 1, 0, -1], np.int8)
    assert warning_time_s(alert_ms, impact_ms, owner, [20.0, 30.0]).tolist() == [480.0, 0.0, 0.0, 0.0]

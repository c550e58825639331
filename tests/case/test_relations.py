"""Arrangements as matrices: what is not shared never arrives, and what is takes every leg of the way."""

from __future__ import annotations

import numpy as np
import pytest

from shieldwall.case.build import Case
from shieldwall.case.ledger import Ledger
from shieldwall.case.relations import crossings, relations
from shieldwall.model.arrangement import COORDINATION_CODE, Arrangement, Defends, TracksShared, WarningShared
from shieldwall.model.errors import InputError

PARTIES = ("JPN", "USA")


def matrices(case: Case, name: str, draw: int = 0):  # type: ignore[no-untyped-def]
    samples = case.samples
    return relations(case.arrangements[name], PARTIES, samples.networks, samples.crossings, draw)


def test_unconnected_forces_share_nothing(case: Case) -> None:
    found = matrices(case, "unconnected")
    for latency in (found.warning_latency_s, found.tracks_latency_s):
        assert np.isinf(latency[~np.eye(2, dtype=bool)]).all()
        assert np.isfinite(np.diag(latency)).all()
    # the treaty: the United States may defend Japan, Japan not the United States
    assert found.defends_chance.tolist() == [[1.0, 0.0], [1.0, 1.0]]
    assert found.coordination == COORDINATION_CODE["none"]


@pytest.mark.parametrize("draw", [0, 7, 31])
def test_a_shared_link_takes_both_networks_and_the_way_between(case: Case, draw: int) -> None:
    found, nets, between = matrices(case, "integrated", draw), case.samples.networks, case.samples.crossings
    for mechanism, latency in (("warning", found.warning_latency_s), ("tracks", found.tracks_latency_s)):
        for row, giver in enumerate(PARTIES):
            for column, receiver in enumerate(PARTIES):
                if row == column:
                    assert latency[row, column] == nets.link_latency_s[row, draw]
                    continue
                way = between.delay_s.get((mechanism, giver, receiver))
                legs = nets.link_latency_s[:, draw].sum() + (0.0 if way is None else way[draw])
                # the same three numbers added in another order
                assert latency[row, column] == pytest.approx(legs, rel=1e-12)


def test_a_link_is_out_when_any_leg_is(case: Case) -> None:
    found, nets, between = matrices(case, "integrated", 3), case.samples.networks, case.samples.crossings
    way = between.outage.get(("tracks", "USA", "JPN"))
    up = (1.0 - nets.outage_probability[0, 3]) * (1.0 - nets.outage_probability[1, 3])
    up *= 1.0 - (0.0 if way is None else way[3])
    assert found.tracks_outage_chance[1, 0] == pytest.approx(1.0 - up, rel=1e-12)


def test_an_authority_that_must_be_declared_has_a_chance_and_a_delay(case: Case) -> None:
    found = matrices(case, "integrated", 2)
    assert 0.0 < found.defends_chance[0, 1] < 1.0
    assert found.defends_chance[1, 0] == 1.0
    assert found.defends_delay_s[0, 1] >= found.defends_delay_s[0, 0]
    assert found.coordination == COORDINATION_CODE["one_plan"]


def test_more_cooperation_never_takes_a_link_away(case: Case) -> None:
    less, more = matrices(case, "unconnected", 1), matrices(case, "integrated", 1)
    assert (more.warning_latency_s <= less.warning_latency_s).all()
    assert (more.tracks_latency_s <= less.tracks_latency_s).all()
    assert (more.defends_chance >= less.defends_chance).all()


def test_a_link_that_no_agreement_describes_is_refused(case: Case) -> None:
    alien = Arrangement(
        id="alien", name="Alien", summary="A link of which nothing is known.", parties=("JPN", "AUS"),
        tracks=(TracksShared(giver="AUS", receiver="JPN"),),
        warning=(WarningShared(giver="AUS", receiver="JPN"),),
        defends=(Defends(defender="AUS", defended="JPN", authority="standing_order"),),
    )  # fmt: skip
    with pytest.raises(InputError, match="no agreement in the catalogue describes tracks from AUS to JPN"):
        crossings([alien], {}, case.scenario.date, Ledger(0, 2))

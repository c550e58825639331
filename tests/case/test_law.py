"""From agreements in force to the arrangement that they permit."""

from __future__ import annotations

import datetime as dt
import itertools
import json

import pytest

from shieldwall.case.law import arrangement_as_of, permit_for, permits_on
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.arrangement import MECHANISMS
from shieldwall.model.errors import InputError
from shieldwall.model.law import Agreement

PARTIES = ("JPN", "USA")


def agreement(name: str, since: str, *permits: dict[str, object], until: str | None = None) -> Agreement:
    values = {
        "id": name, "kind": "agreement", "name": name, "form": "treaty", "parties": PARTIES,
        "from": since, "until": until, "permits": permits, "cites": [{"source": "somewhere"}],
    }  # fmt: skip
    return Agreement.model_validate_json(json.dumps(values))


def permit(mechanism: str, value: str, giver: str = "USA", receiver: str = "JPN", **more: object):  # type: ignore[no-untyped-def]
    return {"mechanism": mechanism, "giver": giver, "receiver": receiver, "value": value, **more}


def as_of(on: str, *agreements: Agreement):  # type: ignore[no-untyped-def]
    return arrangement_as_of({each.id: each for each in agreements}, dt.date.fromisoformat(on), PARTIES)


def test_without_agreements_nothing_is_shared() -> None:
    found = as_of("2015-12-02")
    assert (found.warning, found.tracks, found.defends, found.fire_coordination) == ((), (), (), "none")


def test_a_permit_counts_from_its_first_day_to_the_day_before_its_end() -> None:
    warned = agreement("warned", "2007-05-01", permit("warning", "on"), until="2010-01-01")
    days = ("2007-04-30", "2007-05-01", "2009-12-31", "2010-01-01")
    assert [len(as_of(day, warned).warning) for day in days] == [0, 1, 1, 0]


def test_a_permit_waits_for_all_that_it_requires() -> None:
    duty = permit("defends", "declared_situation", "JPN", "USA", requires=["law"])
    guidelines = agreement("guidelines", "2015-04-27", duty)
    law = agreement("law", "2016-03-29")
    assert as_of("2016-03-28", guidelines, law).defends == ()
    (duty_now,) = as_of("2016-03-29", guidelines, law).defends
    assert (duty_now.defender, duty_now.defended, duty_now.authority) == ("JPN", "USA", "declared_situation")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_permits_the_farther_one_holds(order: tuple[int, int]) -> None:
    both = [
        ("one", [permit("tracks", "launch_on_remote"), permit("defends", "declared_situation")]),
        ("two", [permit("tracks", "engage_on_remote"), permit("defends", "standing_order")]),
    ]
    agreements = [
        agreement(f"{'ab'[place]}_{both[at][0]}", "2000-01-01", *both[at][1])
        for place, at in enumerate(order)
    ]
    found = as_of("2015-12-02", *agreements)
    assert [track.engage_on_remote for track in found.tracks] == [True]
    assert [duty.authority for duty in found.defends] == ["standing_order"]


def test_permits_among_strangers_do_not_count() -> None:
    other = agreement("other", "2000-01-01", permit("warning", "on", "KOR", "JPN"))
    assert permits_on({"other": other}, dt.date(2015, 12, 2), PARTIES) == []


def test_a_link_is_described_by_the_agreement_in_force_or_else_the_nearest() -> None:
    agreements = {
        each.id: each
        for each in (
            agreement("old", "2000-01-01", permit("warning", "on"), until="2005-01-01"),
            agreement("current", "2007-01-01", permit("warning", "on")),
            agreement("coming", "2030-01-01", permit("tracks", "engage_on_remote")),
        )
    }
    on = dt.date(2015, 12, 2)
    assert permit_for(agreements, "warning", "USA", "JPN", on)[0] == "current"
    assert permit_for(agreements, "tracks", "USA", "JPN", on)[0] == "coming"
    with pytest.raises(InputError, match="no agreement in the catalogue describes tracks from JPN to USA"):
        permit_for(agreements, "tracks", "JPN", "USA", on)


def test_what_the_shipped_agreements_allowed(known: Catalogue) -> None:
    agreements = {record.id: record for record in known.records(Agreement)}

    def allowed(on: str) -> tuple[int, int, list[str], str]:
        found = arrangement_as_of(agreements, dt.date.fromisoformat(on), PARTIES)
        duties = sorted(f"{duty.defender} {duty.defended}" for duty in found.defends)
        return len(found.warning), len(found.tracks), duties, found.fire_coordination

    # the treaty of 1960 is all there was in 1998; the law of 2015 took effect on 29 March 2016
    assert allowed("1998-06-01")[1:] == (0, ["USA JPN"], "none")
    assert allowed("2015-12-02")[2] == ["USA JPN"]
    assert allowed("2016-03-29")[2] == ["JPN USA", "USA JPN"]


def test_cooperation_never_shrinks_over_the_years_that_the_catalogue_covers(known: Catalogue) -> None:
    agreements = {record.id: record for record in known.records(Agreement)}
    counts = []
    for year in range(1998, 2029):
        found = arrangement_as_of(agreements, dt.date(year, 12, 31), PARTIES)
        counts.append([len(getattr(found, name)) for name in MECHANISMS[:3]])
    assert all(
        later >= earlier
        for one, two in itertools.pairwise(counts)
        for earlier, later in zip(one, two, strict=True)
    )

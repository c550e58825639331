"""Coverage by year as a frozen record, with the deployments of the timeline that the figure marks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from shieldwall.catalogue.events import events
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.outcomes import Versions
from shieldwall.model.scenario import EARLIEST, LATEST, Scenario
from shieldwall.model.version import CODE_VERSION
from shieldwall.study.coverage.engageable import Asked, regions_of, shapes_of
from shieldwall.study.coverage.history import CELL_KM, YearCovered, run_history
from shieldwall.study.progress import Progress, silent

if TYPE_CHECKING:
    from xarray import Dataset

SCHEMA: Final = "shieldwall.history/1"
MARKED: Final = "deployment"
REMARKS: Final = (
    "Each year stands at 31 December: the posture of that day and, under as_of, what the agreements in "
    "force allow, against the same hypothetical threat in every year. A step is a change of posture or law.",
    "Facts stand at their central values; residents are those of 2020 throughout. Years after the catalogue "
    "was written hold planned deployments.",
)


@dataclass(frozen=True)
class EventMarked:
    """One event of the timeline that is marked in the figure."""

    id: str
    date: str
    event: str
    source: str


@dataclass(frozen=True)
class HistoryRecord:
    """What could be engaged at the end of each year."""

    schema: Literal["shieldwall.history/1"]
    scenario: str
    title: str
    threat: str
    shapes: tuple[str, ...]
    arrangement: str
    availability: str
    regions: tuple[str, ...]
    cell_km: float
    years: tuple[YearCovered, ...]
    events: tuple[EventMarked, ...]
    remarks: tuple[str, ...]
    versions: Versions


def history_record(
    asked: Scenario,
    catalogue: Catalogue,
    arrangement: str,
    years: tuple[int | None, int | None] = (None, None),
    *,
    cell_km: float = CELL_KM,
    progress: Progress = silent,
) -> HistoryRecord:
    """Return what a scenario's threat could have met at the end of each year.

    Parameters
    ----------
    asked : Scenario
        Threat, launch areas, parties, availability.
    catalogue : Catalogue
        Where facts come from.
    arrangement : str
        Id of an arrangement, or ``as_of``.
    years : (int, int)
        First and last; the catalogue's span where None.
    cell_km : float
        Side of a cell.
    progress : callable
        Called with the stage and the share done.
    """
    first = EARLIEST.year if years[0] is None else years[0]
    last = LATEST.year if years[1] is None else years[1]
    shapes = shapes_of(asked, ())
    question = Asked(arrangement, cell_km=cell_km, shapes=shapes)
    found = run_history(asked, catalogue, question, (first, last), progress)
    marked = tuple(
        EventMarked(event.id, str(event.first), event.event, event.source)
        for event in events(catalogue, dt.date(first, 1, 1), dt.date(last, 12, 31))
        if event.category == MARKED
    )
    return HistoryRecord(
        schema=SCHEMA,
        scenario=asked.id,
        title=asked.title,
        threat=asked.raid.threat,
        shapes=shapes,
        arrangement=arrangement,
        availability=asked.availability,
        regions=regions_of(asked, catalogue, ()),
        cell_km=cell_km,
        years=found,
        events=marked,
        remarks=REMARKS,
        versions=Versions(CODE_VERSION, catalogue.version, SCHEMA),
    )


def history_dataset(record: HistoryRecord) -> Dataset:
    """Return coverage by year as a data set: ``worst`` and ``mean`` by year, tier, shots and people or land.

    Tiers have at most as many shots as a missile meets there; what a tier cannot have is not a number.
    """
    import numpy as np
    import xarray as xr

    rows = record.years[0].shares
    tiers, shots, kinds = (
        list(dict.fromkeys(getattr(row, name) for row in rows)) for name in ("tier", "shots", "of")
    )
    shape = (len(record.years), len(tiers), len(shots), len(kinds))
    found = {name: np.full(shape, np.nan) for name in ("worst", "mean")}
    for place, each in enumerate(record.years):
        for row in each.shares:
            where = (place, tiers.index(row.tier), shots.index(row.shots), kinds.index(row.of))
            found["worst"][where] = row.share.worst
            found["mean"][where] = row.share.mean
    return xr.Dataset(
        {name: (("year", "tier", "shots", "of"), values) for name, values in found.items()},
        coords={"year": [each.year for each in record.years], "tier": tiers, "shots": shots, "of": kinds},
        attrs={"scenario": record.scenario, "threat": record.threat, "arrangement": record.arrangement},
    )

"""A coverage map as an xarray data set: shots and chances at every cell, with its place, land and people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shieldwall.coverage.shots import MOST_SHOTS, STATISTICS, TIERS
from shieldwall.study.coverage.engageable import Covered

if TYPE_CHECKING:
    from xarray import Dataset


def coverage_dataset(covered: Covered, versions: tuple[str, str]) -> Dataset:
    """Return a coverage map as a data set.

    Parameters
    ----------
    covered : Covered
        The map.
    versions : (str, str)
        Of code and data.

    Returns
    -------
    xarray.Dataset
        ``shots`` (tier, statistic, cell) is the expected number of shots; ``chance`` (tier, statistic,
        at_least, cell) the chance of at least so many; ``reached`` (cell) the share of launch areas and
        flight shapes that reach the cell. Cells have ``lat`` and ``lon`` of their middles, ``x_m`` and
        ``y_m`` in the equal-area plane, ``land_km2`` and ``people``.
    """
    import xarray as xr

    cells, found = covered.ground, covered.shots
    data = xr.Dataset(
        {
            "shots": (("tier", "statistic", "cell"), found.expected),
            "chance": (("tier", "statistic", "at_least", "cell"), found.chance),
            "reached": (("cell",), found.reached),
        },
        coords={
            "tier": list(TIERS),
            "statistic": list(STATISTICS),
            "at_least": np.arange(1, MOST_SHOTS + 1),
            "lat": ("cell", cells.lat),
            "lon": ("cell", cells.lon),
            "x_m": ("cell", cells.centre_m[:, 0]),
            "y_m": ("cell", cells.centre_m[:, 1]),
            "land_km2": ("cell", cells.land_km2.sum(axis=1)),
            "people": ("cell", cells.people.sum(axis=1)),
        },
        attrs={
            "title": f"{covered.scenario.title}: shot opportunities, {covered.cover.arrangement}",
            "scenario": covered.scenario.id,
            "date": str(covered.scenario.date),
            "threat": covered.scenario.raid.threat,
            "shapes": ", ".join(dict.fromkeys(covered.cover.flown.shape)),
            "availability": covered.scenario.availability,
            "cell_km": cells.cell_m / 1e3,
            "code_version": versions[0],
            "data_version": versions[1],
        },
    )
    for name, unit, meaning in (
        ("shots", "shots", "expected over who is on station; at most two upper and one lower"),
        ("chance", "1", "share of draws of who is on station (and, for the mean, of flights)"),
        ("reached", "1", "share of launch areas and flight shapes that reach the cell"),
        ("lat", "degrees_north", "middle of the cell"),
        ("lon", "degrees_east", "middle of the cell"),
        ("x_m", "m", "Lambert azimuthal equal-area plane"),
        ("y_m", "m", "Lambert azimuthal equal-area plane"),
        ("land_km2", "km2", "land in the cell"),
        ("people", "people", "residents, spread evenly over each census place's disc"),
    ):
        data[name].attrs = {"units": unit, "long_name": meaning}
    return data

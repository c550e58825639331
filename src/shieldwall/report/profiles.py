"""Charts of the physics: one flight in profile, and the times in which an interceptor reaches its band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from shieldwall.report.style import BLUE, GREY, ORANGE, VERMILION, Cell, Saved, foot, look, save

Floats = npt.NDArray[np.float64]

FEWEST_ISOCHRONES: Final = 5


@dataclass(frozen=True, slots=True)
class FlightDrawn:
    """One flight as the chart needs it.

    Attributes
    ----------
    name : str
        Of the threat and the flight's shape.
    time_s, ground_range_km, altitude_km : ndarray of shape (S,)
        Samples from launch to impact.
    burnout_s : float
        End of powered flight, seconds after launch.
    """

    name: str
    time_s: Floats
    ground_range_km: Floats
    altitude_km: Floats
    burnout_s: float


class Reach(Protocol):
    """A table of least times to (ground range, altitude), on even grids from zero."""

    @property
    def ground_range_step_m(self) -> float:
        """Step along the ground."""

    @property
    def altitude_step_m(self) -> float:
        """Step in height."""

    @property
    def time_s(self) -> Floats:
        """Times of shape (R, A); infinite where out of reach."""


def flight_profile(flight: FlightDrawn, folder: Path, notes: Sequence[str] = ()) -> Saved:
    """Draw altitude against ground range with burnout and apogee, as ``flight.svg`` and so on.

    Parameters
    ----------
    flight : FlightDrawn
        Samples from launch to impact.
    folder : Path
        Where the files go.
    notes : sequence of str
        Lines for the foot: versions and sources.
    """
    top = int(np.argmax(flight.altitude_km))
    burnout_range = float(np.interp(flight.burnout_s, flight.time_s, flight.ground_range_km))
    burnout_height = float(np.interp(flight.burnout_s, flight.time_s, flight.altitude_km))
    end_range, end_s = float(flight.ground_range_km[-1]), float(flight.time_s[-1])
    with look():
        figure = Figure(figsize=(7.6, 4.6))
        bottom = foot(figure, ("Ground range along the turning Earth. " + " ".join(notes),))
        axes = figure.add_axes((0.09, bottom + 0.13, 0.88, 0.83 - bottom - 0.06))
        powered = flight.time_s <= flight.burnout_s
        axes.plot(flight.ground_range_km, flight.altitude_km, color=BLUE, linewidth=1.8, label="unpowered")
        axes.plot(
            np.append(flight.ground_range_km[powered], burnout_range),
            np.append(flight.altitude_km[powered], burnout_height),
            color=VERMILION, linewidth=3.2, solid_capstyle="butt", label="under power",
        )  # fmt: skip
        top_km, top_s = float(flight.altitude_km[top]), float(flight.time_s[top])
        burnout = f"burnout {flight.burnout_s:.0f} s\n{burnout_height:.0f} km"
        marks = (
            (burnout_range, burnout_height, "o", burnout, (10, -4)),
            (
                float(flight.ground_range_km[top]),
                top_km,
                "^",
                f"apogee {top_km:.0f} km, {top_s:.0f} s",
                (0, 8),
            ),
            (end_range, float(flight.altitude_km[-1]), "v", f"{end_s:.0f} s\n{end_range:.0f} km", (9, 3)),
        )
        for x, y, symbol, text, offset in marks:
            axes.plot([x], [y], symbol, color="black", markersize=6, zorder=4, clip_on=False)
            axes.annotate(
                text, (x, y), xytext=offset, textcoords="offset points", fontsize=8.5,
                ha="center" if offset[0] == 0 else "left",
                va="bottom" if offset[1] > 0 else "center",
            )  # fmt: skip
        axes.set_title(flight.name, fontsize=11, pad=10)
        axes.set_xlabel("ground range (km)")
        axes.set_ylabel("altitude (km)")
        axes.set_xlim(0.0, end_range * 1.12)
        axes.set_ylim(0.0, top_km * 1.16)
        axes.legend(loc="upper right")
        rows: list[dict[str, Cell]] = [
            {"t_s": float(t), "ground_range_km": float(x), "altitude_km": float(y)}
            for t, x, y in zip(flight.time_s, flight.ground_range_km, flight.altitude_km, strict=True)
        ]
        return save(figure, folder, "flight", rows)


def reach_chart(table: Reach, name: str, folder: Path, notes: Sequence[str] = ()) -> Saved:
    """Draw where an interceptor can be after how long (isochrones), as ``reach.svg`` and so on.

    Parameters
    ----------
    table : Reach
        Least times on even grids.
    name : str
        Of the interceptor.
    folder : Path
        Where the files go.
    notes : sequence of str
        Lines for the foot: versions and sources.

    Raises
    ------
    ValueError
        Nothing is within reach.
    """
    times = np.where(np.isfinite(table.time_s), table.time_s, np.nan)
    if not np.isfinite(times).any():
        raise ValueError(f"{name} reaches nothing in this table")
    ranges_km = np.arange(times.shape[0]) * table.ground_range_step_m / 1e3
    heights_km = np.arange(times.shape[1]) * table.altitude_step_m / 1e3
    within = np.isfinite(times)
    beyond = np.pad(within.T.astype(float), ((0, 1), (0, 1)))
    wider_km = np.append(ranges_km, ranges_km[-1] + table.ground_range_step_m / 1e3)
    higher_km = np.append(heights_km, heights_km[-1] + table.altitude_step_m / 1e3)
    last_range = float(ranges_km[within.any(axis=1)].max())
    last_height = float(heights_km[within.any(axis=0)].max())
    latest = float(np.nanmax(times))
    step = next(
        s for s in (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1e9) if latest / s <= 4 * FEWEST_ISOCHRONES
    )
    levels = np.arange(step, latest + step, step)
    with look():
        figure = Figure(figsize=(7.6, 5.0))
        line = (
            "Least time from launch to a point, seconds; shaded: within reach. Edges are those of the table."
        )
        bottom = foot(figure, (f"{line} {' '.join(notes)}",))
        axes = figure.add_axes((0.09, bottom + 0.12, 0.88, 0.84 - bottom - 0.05))
        axes.contourf(wider_km, higher_km, beyond, levels=[0.5, 1.5], colors=["#DCEBF4"])
        lines = axes.contour(ranges_km, heights_km, times.T, levels=levels, colors=[BLUE], linewidths=0.9)
        axes.clabel(lines, levels[1::2], fmt="%.0f s", fontsize=7.5, inline_spacing=3)
        axes.contour(
            wider_km, higher_km, beyond, levels=[0.5], colors=[ORANGE], linewidths=1.2, linestyles="--"
        )
        axes.plot([], [], color=BLUE, linewidth=0.9, label=f"every {step:g} s")
        axes.plot([], [], color=ORANGE, linestyle="--", linewidth=1.2, label="edge of reach")
        axes.axhline(0.0, color=GREY, linewidth=1.0)
        axes.set_title(f"Reach of {name}", fontsize=11, pad=8)
        axes.set_xlabel("ground range (km)")
        axes.set_ylabel("altitude (km)")
        axes.set_xlim(0.0, last_range * 1.04)
        axes.set_ylim(0.0, last_height * 1.1)
        axes.legend(loc="upper right", ncols=2, bbox_to_anchor=(1.0, 1.1))
        rows: list[dict[str, Cell]] = [
            {
                "ground_range_km": float(ranges_km[i]),
                "altitude_km": float(heights_km[j]),
                "time_s": float(times[i, j]),
            }
            for i, j in np.argwhere(within)
        ]
        return save(figure, folder, "reach", rows)

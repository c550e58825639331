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
    burnout_s : float or None
        End of powered flight, seconds after launch; zero where it is thrown at once, None where it flies
        under power all the way.
    rises_s : float or None
        When it first stands above the horizon of its aim.
    """

    name: str
    time_s: Floats
    ground_range_km: Floats
    altitude_km: Floats
    burnout_s: float | None
    rises_s: float | None = None


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
    """Draw altitude against ground range with burnout, apogee and horizon, as ``flight.svg`` and so on.

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
    end_range, end_s = float(flight.ground_range_km[-1]), float(flight.time_s[-1])
    with look():
        figure = Figure(figsize=(7.6, 4.6))
        bottom = foot(figure, (" ".join(notes),))
        axes = figure.add_axes((0.09, bottom + 0.13, 0.88, 0.83 - bottom - 0.06))
        until_s = end_s if flight.burnout_s is None else flight.burnout_s
        powered_range, powered_height = _placed(flight, until_s)
        powered = flight.time_s <= until_s
        if flight.burnout_s is not None:
            axes.plot(
                flight.ground_range_km, flight.altitude_km, color=BLUE, linewidth=1.8, label="unpowered"
            )
        if until_s > 0.0:
            axes.plot(
                np.append(flight.ground_range_km[powered], powered_range),
                np.append(flight.altitude_km[powered], powered_height),
                color=VERMILION, linewidth=3.2, solid_capstyle="butt", label="under power",
            )  # fmt: skip
        top_km, top_s = float(flight.altitude_km[top]), float(flight.time_s[top])
        marks = [
            (end_range, float(flight.altitude_km[-1]), "v", f"{end_s:.0f} s\n{end_range:.0f} km", (9, 3)),
        ]
        if flight.burnout_s is None:
            label = f"{1e3 * top_km:.0f} m high all the way"
            marks.append((0.5 * end_range, top_km, "^", label, (0, 8)))
        else:
            if until_s > 0.0:
                label = f"burnout {flight.burnout_s:.0f} s\n{powered_height:.0f} km"
                marks.append((powered_range, powered_height, "o", label, (10, -16)))
            label = f"apogee {top_km:.0f} km, {top_s:.0f} s"
            marks.append((float(flight.ground_range_km[top]), top_km, "^", label, (0, 8)))
        if flight.rises_s is not None:
            x, y = _placed(flight, flight.rises_s)
            axes.plot([x], [y], "D", color="black", markersize=5, zorder=4, clip_on=False)
            axes.annotate(
                f"above the horizon of the aim\nfrom {flight.rises_s:.0f} s", (x, y),
                xytext=(0.28 if x < 0.5 * end_range else 0.55, 0.12), textcoords="axes fraction",
                fontsize=8.5, va="center", arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.7},
            )  # fmt: skip
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
        axes.set_ylim(0.0, top_km * (1.3 if flight.burnout_s is None else 1.16))
        axes.legend(loc="upper right")
        rows: list[dict[str, Cell]] = [
            {"t_s": float(t), "ground_range_km": float(x), "altitude_km": float(y)}
            for t, x, y in zip(flight.time_s, flight.ground_range_km, flight.altitude_km, strict=True)
        ]
        return save(figure, folder, "flight", rows)


def _placed(flight: FlightDrawn, moment_s: float) -> tuple[float, float]:
    """Return ground range and height in km at a moment."""
    return (
        float(np.interp(moment_s, flight.time_s, flight.ground_range_km)),
        float(np.interp(moment_s, flight.time_s, flight.altitude_km)),
    )


def horizon_chart(
    height_m: float,
    altitude_km: Floats,
    ranges_km: dict[str, Floats],
    asked: tuple[float, float],
    folder: Path,
    notes: Sequence[str] = (),
) -> Saved:
    """Draw how far an antenna sees targets by their altitude, as ``horizon.svg`` and so on.

    Parameters
    ----------
    height_m : float
        Of the antenna.
    altitude_km : ndarray of shape (n,)
        Of targets.
    ranges_km : dict of str to ndarray of shape (n,)
        By rule, in words.
    asked : (float, float)
        The target asked about: range by the first rule, and altitude, km.
    folder : Path
        Where the files go.
    notes : sequence of str
        Lines for the foot: versions and sources.
    """
    with look():
        figure = Figure(figsize=(7.6, 4.6))
        hidden = "A smooth Earth; farther to the right and lower down the Earth hides it."
        bottom = foot(figure, (hidden, *notes))
        axes = figure.add_axes((0.09, bottom + 0.13, 0.88, 0.83 - bottom - 0.06))
        for (label, ranges), colour in zip(ranges_km.items(), (BLUE, ORANGE, GREY), strict=True):
            axes.plot(ranges, altitude_km, color=colour, linewidth=1.8, label=label)
        axes.plot([asked[0]], [asked[1]], "o", color="black", markersize=6, zorder=4, clip_on=False)
        axes.annotate(
            f"{asked[0]:.0f} km", asked, xytext=(-8, 8), textcoords="offset points", fontsize=8.5, ha="right"
        )
        axes.set_title(f"Horizon of an antenna {height_m:g} m high", fontsize=11, pad=10)
        axes.set_xlabel("range (km)")
        axes.set_ylabel("altitude of the target (km)")
        axes.set_xlim(left=0.0)
        axes.set_ylim(0.0, float(altitude_km[-1]))
        axes.legend(loc="upper left")
        rows: list[dict[str, Cell]] = [
            {
                "altitude_km": float(height),
                **{f"{rule} (km)": float(ranges[place]) for rule, ranges in ranges_km.items()},
            }
            for place, height in enumerate(altitude_km)
        ]
        return save(figure, folder, "horizon", rows)


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

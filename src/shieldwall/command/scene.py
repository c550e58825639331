"""The scene: flights, radars, shooters and whose territory is aimed at, which no draw changes.

Lines of sight are worked out here once; draws only compare them with how far a radar is taken to see.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt

from shieldwall.command.shooters import Shooters, own_radars
from shieldwall.sensing.detection import Course
from shieldwall.sensing.infrared import Boost
from shieldwall.sensing.radar import Radars
from shieldwall.sensing.sight import sight_ranges_m

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from shieldwall.physics.flight import FlightLibrary


C = TypeVar("C", bound="DataclassInstance")


@dataclass(frozen=True)
class Target:
    """What the flights are aimed at and how they look on radar (F flights).

    ``owner`` is the party whose territory or forces are aimed at, -1 for nobody's.
    """

    owner: npt.NDArray[np.int8]
    cross_section_m2: npt.NDArray[np.float64]


@dataclass(frozen=True)
class Scene:
    """F flights of K samples before N radars and S shooters of P parties.

    ``sight_range_m`` is (F, K, N), from `shieldwall.sensing.sight.sight_ranges_m`.
    """

    flights: FlightLibrary
    target: Target
    radars: Radars
    shooters: Shooters
    parties: int
    sight_range_m: npt.NDArray[np.float32]

    @cached_property
    def course(self) -> Course:
        """The flights as the kernels read them."""
        step_ms = round(self.flights.sample_s * 1000.0)
        return Course(
            step_ms,
            self.flights.position_ecef_m,
            self.flights.sample_count,
            -(-self.flights.burnout_ms // np.int32(step_ms)),
            self.target.cross_section_m2**0.25,
        )

    @cached_property
    def boost(self) -> Boost:
        """The part of the flights that satellites see."""
        return Boost(self.flights.altitude_m, self.flights.sample_s, self.flights.burnout_ms)

    @cached_property
    def own_radar(self) -> npt.NDArray[np.int32]:
        """The radar that each shooter uses, shape (S,); -1 for none."""
        own = own_radars(self.radars.host_shooter, self.shooters.count)
        return own if self.shooters.mount is None else own[self.shooters.mount]

    def part(self, rows: slice) -> Scene:
        """Return the scene of some flights only, without copying."""
        return replace(
            self,
            flights=some_rows(self.flights, rows),
            target=Target(self.target.owner[rows], self.target.cross_section_m2[rows]),
            sight_range_m=self.sight_range_m[rows],
        )


def some_rows(columns: C, rows: slice) -> C:
    """Return a run of rows of a record of columns, without copying; what is no array stays."""
    arrays = {each.name: getattr(columns, each.name) for each in fields(columns)}
    return replace(columns, **{name: array[rows] for name, array in arrays.items() if np.ndim(array)})


def set_scene(
    flights: FlightLibrary,
    target: Target,
    radars: Radars,
    shooters: Shooters,
    parties: int,
    farthest_range_m: npt.ArrayLike = np.inf,
) -> Scene:
    """Return the scene with its lines of sight.

    Parameters
    ----------
    flights, target, radars, shooters
        What is in it.
    parties : int
        Number of parties; they are numbered from zero.
    farthest_range_m : float or (N,)
        No draw will let a radar see farther than this; a lower bound saves time.
    """
    sight_range_m = sight_ranges_m(flights.position_ecef_m, flights.sample_count, radars, farthest_range_m)
    return Scene(flights, target, radars, shooters, parties, sight_range_m)

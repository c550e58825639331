"""What the interceptors reach, at three burnout speeds: windows of every shooter at every flight.

How fast an interceptor burns out is rarely published. Windows are worked out at the middles of three equally
likely parts of each type's range; an epistemic draw holds one of them, the same part for all types.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from shieldwall.case.forces import Forces
from shieldwall.case.kept import kept
from shieldwall.case.ledger import Input, Ledger, ground_of, quantile_si
from shieldwall.case.raid_flights import RaidFlights
from shieldwall.catalogue.load import Catalogue
from shieldwall.model.systems import Interceptor
from shieldwall.opportunity.windows import Windows, windows
from shieldwall.physics.reach import InterceptorModel, reach_table

LEVELS: Final = 3
BURNOUT_SPEEDS: Final = "burnout speeds"
"""The input that says which part of its range every type's burnout speed lies in."""
_LEVEL_UNIFORMS: Final[npt.NDArray[np.float64]] = (2.0 * np.arange(LEVELS, dtype=np.float64) + 1.0) / (
    2.0 * LEVELS
)


@dataclass(frozen=True)
class Reach:
    """Windows by level of burnout speed, and the level of each epistemic draw (draws,)."""

    windows: tuple[Windows, ...]
    level: npt.NDArray[np.int8]

    def of(self, draw: int) -> Windows:
        """Return the windows that hold in one epistemic draw."""
        return self.windows[int(self.level[draw])]


def interceptor_model(
    record: Interceptor, ledger: Ledger | None = None, speed_m_s: float | None = None
) -> InterceptorModel:
    """Return an interceptor of the catalogue as the physics takes it.

    Parameters
    ----------
    record : Interceptor
        The catalogue's record.
    ledger : Ledger, optional
        Where the facts read are noted.
    speed_m_s : float, optional
        Burnout speed in place of the fact's value.
    """
    facts = record.facts
    if ledger is not None:
        for field in type(facts).model_fields:
            fact = getattr(facts, field)
            if fact is not None and field not in ("unit_price_million_usd", "external_validity_discount"):
                ledger.note(f"{record.id}.{field}", fact, "interceptor reach")
    flight_time = facts.max_flight_time_s
    ballistic = facts.ballistic_coefficient_kg_m2
    return InterceptorModel(
        id=record.id,
        burnout_speed_m_s=facts.burnout_speed_km_s.si if speed_m_s is None else speed_m_s,
        burn_time_s=facts.burn_time_s.si,
        lowest_elevation_rad=facts.lowest_elevation_deg.si,
        min_altitude_m=facts.min_altitude_km.si,
        max_altitude_m=facts.max_altitude_km.si,
        max_range_m=facts.max_range_km.si,
        max_flight_time_s=np.inf if flight_time is None else flight_time.si,
        ballistic_coefficient_kg_m2=np.inf if ballistic is None else ballistic.si,
    )


def reach(flights: RaidFlights, forces: Forces, catalogue: Catalogue, ledger: Ledger) -> Reach:
    """Return the windows of the forces at the raid's flights."""
    records = [catalogue.record(Interceptor, name) for name in forces.interceptors]
    models = [
        [
            interceptor_model(record, ledger, float(speed_m_s))
            for speed_m_s in quantile_si(record.facts.burnout_speed_km_s, _LEVEL_UNIFORMS)
        ]
        for record in records
    ]

    def of_level(level: int) -> Windows:
        tables = [reach_table(levels[level]) for levels in models]
        return windows(flights.library, forces.shooters, tables)

    def of_all_levels() -> list[Windows]:
        if not models:
            return [_nobodys_windows(flights)] * LEVELS
        with ThreadPoolExecutor(LEVELS) as pool:
            return list(pool.map(of_level, range(LEVELS)))

    found = kept("windows", (flights.library, forces.shooters, models), of_all_levels)
    draws = ledger.uniform(BURNOUT_SPEEDS)
    level = np.minimum((draws * LEVELS).astype(np.int8), LEVELS - 1)
    bases = {record.facts.burnout_speed_km_s.basis for record in records}
    basis = "assumed" if "assumed" in bases else "derived"
    role, ends = "burnout speeds of all interceptors, together", (_LEVEL_UNIFORMS[0], _LEVEL_UNIFORMS[-1])
    ledger.drew(
        Input(BURNOUT_SPEEDS, role, basis, "quantile", *ends, ground_of(basis), level.astype(np.float64))
    )
    return Reach(tuple(found), level)


def _nobodys_windows(flights: RaidFlights) -> Windows:
    """Return the windows of no shooters at all."""
    rows, samples = flights.library.altitude_m.shape
    none, nobody = np.zeros((rows, 0, samples), np.int32), np.zeros((rows, 0), np.int32)
    return Windows(
        round(flights.library.sample_s * 1000.0), none, none, nobody, nobody, nobody.astype(np.float64)
    )

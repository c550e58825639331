"""What a lofted test flight says of a missile's greatest range.

The test is taken to have burnt all propellant. The velocity increment that flies its range and apogee on the
turning Earth, with the missile's stages and burn time, is then flown with the kick that carries farthest on
an Earth that does not turn, as published maximum ranges are meant. The payload of the test stays: the range
with a heavier one is less.
"""

from __future__ import annotations

from shieldwall.physics.apogee import match_apogee
from shieldwall.physics.booster import ThreatModel, calibrate, rocket_of
from shieldwall.physics.earth import ecef_m, local_frame
from shieldwall.physics.flight_records import Place
from shieldwall.physics.solve import goal_of
from shieldwall.physics.steering_tables import farthest
from shieldwall.physics.steps import Pad


def implied_range_m(
    model: ThreatModel, launch: Place, aim: Place, apogee_m: float, burn_time_s: float | None = None
) -> float:
    """Return the maximum range that a lofted full-burn test flight implies, m.

    Parameters
    ----------
    model : ThreatModel
        Its stages and burn times are used; its published range only starts the search.
    launch, aim : (float, float)
        Where the test flew from and to, latitude and longitude in degrees.
    apogee_m : float
        Its highest point.
    burn_time_s : float, optional
        Total burn time; the nominal one by default.

    Raises
    ------
    FlightError
        No velocity increment gives such a flight.
    """
    booster = calibrate(model, burn_time_s)
    _, delta_v_m_s = match_apogee(booster, goal_of(launch, aim), apogee_m)
    still = rocket_of(model, booster.burn_time_s, delta_v_m_s, 0.0)
    equator = Pad(ecef_m(0.0, 0.0), local_frame(0.0, 0.0))
    return float(farthest(still, equator, booster.burn_time_s)[1])

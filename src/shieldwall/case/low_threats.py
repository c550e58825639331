"""Threats of the catalogue that keep a prescribed low path: quasi-ballistic and cruise missiles."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from shieldwall.case.ledger import Ledger, quantile_si
from shieldwall.model.threat import Threat
from shieldwall.physics.flight import CruiseModel, QuasiBallisticModel, unsupported
from shieldwall.physics.low_flight import LowModel


def low_model(threat: Threat, ledger: Ledger) -> LowModel:
    """Return a threat of a low class as the physics takes it.

    Raises
    ------
    UnsupportedError
        A glide vehicle.
    """
    facts = threat.facts
    max_range_m = ledger.value(f"{threat.id}.max_range_km", facts.max_range_km, "range of the raid's missile")
    if threat.flight_class == "quasi_ballistic":
        assert facts.burn_time_s is not None
        assert facts.apogee_km is not None
        assert facts.ballistic_coefficient_kg_m2 is not None
        burn_time = ledger.note(
            f"{threat.id}.burn_time_s", facts.burn_time_s, "burn time of the raid's missile"
        )
        return QuasiBallisticModel(
            id=threat.id,
            max_range_m=max_range_m,
            apogee_m=ledger.value(f"{threat.id}.apogee_km", facts.apogee_km, "height of the low path"),
            burn_time_s=burn_time.si,
            burn_time_low_s=burn_time.bounds_si[0],
            burn_time_high_s=burn_time.bounds_si[1],
            ballistic_coefficient_kg_m2=ledger.value(
                f"{threat.id}.ballistic_coefficient_kg_m2", facts.ballistic_coefficient_kg_m2, "flight"
            ),
        )
    if threat.flight_class != "cruise":
        raise unsupported(threat.id)
    assert facts.cruise_height_km is not None
    assert facts.cruise_speed_m_s is not None
    speed = ledger.note(
        f"{threat.id}.cruise_speed_m_s", facts.cruise_speed_m_s, "speed of the raid's missile"
    )
    return CruiseModel(
        id=threat.id,
        max_range_m=max_range_m,
        cruise_height_m=ledger.value(
            f"{threat.id}.cruise_height_km", facts.cruise_height_km, "height of the low path"
        ),
        cruise_speed_m_s=speed.si,
        cruise_speed_low_m_s=speed.bounds_si[0],
        cruise_speed_high_m_s=speed.bounds_si[1],
    )


def at_levels(threat: Threat, model: LowModel, levels: npt.NDArray[np.float64]) -> list[LowModel]:
    """Return the model at quantiles of what its flight time hangs on: burn time, or cruise speed."""
    fact = threat.facts.cruise_speed_m_s if isinstance(model, CruiseModel) else threat.facts.burn_time_s
    assert fact is not None
    values = [float(value) for value in quantile_si(fact, levels)]
    if isinstance(model, CruiseModel):
        return [replace(model, cruise_speed_m_s=value) for value in values]
    return [replace(model, burn_time_s=value) for value in values]

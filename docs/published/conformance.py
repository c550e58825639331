"""Constants, gravity, air and geodesics beside the standards that print them."""

from __future__ import annotations

from docs.published.lines import Line, cases, one
from shieldwall.physics import earth
from shieldwall.physics.atmosphere import air


def constant_lines() -> list[Line]:
    """Return the constants, which are to be equal to the last digit."""
    case = cases("conformance_cases")["constants"]
    used = {
        "gravitational_parameter_m3_s2": earth.GRAVITATIONAL_PARAMETER_M3_S2,
        "rotation_rate_rad_s": earth.ROTATION_RATE_RAD_S,
        "equatorial_radius_m": earth.EQUATORIAL_RADIUS_M,
        "inverse_flattening": earth.INVERSE_FLATTENING,
        "j2": earth.J2,
    }
    return [
        Line(
            case["case"],
            name.replace("_", " "),
            one(case[name]),
            value,
            digits=14 if value < 1.0 else 9 if value < 1e3 else 0,
            sources=(case["source"],),
        )
        for name, value in used.items()
    ]


def atmosphere_lines() -> list[Line]:
    """Return temperature, pressure and density of the 1976 standard atmosphere."""
    case = cases("conformance_cases")["atmosphere"]
    found = []
    for row, height_km in enumerate(case["altitude_km"]):
        state = air(height_km * 1e3)
        for name, unit, digits in (
            ("temperature_k", "K", 3),
            ("pressure_pa", "Pa", 5),
            ("density_kg_m3", "kg/m³", 9),
        ):
            published = case[name][row]
            what = f"{name.split('_')[0]} at {height_km} km"
            found.append(
                Line(
                    case=case["case"],
                    what=what,
                    published=one(published),
                    computed=float(getattr(state, name)),
                    unit=unit,
                    tolerance=case["tolerance"]["rel"] * published,
                    digits=digits,
                    sources=(case["source"],),
                )
            )
    return found


def gravity_lines() -> list[Line]:
    """Return normal gravity at three latitudes."""
    case = cases("conformance_cases")["gravity"]
    return [
        Line(
            case=case["case"],
            what=f"normal gravity at {latitude} degrees",
            published=one(gravity),
            computed=float(earth.normal_gravity_m_s2(latitude)),
            unit="m/s²",
            tolerance=case["tolerance"]["abs"],
            digits=10,
            sources=(case["source"],),
        )
        for latitude, gravity in zip(case["latitude_deg"], case["gravity_m_s2"], strict=True)
    ]


def geodesic_lines() -> list[Line]:
    """Return the length and azimuths of a geodesic."""
    case = cases("conformance_cases")["geodesic"]
    found = earth.geodesic(tuple(case["start"]), tuple(case["end"]))
    near = case["tolerance"]
    return [
        Line(
            case=case["case"],
            what=f"Kennedy to Heathrow: {name.split('_')[0]}",
            published=one(case[name]),
            computed=float(value),
            unit="m" if name == "length_m" else "degrees",
            tolerance=near["length_m"] if name == "length_m" else near["azimuth_deg"],
            digits=4 if name == "length_m" else 6,
            sources=(case["source"],),
        )
        for name, value in zip(("length_m", "leaving_deg", "arriving_deg"), found, strict=True)
    ]


def lines() -> list[Line]:
    """Return all of them."""
    return [*constant_lines(), *atmosphere_lines(), *gravity_lines(), *geodesic_lines()]

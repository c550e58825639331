"""Numbers whose unit is fixed by the field that holds them.

``max_range_km: Kilometres`` accepts a `Fact` in kilometres and refuses one in metres, in plain words. The
unit also shows in the JSON Schema of the record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from shieldwall.model.provenance import Fact
from shieldwall.model.units import Unit


@dataclass(frozen=True)
class MeasuredIn:
    """The one unit in which a field's fact must be given, and the least value that makes sense.

    Parameters
    ----------
    unit : Unit
        One word of the closed vocabulary.
    least : float or None
        The smallest value allowed, in that unit.
    """

    unit: Unit
    least: float | None = 0.0

    def check(self, fact: Fact) -> Fact:
        """Return the fact, or say which unit or sign was expected."""
        if fact.unit != self.unit:
            raise ValueError(f"this fact is in {fact.unit}, and must be in {self.unit}")
        lowest = fact.value if fact.low is None else fact.low
        if self.least is not None and lowest < self.least:
            raise ValueError(f"{lowest:g} {fact.unit} is below the least that makes sense, {self.least:g}")
        if fact.unit in {"share", "probability"} and fact.high is not None and fact.high > 1.0:
            raise ValueError(f"the high of a {fact.unit} is at most 1, not {fact.high:g}")
        return fact

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check the fact after it has been read."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Narrow the unit in the schema."""
        return {"allOf": [handler(schema), {"properties": {"unit": {"const": self.unit}}}]}


Kilometres = Annotated[Fact, MeasuredIn("km")]
Metres = Annotated[Fact, MeasuredIn("m")]
SquareMetres = Annotated[Fact, MeasuredIn("m2")]
KilometresPerSecond = Annotated[Fact, MeasuredIn("km/s")]
MetresPerSecond = Annotated[Fact, MeasuredIn("m/s")]
Seconds = Annotated[Fact, MeasuredIn("s")]
Degrees = Annotated[Fact, MeasuredIn("deg")]
AnySignDegrees = Annotated[Fact, MeasuredIn("deg", least=-90.0)]
Hertz = Annotated[Fact, MeasuredIn("Hz")]
KilogramsPerSquareMetre = Annotated[Fact, MeasuredIn("kg/m2")]
Count = Annotated[Fact, MeasuredIn("count")]
Share = Annotated[Fact, MeasuredIn("share")]
Probability = Annotated[Fact, MeasuredIn("probability")]
Ratio = Annotated[Fact, MeasuredIn("ratio")]
PerYear = Annotated[Fact, MeasuredIn("per_year")]
MillionDollars = Annotated[Fact, MeasuredIn("million_USD")]

Latitude = Annotated[float, Field(ge=-90.0, le=90.0)]
"""Degrees north."""
Longitude = Annotated[float, Field(ge=-180.0, le=180.0)]
"""Degrees east."""

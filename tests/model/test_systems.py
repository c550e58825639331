"""What a field is called is what its fact is measured in, for every kind of record."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from shieldwall.catalogue.yaml12 import parse
from shieldwall.model.law import Agreement
from shieldwall.model.measured import Kilometres, MeasuredIn, Share
from shieldwall.model.party import ISO_ALPHA_3, Party
from shieldwall.model.posture import Option, PostureUnit
from shieldwall.model.programme import Programme
from shieldwall.model.provenance import Record
from shieldwall.model.systems import (
    Command,
    CommandFacts,
    Interceptor,
    InterceptorFacts,
    Platform,
    PlatformFacts,
    Radar,
    RadarFacts,
    Satellite,
    SatelliteFacts,
)
from shieldwall.model.table import Layer, Table
from shieldwall.model.threat import LaunchArea, Threat, ThreatFacts

FACTS: tuple[type[BaseModel], ...] = (
    InterceptorFacts, RadarFacts, SatelliteFacts, PlatformFacts, CommandFacts, ThreatFacts,
)  # fmt: skip

UNIT_OF_ENDING = {
    "_km_s": "km/s", "_m_s": "m/s", "_kg_m2": "kg/m2", "_m2": "m2", "_km": "km", "_m": "m", "_deg": "deg",
    "_hz": "Hz", "_s": "s", "_ratio": "ratio", "_probability": "probability", "reliability": "probability",
    "_discount": "share", "_million_usd": "million_USD", "_per_year": "per_year",
    "availability_typical": "share", "availability_low": "share",
}  # fmt: skip


def fields_with_units() -> Iterator[tuple[str, str]]:
    for facts in FACTS:
        for name, field in facts.model_fields.items():
            schema = json.dumps(TypeAdapter(field.rebuild_annotation()).json_schema())
            (unit,) = {unit for unit in UNIT_OF_ENDING.values() if f'"unit": {{"const": "{unit}"}}' in schema}
            yield f"{facts.__name__}.{name}", unit


@pytest.mark.parametrize(("field", "unit"), list(fields_with_units()))
def test_a_field_ends_in_its_unit(field: str, unit: str) -> None:
    ending = max((ending for ending in UNIT_OF_ENDING if field.endswith(ending)), key=len)
    assert UNIT_OF_ENDING[ending] == unit


@pytest.mark.parametrize(
    ("annotation", "given", "message"),
    [
        (Kilometres, {"value": 5.0, "unit": "m"}, "in m, and must be in km"),
        (Kilometres, {"value": 5.0, "low": -1.0, "unit": "km"}, "-1 km is below the least"),
        (Share, {"value": 0.5, "high": 1.2, "unit": "share"}, "at most 1, not 1.2"),
    ],
)
def test_a_fact_in_another_unit_or_out_of_bounds_is_refused(
    annotation: object, given: dict[str, object], message: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(annotation).validate_python({**given, "basis": "assumed", "derivation": "Invented."})
    assert message in str(refused.value)


def test_any_sign_can_be_allowed() -> None:
    assert MeasuredIn("deg", least=None).least is None


@pytest.mark.parametrize("code", ["JPN", "USA", "KOR", "XAA", "XKX", "QMA", "ZZZ", "AAB"])
def test_a_party_is_an_iso_code_or_one_left_to_users(code: str) -> None:
    assert TypeAdapter(Party).validate_python(code) == code


@pytest.mark.parametrize("code", ["NO", "jpn", "JAP", "US", "ABA", "QLZ"])
def test_any_other_party_is_refused(code: str) -> None:
    with pytest.raises(ValidationError, match="unknown party"):
        TypeAdapter(Party).validate_python(code)


def test_the_codes_are_those_of_the_standard() -> None:
    # ISO 3166-1 assigns 249 alpha-3 codes (since South Sudan, 2011)
    assert len(ISO_ALPHA_3) == 249
    assert all(len(code) == 3 and code.isupper() for code in ISO_ALPHA_3)


@pytest.mark.parametrize(
    "record",
    [
        Interceptor, Radar, Satellite, Platform, Command, Programme, Threat, LaunchArea, PostureUnit, Option,
        Agreement, Table, Layer,
    ],
)  # fmt: skip
def test_the_example_in_the_docstring_lacks_nothing_but_facts(record: type[Record]) -> None:
    _, _, example = inspect.cleandoc(record.__doc__ or "").partition(".. code-block:: yaml\n")
    values = parse(inspect.cleandoc(example))
    try:
        record.model_validate_json(json.dumps(values))
    except ValidationError as refused:
        lacking = {(error["type"], error["loc"][0]) for error in refused.errors()}
        assert lacking == {("missing", "facts")}

"""Whatever is sent, the interface keeps to its own document and nothing breaks inside (schemathesis)."""

from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode, checks
from schemathesis.specs.openapi import checks as openapi

from shieldwall.apps.explorer.openapi import openapi_text

KEPT = [
    checks.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_schema_conformance,
]
EXAMPLES = 6
DOCUMENT = json.loads(openapi_text())
OPERATIONS = sorted((path, method) for path, item in DOCUMENT["paths"].items() for method in item)


def within_reach() -> Any:
    """The document with values that the model accepts now and then, so that some questions are answered."""
    document = json.loads(openapi_text())
    schemas = document["components"]["schemas"]
    schemas["StateAsked"] = json.loads(json.dumps(schemas["State"]))
    state = schemas["StateAsked"]["properties"]
    for name in schemas:
        if name.endswith("Request"):
            whole = json.dumps(schemas[name])
            schemas[name] = json.loads(
                whole.replace('#/components/schemas/State"', '#/components/schemas/StateAsked"')
            )
    state["v"] = {"enum": [1]}
    state["scenario"]["enum"] = ["japan_2015", "japan_2051"]
    state["own"] = {"type": "null"}
    for name, values in {
        "date": ["2015-12-02", "2015-02-29", None],
        "raid_size": [1, 20, 200, 201, None],
        "seed": [2015, -1, None],
        "options": [[], ["aegis_ashore_akita"], ["akita"], None],
        "without": [[], ["js_kongo"], ["kongo"], None],
        "doctrine": ["shoot_look_shoot", "shoot", None],
        "arrangements": [["unconnected", "as_of"], ["a", "b"], [{"absent": ["JPN"]}, "integrated"], None],
    }.items():
        state[name] = {"enum": values}
    return schemathesis.openapi.from_dict(document)


SCHEMA = within_reach()


def can_be_wrong(path: str, method: str) -> bool:
    """Whether an operation takes anything but a name in its path."""
    told = DOCUMENT["paths"][path][method]
    return "requestBody" in told or any(each["in"] == "query" for each in told.get("parameters", ()))


RIGHT = [(path, method, GenerationMode.POSITIVE) for path, method in OPERATIONS]
WRONG = [(path, method, GenerationMode.NEGATIVE) for path, method in OPERATIONS if can_be_wrong(path, method)]


@pytest.mark.parametrize(("path", "method", "mode"), RIGHT + WRONG)
def test_it_keeps_to_its_document(live: Any, path: str, method: str, mode: GenerationMode) -> None:
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=SCHEMA[path][method].as_strategy(generation_mode=mode))
    def send(case: Case) -> None:
        response = case.call_and_validate(base_url=live.url, checks=KEPT, timeout=120)
        if response.status_code == 202:
            live.client.delete(f"/api/jobs/{response.json()['job']}")

    send()


def test_the_document_names_every_refusal() -> None:
    for path, method in OPERATIONS:
        told = DOCUMENT["paths"][path][method]["responses"]
        assert {"404", "413", "422", "429", "503"} <= set(told)
        for status in ("404", "422"):
            schema = told[status]["content"]["application/json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/Refusal"}

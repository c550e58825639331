"""JSON Schemas of what the commands write with ``--json``, generated from the records themselves.

``python -m shieldwall.apps.schemas FOLDER`` writes ``FOLDER/<command>.schema.json`` for every command. They
are strict: every field is there, nothing else is, and what may be absent is null.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from shieldwall.apps import (
    briefs,
    cost_effect,
    costs,
    flights,
    learning,
    listings,
    pictures,
    radars,
    replenish,
    salvos,
    studies,
)
from shieldwall.model.outcomes import Comparison
from shieldwall.study.claims.check import Reproduction
from shieldwall.study.coverage.history_record import HistoryRecord
from shieldwall.study.coverage.record import CoverageRecord
from shieldwall.study.coverage.station_record import StationRecord
from shieldwall.study.sweep.record import StudyRecord

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

RESULTS: Final[dict[str, type]] = {
    "compare": Comparison,
    "brief": briefs.BriefWritten,
    "flight": flights.FlightRecord,
    "ballistic": flights.ArcRecord,
    "reach": flights.ReachRecord,
    "posture": listings.Posture,
    "picture": pictures.Picture,
    "warning": pictures.WarningTimes,
    "coverage": CoverageRecord,
    "history": HistoryRecord,
    "station": StationRecord,
    "radar-equation": radars.EquationAnswer,
    "radar-ranges": radars.RadarRanges,
    "horizon": radars.Horizon,
    "salvo": salvos.SalvoAnswer,
    "cost-convert": costs.Converted,
    "cost-programme": costs.ProgrammeCosts,
    "cost-programmes": costs.ProgrammesListed,
    "cost-share": costs.SharedCost,
    "cost-exchange": cost_effect.CostExchange,
    "cost-frontier": cost_effect.CostFrontier,
    "cost-replenish": replenish.CostReplenish,
    "cost-learning": learning.LearningFound,
    "reproduce": Reproduction,
    "study": StudyRecord,
    "study-plan": studies.StudyPlan,
    "study-export": studies.StudyExport,
    "catalogue-list": listings.RecordsListed,
    "catalogue-show": listings.RecordShown,
    "catalogue-check": listings.CheckResult,
    "catalogue-sources": listings.SourcesListed,
    "catalogue-coverage": listings.CoverageListed,
}
"""The record that each command writes; a new command is one line here."""


def result_schema(record: type) -> dict[str, Any]:
    """Return the JSON Schema of a frozen record.

    Parameters
    ----------
    record : type
        A dataclass whose ``schema`` field names the schema and its version.
    """
    schema = TypeAdapter(record).json_schema(mode="serialization")
    for part in (schema, *schema.get("$defs", {}).values()):
        _close(part)
    return {"$schema": DIALECT, **schema}


def _close(part: dict[str, Any]) -> None:
    """Ask for every property of an object and for no other."""
    if "properties" in part:
        part["required"] = sorted(part["properties"])
        part["additionalProperties"] = False
        for value in part["properties"].values():
            value.pop("default", None)


def schema_texts() -> dict[str, str]:
    """Return the text of every schema file by its name, with that of the explorer's interface."""
    from shieldwall.apps.explorer.openapi import FILE, openapi_text

    return {
        f"{name}.schema.json": json.dumps(result_schema(record), indent=2, sort_keys=True, ensure_ascii=False)
        + "\n"
        for name, record in RESULTS.items()
    } | {FILE: openapi_text()}


def write_schemas(folder: Path) -> None:
    """Write every schema into a folder that exists."""
    for name, text in schema_texts().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1] if len(sys.argv) > 1 else "schemas"))

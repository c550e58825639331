"""What the page offers: names, words and bounds, all from the catalogue and the model's own classes."""

from __future__ import annotations

from typing import Any, Final, get_args

from shieldwall.apps.explorer.limits import Limits
from shieldwall.apps.explorer.quick import QUICK_DRAWS, QUICK_TRIALS
from shieldwall.apps.explorer.requests import (
    MOST_QUICK_DRAWS,
    MOST_QUICK_TRIALS,
    MOST_TRIALS,
    UPLOAD_CHARACTERS,
)
from shieldwall.apps.explorer.state import STATE_VERSION
from shieldwall.case.law import AS_OF
from shieldwall.catalogue.load import Catalogue
from shieldwall.catalogue.readings import READINGS
from shieldwall.economics.shares import COUNTERFACTUALS
from shieldwall.model.arrangement import Arrangement, FireCoordination
from shieldwall.model.doctrine import Doctrine
from shieldwall.model.outcomes import MEASURES
from shieldwall.model.posture import Option
from shieldwall.model.raid import LARGEST_RAID, SMALLEST_RAID
from shieldwall.model.scenario import EARLIEST, FEWEST_TRIALS, LATEST, Availability, Knowledge, Scenario
from shieldwall.model.systems import Interceptor
from shieldwall.model.threat import Threat
from shieldwall.model.version import CODE_VERSION
from shieldwall.report.symbols import party_colour
from shieldwall.study.assemble import SCHEMA
from shieldwall.study.remarks import NOT_MODELLED

PARTY_NAMES: Final = {
    "JPN": "Japan", "USA": "United States", "KOR": "Republic of Korea", "AUS": "Australia",
    "TWN": "Taiwan", "PRK": "North Korea", "CHN": "China",
}  # fmt: skip

MEASURE_NAMES: Final = {
    "engageable_share": "Engageable, one shot",
    "engageable_share_two_shots": "Engageable, two shots",
    "engageable_share_upper": "Engageable by the upper tier, one shot",
    "engageable_share_upper_two_shots": "Engageable by the upper tier, two shots",
    "engageable_share_lower": "Engageable by the lower tier",
    "p_no_leak": "Chance of no leaker",
    "expected_leakers": "Expected leakers",
    "warning_time_s": "Warning time",
    "interceptors_expended": "Interceptors expended",
    "interceptors_remaining": "Interceptors remaining",
    "duplicate_shots": "Duplicate shots",
    "cost_expended_million_usd": "Cost of interceptors expended",
}

MORE_IS_BETTER: Final = {
    "expected_leakers": "less", "interceptors_expended": None, "duplicate_shots": "less",
    "cost_expended_million_usd": None,
}  # fmt: skip
"""Which way more security lies, where it is not `more`; None where it lies neither way by itself."""

MECHANISM_WORDS: Final[tuple[dict[str, Any], ...]] = (
    {
        "id": "warning", "name": "Warning", "per": "pair",
        "meaning": "One party's launch alerts reach another: its decisions and public alert start earlier.",
        "values": [
            {"id": "off", "name": "Not shared", "meaning": "Each party has its own alerts only."},
            {"id": "on", "name": "Shared", "meaning": "Over the catalogue's early-warning link."},
        ],
    },
    {
        "id": "tracks", "name": "Tracks", "per": "pair",
        "meaning": "One party's radar tracks reach another's shooters.",
        "values": [
            {"id": "off", "name": "Not shared", "meaning": "Shooters use their own party's radars only."},
            {
                "id": "launch_on_remote", "name": "Launch on remote",
                "meaning": "A shooter may launch on another party's track.",
            },
            {
                "id": "engage_on_remote", "name": "Engage on remote",
                "meaning": "Where both systems have it, the whole engagement may rest on another's track.",
            },
        ],
    },
    {
        "id": "defends", "name": "Defends", "per": "pair",
        "meaning": "One party may engage what is aimed at another.",
        "values": [
            {"id": "no", "name": "No", "meaning": "It defends itself only."},
            {
                "id": "declared_situation", "name": "In a declared situation",
                "meaning": "With the chance and the delay of that authority.",
            },
            {"id": "standing_order", "name": "Standing order", "meaning": "Whenever it can."},
        ],
    },
    {
        "id": "fire_coordination", "name": "Fire coordination", "per": "group",
        "meaning": "How the parties divide targets among them.",
        "values": [
            {"id": "none", "name": "None", "meaning": "Each picks its targets alone."},
            {
                "id": "sector_deconfliction", "name": "Sectors",
                "meaning": "Targets are divided by sectors agreed beforehand.",
            },
            {
                "id": "one_plan", "name": "One plan",
                "meaning": "One plan for all fire; it needs shared tracks, else it falls back to sectors.",
            },
        ],
    },
)  # fmt: skip
assert {each["id"] for each in MECHANISM_WORDS[3]["values"]} == set(get_args(FireCoordination))

AVAILABILITY_WORDS: Final[dict[Availability, tuple[str, str]]] = {
    "all": ("All", "Every unit owned counts."),
    "typical": ("Typical", "Units typically on station: owned is not at sea."),
    "low": ("Low", "Few units are on station."),
}
AS_FIELDED: Final = "as_fielded"
COUNTERFACTUAL_NAMES: Final[dict[str, str]] = {
    "same_kit_each_pays": "Same kit, each pays for all of it",
    "same_budget": "Same budget, spent alone",
    "not_built": "Not built",
    "us_only_later": "U.S. only, later",
}
assert set(COUNTERFACTUAL_NAMES) == set(COUNTERFACTUALS)
KNOWLEDGE_WORDS: Final[dict[Knowledge, tuple[str, str]]] = {
    "as_of": ("As of the date", "Only tests flown by the scenario's date count."),
    "today": ("Today", "All tests in the catalogue count."),
}


def meta(known: Catalogue, limits: Limits) -> dict[str, Any]:
    """Return everything that the page needs before its first question."""
    return {
        "versions": {
            "code": CODE_VERSION,
            "data": known.version,
            "schema": SCHEMA,
            "state": STATE_VERSION,
        },
        "scenarios": [_scenario(each) for each in known.records(Scenario)],
        "presets": [_preset(each) for each in known.records(Arrangement)] + [_as_of()],
        "mechanisms": list(MECHANISM_WORDS),
        "parties": _parties(known),
        "availability": _words(AVAILABILITY_WORDS),
        "knowledge": _words(KNOWLEDGE_WORDS),
        "readings": [
            {"id": name, "name": name.replace("_", " ").capitalize(), "meaning": meaning}
            for name, meaning in READINGS.items()
        ],
        "doctrines": [
            {"id": each.id, "name": each.name, "summary": each.summary} for each in known.records(Doctrine)
        ],
        "counterfactuals": [
            {"id": AS_FIELDED, "name": "As fielded", "meaning": "What was bought, as it was bought."},
            *(
                {"id": name, "name": COUNTERFACTUAL_NAMES[name], "meaning": meaning}
                for name, meaning in COUNTERFACTUALS.items()
            ),
        ],
        "options": [
            {
                "id": each.id,
                "name": each.name,
                "status": each.status,
                "note": each.note,
                "cites": [cite.source for cite in each.cites],
            }
            for each in known.records(Option)
        ],
        "measures": [
            {
                "id": each.name,
                "name": MEASURE_NAMES[each.name],
                "unit": each.unit,
                "meaning": each.meaning,
                "direction": MORE_IS_BETTER.get(each.name, "more"),
            }
            for each in MEASURES
        ],
        "interceptors": {each.id: each.name for each in known.records(Interceptor)},
        "threats": {each.id: each.name for each in known.records(Threat)},
        "dates": {"first": str(EARLIEST), "last": str(LATEST)},
        "raid_size": {"least": SMALLEST_RAID, "most": LARGEST_RAID},
        "quick": {"draws": QUICK_DRAWS, "trials": QUICK_TRIALS},
        "limits": {
            "upload_bytes": UPLOAD_CHARACTERS,
            "body_bytes": limits.body_bytes,
            "fewest_trials": FEWEST_TRIALS,
            "most_trials": MOST_TRIALS,
            "most_quick_draws": MOST_QUICK_DRAWS,
            "most_quick_trials": MOST_QUICK_TRIALS,
        },
        "not_modelled": list(NOT_MODELLED),
        "bases": ["reported", "derived", "assumed"],
    }


def choice_name(known: Catalogue, field: str, value: Any) -> str:
    """Return what a value of a field of the state is called on the page."""
    names: dict[str, dict[Any, str]] = {
        "availability": {name: shown for name, (shown, _) in AVAILABILITY_WORDS.items()},
        "knowledge": {name: shown for name, (shown, _) in KNOWLEDGE_WORDS.items()},
        "counterfactual": {AS_FIELDED: "As fielded", **COUNTERFACTUAL_NAMES},
        "doctrine": {each.id: each.name for each in known.records(Doctrine)},
        "false_tracks": {True: "yes", False: "no"},
    }
    name = names.get(field, {}).get(value, str(value).replace("_", " "))
    return name if name[:2].isupper() or name.startswith("U.S.") else name[:1].lower() + name[1:]


def _words(words: dict[Any, tuple[str, str]]) -> list[dict[str, str]]:
    return [{"id": name, "name": shown, "meaning": meaning} for name, (shown, meaning) in words.items()]


def _scenario(each: Scenario) -> dict[str, Any]:
    return {
        "id": each.id,
        "title": each.title,
        "question": each.question,
        "date": str(each.date),
        "parties": list(each.parties),
        "home_party": each.home_party,
        "threat": each.raid.threat,
        "arrangements": list(each.arrangements),
    }


def _preset(each: Arrangement) -> dict[str, Any]:
    mechanisms = each.model_dump(
        mode="json", include={"warning", "tracks", "defends", "fire_coordination", "absent"}
    )
    return {
        "id": each.id,
        "name": each.name,
        "summary": each.summary,
        "bound": bool(each.absent),
        "parties": list(each.parties),
        "mechanisms": mechanisms,
    }


def _as_of() -> dict[str, Any]:
    return {
        "id": AS_OF,
        "name": "As the law of the date allows",
        "summary": "What agreements in force on the scenario's date allow.",
        "bound": False,
        "parties": [],
        "mechanisms": None,
    }


def _parties(known: Catalogue) -> list[dict[str, str]]:
    codes = dict.fromkeys(party for each in known.records(Scenario) for party in each.parties)
    codes |= dict.fromkeys(PARTY_NAMES)
    return [{"id": code, "name": PARTY_NAMES.get(code, code), "color": party_colour(code)} for code in codes]

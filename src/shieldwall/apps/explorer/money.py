"""Who pays, who saves, against which world: the programmes that the parties share, on the page."""

from __future__ import annotations

from typing import Any, Final

from shieldwall.apps.costs import share_cost
from shieldwall.apps.explorer.asked import Asked
from shieldwall.apps.output import plain
from shieldwall.economics.shares import COUNTERFACTUALS, NOT_MODELLED
from shieldwall.model.programme import Programme
from shieldwall.model.systems import Interceptor

AS_FIELDED: Final = "as_fielded"
MEANING: Final = (
    "What was bought, as it was bought: shares are facts; a saving needs a world to compare with."
)


def money_shown(asked: Asked) -> dict[str, Any]:
    """Return the shares of every shared programme, and the savings in the world that the page names.

    As fielded no saving is shown: there is no other world to compare with.
    """
    world = asked.scenario.counterfactual
    parties = set(asked.scenario.parties)
    shared = [
        programme
        for programme in asked.catalogue.records(Programme)
        if programme.shared_lines and {line.party for line in programme.shared_lines} <= parties
    ]
    return {
        "counterfactual": world,
        "meaning": COUNTERFACTUALS.get(world, MEANING),
        "on_this_date": not_yet(asked),
        "programmes": [_programme(asked, programme, world) for programme in shared],
        "not_modelled": list(NOT_MODELLED),
    }


def not_yet(asked: Asked) -> list[str]:
    """Return, in a sentence each, the shared interceptors that are not in service on the date."""
    scenario, found = asked.scenario, []
    for record in asked.catalogue.records(Interceptor):
        if record.tier != "upper" or len(set(record.parties) & set(scenario.parties)) < 2:
            continue
        first = [entry.since for entry in record.fielded if entry.party in scenario.parties]
        if not first or min(first) > scenario.date:
            when = f"; it is from {min(first)} on" if first else ""
            found.append(f"{record.name} is not in service on {scenario.date}{when}: no effect on this date.")
    return found


def _programme(asked: Asked, programme: Programme, world: str) -> dict[str, Any]:
    named = None if world == AS_FIELDED else world
    found = share_cost(programme.id, counterfactual=named, seed=asked.scenario.seed, known=asked.catalogue)
    return {
        "id": programme.id,
        "name": programme.name,
        "shares": plain(found.value),
        "contributions": plain(found.contributions),
        "savings": {} if named is None else plain(found.savings[named]),
        "production": plain(found.production.get(named)) if named and found.production else None,
        "command": f"shieldwall cost share {programme.id}"
        + ("" if named is None else f" --counterfactual {named}"),
    }

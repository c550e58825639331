"""Which fields of a record name another record, and whether that other one is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from shieldwall.catalogue.errors import UnknownName
from shieldwall.catalogue.facts import walk
from shieldwall.catalogue.kinds import kind_of
from shieldwall.catalogue.renames import follow
from shieldwall.catalogue.tables import TABLE_FOLDERS
from shieldwall.catalogue.yaml12 import FieldPath
from shieldwall.model.posture import PostureUnit
from shieldwall.model.provenance import Record

if TYPE_CHECKING:
    from shieldwall.catalogue.load import Catalogue

NAMED: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "platforms": (("radar", "radars"), ("interceptors.*.interceptor", "interceptors")),
    "threats": (("launch_areas.*", "launch_areas"),),
    "posture": (("loads.*.interceptor", "interceptors"), ("option", "options")),
    "options": (
        ("swaps.*.old", "interceptors"),
        ("swaps.*.new", "interceptors"),
        ("removes.*", "posture"),
    ),
    "programmes": (("develops", "interceptors"),),
    "agreements": (("permits.*.requires.*", "agreements"),),
    "scenarios": (
        ("people", "people"),
        ("raid.threat", "threats"),
        ("raid.launch_areas.*", "launch_areas"),
        ("raid.second.replenishment.*.unit", "posture"),
        ("raid.second.replenishment.*.interceptor", "interceptors"),
        ("raid.mixed_with.*.threat", "threats"),
        ("raid.mixed_with.*.launch_areas.*", "launch_areas"),
        ("arrangements.*", "arrangements"),
        ("attribution.base", "arrangements"),
        ("attribution.top", "arrangements"),
        ("doctrine", "doctrines"),
        ("options.*", "options"),
    ),
}
"""Fields that name a record, by folder: the path (``*`` for a position) and the folder it points into."""

EVERYWHERE: Final = (("cites.*.source", "sources"),)
"""Fields that name a record wherever their path ends so."""

COMPUTED: Final = frozenset({"as_of"})
"""Names of arrangements that follow from the facts and have no file."""

SYSTEM_FOLDER: Final[dict[str, str]] = {
    "ship": "platforms",
    "ground_battery": "platforms",
    "radar_site": "radars",
    "satellite": "satellites",
    "command": "command",
}
"""Where the system of a posture unit is described, by the kind of unit."""


def dangling(catalogue: Catalogue, folder: str, record: Record) -> Iterator[tuple[FieldPath, str]]:
    """Yield each name in a record that nothing bears: its path, and a message with the nearest name.

    Parameters
    ----------
    catalogue : Catalogue
        Where the names must be found.
    folder : str
        The folder of the record.
    record : Record
        The record.
    """
    for path, value in walk(record):
        target = _target(folder, record, path)
        if target is None or not isinstance(value, str):
            continue
        known = known_names(catalogue, target)
        if follow(value, catalogue.renames) not in known:
            yield path, str(UnknownName(_word(target), value, known))


def known_names(catalogue: Catalogue, folder: str) -> frozenset[str]:
    """Return every name that may stand for a record of a folder."""
    if folder in TABLE_FOLDERS:
        return frozenset(catalogue.tables())
    names = frozenset(catalogue.ids(folder))
    return names | COMPUTED if folder == "arrangements" else names


def _target(folder: str, record: Record, path: FieldPath) -> str | None:
    if isinstance(record, PostureUnit) and path == ("system",):
        return SYSTEM_FOLDER[record.kind]
    pattern = ".".join("*" if isinstance(step, int) else step for step in path)
    for ending, target in EVERYWHERE:
        if pattern == ending or pattern.endswith(f".{ending}"):
            return target
    return dict(NAMED.get(folder, ())).get(pattern)


def _word(folder: str) -> str:
    return "table" if folder in TABLE_FOLDERS else kind_of(folder).replace("_", " ")

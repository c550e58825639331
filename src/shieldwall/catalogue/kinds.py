"""Which kind of record each folder of the catalogue holds; a new kind is one line here."""

from __future__ import annotations

from typing import Final

from shieldwall.catalogue.errors import UnknownName
from shieldwall.model.arrangement import Arrangement
from shieldwall.model.doctrine import Doctrine
from shieldwall.model.law import Agreement
from shieldwall.model.posture import Option, PostureUnit
from shieldwall.model.programme import Programme
from shieldwall.model.provenance import Record, Source
from shieldwall.model.scenario import Scenario
from shieldwall.model.systems import Command, Interceptor, Platform, Radar, Satellite
from shieldwall.model.threat import LaunchArea, Threat

FOLDERS: Final[dict[str, type[Record]]] = {
    "sources": Source,
    "interceptors": Interceptor,
    "radars": Radar,
    "satellites": Satellite,
    "platforms": Platform,
    "command": Command,
    "programmes": Programme,
    "threats": Threat,
    "launch_areas": LaunchArea,
    "posture": PostureUnit,
    "options": Option,
    "agreements": Agreement,
    "arrangements": Arrangement,
    "doctrines": Doctrine,
    "scenarios": Scenario,
}
"""The class of the records in each folder."""

KINDS: Final[dict[str, str]] = {
    "source": "sources",
    "interceptor": "interceptors",
    "radar": "radars",
    "satellite": "satellites",
    "platform": "platforms",
    "command": "command",
    "programme": "programmes",
    "threat": "threats",
    "launch_area": "launch_areas",
    "unit": "posture",
    "option": "options",
    "agreement": "agreements",
    "arrangement": "arrangements",
    "doctrine": "doctrines",
    "scenario": "scenarios",
}
"""The folder of each kind, by the word that a person would use."""

_FOLDER_OF: Final[dict[type[Record], str]] = {record: folder for folder, record in FOLDERS.items()}
_KIND_OF: Final[dict[str, str]] = {folder: kind for kind, folder in KINDS.items()}


def folder_of(kind: str | type[Record]) -> str:
    """Return the folder that holds a kind of record, named by word or by class.

    Examples
    --------
    >>> folder_of("interceptor"), folder_of(Threat)
    ('interceptors', 'threats')
    """
    if isinstance(kind, type):
        return _FOLDER_OF[kind]
    if kind in FOLDERS:
        return kind
    if kind not in KINDS:
        raise UnknownName("kind", kind, KINDS)
    return KINDS[kind]


def kind_of(folder: str) -> str:
    """Return the word for one record of a folder.

    Examples
    --------
    >>> kind_of("posture")
    'unit'
    """
    return _KIND_OF[folder]

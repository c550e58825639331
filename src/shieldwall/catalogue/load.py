"""The catalogue: finds records by kind and id in its folders and reads each one when it is asked for."""

from __future__ import annotations

import copy
import datetime as dt
import functools
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar, overload

from shieldwall.catalogue.errors import CatalogueError, Finding, UnknownName
from shieldwall.catalogue.facts import facts_of
from shieldwall.catalogue.kinds import FOLDERS, folder_of, kind_of
from shieldwall.catalogue.on_the_day import units_on
from shieldwall.catalogue.read import read_record, read_text, read_values
from shieldwall.catalogue.renames import follow, merged
from shieldwall.catalogue.tables import TABLE_FOLDERS, TableData, read_table
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.posture import PostureUnit
from shieldwall.model.provenance import Fact, Record, Source

SHIPPED: Final = Path(__file__).resolve().parent / "data"
"""The folder of the facts that come with the package."""

LAYER_FOLDER: Final = "land"
"""The folder of map layers."""

R = TypeVar("R", bound=Record)


class Catalogue:
    """Records by kind and id, each read when it is first asked for.

    Parameters
    ----------
    *overlays : Path or str
        Folders laid over the shipped facts in order: a file with a new id adds a record, one with a known
        id replaces it.
    shipped : Path, optional
        The folder at the bottom.

    Raises
    ------
    InputError
        An overlay is not a folder, or holds a folder whose name is not known.

    Examples
    --------
    >>> Catalogue().fact("sm3_1a.burnout_speed_km_s").unit
    'km/s'
    """

    def __init__(self, *overlays: Path | str, shipped: Path = SHIPPED) -> None:
        self.folders = (shipped, *(Path(overlay) for overlay in overlays))
        for overlay in self.folders[1:]:
            _check_overlay(overlay)
        self._files: dict[str, dict[str, Path]] = {}
        self._tables: dict[str, TableData] = {}
        self._records: dict[tuple[str, str], Record] = {}
        self._held: dict[tuple[str, str], Record] = {}

    def holding(self, records: Mapping[tuple[str, str], Record]) -> Catalogue:
        """Return this catalogue with records in place of those of its files.

        Parameters
        ----------
        records : mapping of (folder, id) to Record
            What stands in their place; all other records, once read, are shared by both catalogues.
        """
        other = copy.copy(self)
        other._held = self._held | dict(records)
        return other

    def files(self, kind: str | type[Record]) -> dict[str, Path]:
        """Return the file of every record of a kind by id, in order of id, without opening one."""
        return self._in_folder(folder_of(kind))

    def _in_folder(self, folder: str) -> dict[str, Path]:
        if folder not in self._files:
            layers = [base.glob(f"{folder}/*.yaml") for base in self.folders]
            self._files[folder] = dict(
                sorted({file.stem: file for layer in layers for file in layer}.items())
            )
        return self._files[folder]

    def ids(self, kind: str | type[Record]) -> tuple[str, ...]:
        """Return the ids of a kind, in order."""
        return tuple(self.files(kind))

    @overload
    def record(self, kind: type[R], name: str) -> R: ...
    @overload
    def record(self, kind: str, name: str) -> Record: ...
    def record(self, kind: str | type[Record], name: str) -> Record:
        """Return one record, reading no file but its own.

        Parameters
        ----------
        kind : str or type of Record
            The class (``Interceptor``), the word (``"interceptor"``) or the folder (``"interceptors"``).
        name : str
            Its id, or an id that it bore before.

        Raises
        ------
        UnknownName
            No record of that kind bears the name; the nearest id is offered.
        CatalogueError
            Its file is refused.
        """
        folder = folder_of(kind)
        known = self.files(folder)
        found = name if name in known else follow(name, self.renames)
        if found not in known:
            raise UnknownName(kind_of(folder).replace("_", " "), name, known)
        key = (folder, found)
        if key in self._held:
            return self._held[key]
        if key not in self._records:
            self._records[key] = read_record(FOLDERS[folder], known[found])
        return self._records[key]

    @overload
    def records(self, kind: type[R]) -> tuple[R, ...]: ...
    @overload
    def records(self, kind: str) -> tuple[Record, ...]: ...
    def records(self, kind: str | type[Record]) -> tuple[Record, ...]:
        """Return all records of a kind, in order of id."""
        return tuple(self.record(folder_of(kind), name) for name in self.ids(kind))

    def all_records(self) -> Iterator[tuple[str, Record]]:
        """Yield every record with its folder, reading the whole catalogue."""
        for folder in FOLDERS:
            for record in self.records(folder):
                yield folder, record

    def find(self, name: str) -> tuple[str, Record]:
        """Return the record of that id and its folder, whatever its kind; sources come last."""
        name_now = follow(name, self.renames)
        for folder in (*(folder for folder in FOLDERS if folder != "sources"), "sources"):
            if name_now in self.files(folder):
                return folder, self.record(folder, name_now)
        known = [known for folder in FOLDERS for known in self.ids(folder)]
        raise UnknownName("name", name, known)

    def fact(self, name: str) -> Fact:
        """Return a fact by the id of its record and its own name, such as ``sm3_1a.max_range_km``.

        Raises
        ------
        UnknownName
            No such record, or no such fact in it; the nearest name is offered.
        """
        record_id, _, fact = name.partition(".")
        _, record = self.find(record_id)
        facts = facts_of(record)
        if fact not in facts:
            raise UnknownName(f"fact of {record_id}", fact, facts)
        return facts[fact]

    def source(self, name: str) -> Source:
        """Return a source by its id."""
        return self.record(Source, name)

    def table(self, name: str) -> TableData:
        """Return a table by its id, read once.

        Raises
        ------
        UnknownName
            No table bears the name; the nearest id is offered.
        CatalogueError
            The table or its sidecar is refused.
        """
        if name not in self._tables:
            known = self.tables()
            if name not in known:
                raise UnknownName("table", name, known)
            self._tables[name] = read_table(known[name])
        return self._tables[name]

    def tables(self) -> dict[str, Path]:
        """Return the sidecar of every table by id, without opening one."""
        return {stem: file for folder in TABLE_FOLDERS for stem, file in self._in_folder(folder).items()}

    def tables_with(self, folder: str, columns: Iterable[str]) -> list[TableData]:
        """Return the tables of a folder that have all the columns named, in order of id.

        An overlay adds rows to what is counted by adding such a table.
        """
        wanted = set(columns)
        found = [self.table(name) for name in self._in_folder(folder)]
        return [table for table in found if wanted <= {column.name for column in table.about.columns}]

    def layers(self) -> dict[str, Path]:
        """Return the sidecar of every map layer by id, without opening one."""
        return dict(self._in_folder(LAYER_FOLDER))

    def posture(self, on: dt.date, options: Iterable[str] = ()) -> tuple[PostureUnit, ...]:
        """Return the units in place on a day, with the named options, reading only what that takes.

        Parameters
        ----------
        on : date
            The day.
        options : iterable of str
            Planned, cancelled or imagined changes that enter by name.

        Returns
        -------
        tuple of PostureUnit
            In order of id.
        """
        return units_on(self, on, tuple(options))

    @functools.cached_property
    def renames(self) -> dict[str, str]:
        """Old ids and what they are called now, from ``renames.yaml`` in each folder."""
        return merged([base / "renames.yaml" for base in self.folders])

    @functools.cached_property
    def version(self) -> str:
        """The version that the shipped data give themselves, with ``+overlay`` where there is one."""
        file = self.folders[0] / "version.yaml"
        values = read_values(file, read_text(file))
        number = values.get("version") if isinstance(values, dict) else None
        if not isinstance(number, str):
            raise CatalogueError([Finding(file, 1, "version", "must be text such as '0.1.0'")])
        return f"{number}+overlay" if len(self.folders) > 1 else number

    @functools.cached_property
    def digest(self) -> str:
        """Sixteen hexadecimal digits over the name and content of every file, overlays included."""
        digest = hashlib.sha256()
        for position, base in enumerate(self.folders):
            for file in sorted(path for path in base.rglob("*") if path.is_file()):
                digest.update(f"{position}/{file.relative_to(base).as_posix()}\0".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
        return digest.hexdigest()[:16]


@functools.cache
def shipped() -> Catalogue:
    """Return the catalogue that comes with the package, shared by all who ask."""
    return Catalogue()


def _check_overlay(overlay: Path) -> None:
    if not overlay.is_dir():
        raise InputError(f"the overlay {str(overlay)!r} is not a folder")
    known: Sequence[str] = (*FOLDERS, *TABLE_FOLDERS, LAYER_FOLDER)
    for folder in sorted(entry.name for entry in overlay.iterdir() if entry.is_dir()):
        if folder not in known and not folder.startswith("."):
            raise InputError(f"the overlay holds an unknown folder {folder!r}{suggestion(folder, known)}")

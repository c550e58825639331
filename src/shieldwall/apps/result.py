"""What `compare` gives back in Python: the record, with tables, figures and sources one call away."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from shieldwall.catalogue.load import Catalogue
from shieldwall.model.errors import InputError, suggestion
from shieldwall.model.outcomes import Attribution, Comparison, FactUsed, Outcomes

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")


class Result:
    """A comparison with its tables and figures.

    Attributes
    ----------
    record : Comparison
        The frozen result, as the JSON has it.
    """

    def __init__(self, record: Comparison, known: Catalogue) -> None:
        self.record = record
        self._catalogue = known

    def arrangement(self, name: str) -> Outcomes:
        """Return the outcomes of one arrangement.

        Raises
        ------
        InputError
            It was not compared; the nearest name is offered.
        """
        return _pick("arrangement", name, self.record.arrangements)

    def difference(self, first: str, second: str) -> Outcomes:
        """Return the paired differences ``first`` minus ``second``."""
        return _pick("difference", f"{first}-minus-{second}", self.record.differences)

    def attribution(self, measure: str) -> Mapping[str, Attribution]:
        """Return the difference associated with each mechanism, for one measure."""
        return MappingProxyType(_pick("measure with an attribution", measure, self.record.attribution))

    def facts_used(self) -> tuple[FactUsed, ...]:
        """Return every fact that the run read, and what for."""
        return self.record.facts_used

    def cite(self) -> str:
        """Return how to cite this result: versions, scenario, seed and trials."""
        record = self.record
        return (
            f"Shieldwall {record.versions.code}, data {record.versions.data}: scenario {record.scenario.id}, "
            f"seed {record.seed}, {record.trials} trials, {record.draws} draws."
        )

    def table(self) -> None:
        """Print the outcomes, the attribution and the answer."""
        from shieldwall.report import tables, what_if_tables
        from shieldwall.report.table_parts import asked_besides, console, headed

        page = console()
        scenario = self.record.scenario
        page.print(headed(scenario.title, f": {scenario.question}"))
        page.print(
            f"{scenario.raid_size} {scenario.threat} ({scenario.raid_label}), availability "
            f"{scenario.availability}{asked_besides(scenario)}, seed {self.record.seed}, "
            f"{self.record.trials:,} trials\n"
        )
        for table in tables.comparison_tables(self.record):
            page.print(table)
        if self.record.attribution:
            page.print(tables.attribution_table(self.record))
        for beside in (what_if_tables.losses_table(self.record), what_if_tables.flips_table(self.record)):
            if beside is not None:
                page.print(beside)
        lines = (
            *what_if_tables.loss_lines(self.record), *what_if_tables.world_lines(self.record),
            *what_if_tables.second_raid_lines(self.record), *what_if_tables.runs_out_lines(self.record),
        )  # fmt: skip
        for line in lines:
            page.print(line)
        note = what_if_tables.rests_on_note(self.record)
        if note is not None:
            page.print(f"· {note}")
        for remark in self.record.remarks:
            page.print(f"· {remark}")
        page.print(f"\n{self.record.answer}\n")

    def save(self, folder: Path | str) -> tuple[Path, ...]:
        """Write the JSON, the data as CSV, the map and the charts; return the files.

        Tables and charts that an earlier comparison left there, and this one has not, are removed.

        Raises
        ------
        InputError
            The folder cannot be written to.
        """
        from shieldwall.apps.output import writable_folder, write_json
        from shieldwall.catalogue.places import read_features
        from shieldwall.report import figures, maps, tables

        target = writable_folder(Path(folder))
        record = self.record
        results = write_json(target / "results.json", record)
        drawn = [figures.outcome_chart(record, target)]
        if record.differences:
            drawn.append(figures.difference_chart(record, target))
        if record.attribution:
            drawn.append(figures.attribution_chart(record, target))
        if record.raid_size_curve:
            drawn.append(figures.raid_size_chart(record, target))
        layers = self._catalogue.layers().values()
        land = {"features": [feature for sidecar in layers for feature in read_features(sidecar)]}
        absent = {name: parties for name, parties in self._absent().items() if parties}
        drawn.append(maps.arrangement_map(record, land, target, absent=absent))
        files = [results, *tables.write_tables(record, target)]
        files += [file for saved in drawn for file in (saved.png, saved.svg, saved.csv)]
        for name in (*figures.CHARTS, *(f"tables/{name}" for name in tables.TABLES)):
            for ending in ("png", "svg", "csv"):
                left = target / f"{name}.{ending}"
                if left not in files:
                    left.unlink(missing_ok=True)
        return tuple(files)

    def _absent(self) -> dict[str, tuple[str, ...]]:
        from shieldwall.model.arrangement import Arrangement

        known = set(self._catalogue.ids(Arrangement))
        return {
            name: self._catalogue.record(Arrangement, name).absent
            for name in self.record.arrangements
            if name in known
        }


def _pick(what: str, name: str, among: Mapping[str, T]) -> T:
    if name not in among:
        raise InputError(f"unknown {what} {name!r}{suggestion(name, among)}")
    return among[name]

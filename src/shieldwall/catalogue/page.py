"""The catalogue as one page to read: every system, its numbers, their basis and their sources.

``python -m shieldwall.catalogue.page FILE`` writes the page; it is generated, and never edited by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from shieldwall.catalogue.coverage import coverage
from shieldwall.catalogue.facts import facts_of
from shieldwall.catalogue.kinds import kind_of
from shieldwall.catalogue.load import Catalogue, shipped
from shieldwall.model.law import Agreement, Permit
from shieldwall.model.posture import Option, PostureUnit
from shieldwall.model.programme import Programme
from shieldwall.model.provenance import Cite, Dispute, Fact, Record, Source
from shieldwall.model.threat import LaunchArea

FILE: Final = Path("docs/catalogue.md")

SYSTEMS: Final[dict[str, str]] = {
    "interceptors": "Interceptors",
    "radars": "Radars",
    "satellites": "Satellites",
    "platforms": "Ships and batteries",
    "command": "Command networks",
    "threats": "Threats",
    "doctrines": "Doctrines",
}
"""Folders whose records are shown with all their facts, and the headings over them."""

_SHOWN_BEFORE: Final = (
    "party", "parties", "tier", "modes", "band", "type", "radar", "flight_class", "range_control",
    "launch_areas",
)  # fmt: skip


def page(catalogue: Catalogue) -> str:
    """Return the page as Markdown.

    Parameters
    ----------
    catalogue : Catalogue
        The shipped facts, with overlays or without.
    """
    parts = [
        _opening(catalogue),
        *(
            "\n".join([f"## {title}\n", *(_system(record) for record in catalogue.records(folder))])
            for folder, title in SYSTEMS.items()
        ),
        _programmes(catalogue),
        _order_of_battle(catalogue),
        _options(catalogue),
        _agreements(catalogue),
        _launch_areas(catalogue),
        _data_sets(catalogue),
        _sources(catalogue),
    ]
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _opening(catalogue: Catalogue) -> str:
    counted = coverage(catalogue)
    rows = [
        (kind_of(folder), line.records, line.facts, line.reported, line.derived, line.assumed, line.disputed)
        for folder, line in counted.by_folder.items()
    ]
    total = counted.total
    rows.append(
        ("all", total.records, total.facts, total.reported, total.derived, total.assumed, total.disputed)
    )
    return "\n".join(
        [
            "# The catalogue\n",
            f"Data version {catalogue.version}. This page is generated from the data by "
            "`python -m shieldwall.catalogue.page`; change the data, not the page.\n",
            "A fact is *reported* (a source says so), *derived* (computed from reported ones) or *assumed* "
            "(a judgement, with its reason and a wide range). Where sources disagree, the value not chosen "
            "is kept as a dispute.\n",
            *_table(("kind", "records", "facts", "reported", "derived", "assumed", "disputed"), rows),
        ]
    )


def _system(record: Record) -> str:
    values = record.model_dump(mode="json", by_alias=True)
    about = [f"{_words(key)}: {_flat(values[key])}" for key in _SHOWN_BEFORE if values.get(key)]
    facts = facts_of(record)
    lines = [f"### {values['name']}\n", f"`{values['id']}`; {'; '.join(about)}\n"]
    fielded = getattr(record, "fielded", ())
    if fielded:
        lines.append(
            "In service: "
            + "; ".join(f"{entry.party} from {entry.since}{_cited(entry.cites, ' ')}" for entry in fielded)
            + "\n"
        )
    if facts:
        head = ("fact", "value", "range", "unit", "basis", "source or reason")
        lines += _table(head, [_fact_row(name, fact) for name, fact in facts.items()])
        disputes = [
            f"- `{name}`: {_dispute(dispute, fact.unit)}"
            for name, fact in facts.items()
            for dispute in fact.disputes
        ]
        lines += ["Disputed:\n", *disputes, ""] if disputes else []
    note = values.get("note")
    return "\n".join([*lines, f"{_line(note)}\n"] if note else lines)


def _fact_row(name: str, fact: Fact) -> tuple[str, ...]:
    bounds = "" if fact.low is None and fact.high is None else f"{_number(fact.low)} to {_number(fact.high)}"
    reason = "" if fact.basis == "reported" else _line(fact.derivation or "")
    grounds = " ".join(part for part in (reason, _cited(fact.cites)) if part)
    unit = fact.unit if fact.price_year is None else f"{fact.unit}, prices of {fact.price_year}"
    return f"`{name}`", _number(fact.value), bounds, unit, fact.basis, grounds


def _dispute(dispute: Dispute, unit: str) -> str:
    value = "" if dispute.value is None else f"{_number(dispute.value)} {unit}: "
    return f"{value}{_line(dispute.reason)}{_cited(dispute.cites, ' ')}"


def _programmes(catalogue: Catalogue) -> str:
    rows = [
        (
            item.name,
            ", ".join(item.parties),
            f"{item.since} to {item.until or 'now'}",
            item.aim,
            _cited(item.cites),
        )
        for item in catalogue.records(Programme)
    ]
    return "\n".join(["## Programmes\n", *_table(("name", "parties", "days", "aim", "sources"), rows)])


def _order_of_battle(catalogue: Catalogue) -> str:
    rows = []
    for unit in sorted(catalogue.records(PostureUnit), key=lambda unit: (unit.party, unit.kind, unit.id)):
        place = unit.site or (unit.station.name if unit.station else "")
        position = "" if unit.position is None else f"{unit.position[0]:.2f}, {unit.position[1]:.2f}"
        days = f"option `{unit.option}`" if unit.option else f"{unit.since} to {unit.until or 'now'}"
        grounds = _cited(unit.cites) or unit.basis
        rows.append((unit.party, unit.kind, unit.name, unit.system, place, position, days, grounds))
    head = ("party", "kind", "name", "system", "place", "lat, lon", "days", "sources")
    return "\n".join(
        [
            "## Order of battle\n",
            "The second day is the first on which the unit is no longer there. Ships stand at notional "
            "stations.\n",
            *_table(head, rows),
        ]
    )


def _options(catalogue: Catalogue) -> str:
    rows = [
        (f"`{option.id}`", option.name, option.status, _line(option.note or ""), _cited(option.cites))
        for option in catalogue.records(Option)
    ]
    return "\n".join(["## Options\n", *_table(("id", "name", "status", "note", "sources"), rows)])


def _agreements(catalogue: Catalogue) -> str:
    lines = ["## Agreements and law\n"]
    for agreement in sorted(
        catalogue.records(Agreement), key=lambda agreement: (agreement.since, agreement.id)
    ):
        days = f"from {agreement.since}" + (f" until {agreement.until}" if agreement.until else "")
        lines.append(f"### {agreement.name}\n")
        lines.append(
            f"`{agreement.id}`; {agreement.form.replace('_', ' ')}; {', '.join(agreement.parties)}; {days}. "
            f"{_cited(agreement.cites)}\n"
        )
        lines += [f"- permits {_permit(permit)}" for permit in agreement.permits]
        lines += [f"- disputed: {_dispute(dispute, '')}" for dispute in agreement.disputes]
        lines += [""] if agreement.permits or agreement.disputes else []
        lines += [f"{_line(agreement.note)}\n"] if agreement.note else []
    return "\n".join(lines)


def _permit(permit: Permit) -> str:
    who = (
        f"among {', '.join(permit.parties)}"
        if permit.parties
        else f"from {permit.giver} to {permit.receiver}"
    )
    more = [permit.condition or ""]
    more += [f"needs {', '.join(permit.requires)}"] if permit.requires else []
    for name in ("chance", "delay_s", "outage"):
        fact = getattr(permit, name)
        if fact is not None:
            bounds = f"{_number(fact.low)} to {_number(fact.high)}"
            more.append(f"{name} {_number(fact.value)} ({bounds}, {fact.basis})")
    told = "; ".join(part.rstrip(".") for part in more if part)
    return f"{_words(permit.mechanism)} {who}: {_words(permit.value)}" + (f" ({told})" if told else "")


def _launch_areas(catalogue: Catalogue) -> str:
    rows = []
    for area in catalogue.records(LaunchArea):
        shape = (
            f"{area.radius_km:g} km around {area.centre[0]:g}, {area.centre[1]:g}"
            if area.centre and area.radius_km
            else f"polygon of {len(area.polygon or ())} points"
        )
        grounds = " ".join(part for part in (_line(area.derivation or ""), _cited(area.cites)) if part)
        rows.append((area.name, area.party, shape, area.basis, grounds))
    head = ("name", "party", "region", "basis", "source or reason")
    return "\n".join(["## Launch areas\n", "Regions, never pads.\n", *_table(head, rows)])


def _data_sets(catalogue: Catalogue) -> str:
    rows: list[tuple[str | int, ...]] = []
    for name in catalogue.tables():
        table = catalogue.table(name)
        rows.append(
            (f"`{name}`", table.about.name, len(table.rows), table.about.licence, _cited(table.about.cites))
        )
    licences = coverage(catalogue).licences
    rows += [(f"`{name}`", "map layer", "", licences[name], "") for name in catalogue.layers()]
    return "\n".join(["## Data sets\n", *_table(("id", "name", "rows", "licence", "sources"), rows)])


def _sources(catalogue: Catalogue) -> str:
    lines = ["## Sources\n"]
    for source in catalogue.records(Source):
        title = _line(source.title)
        linked = f"[{title}]({source.url})" if source.url else title
        by = ", ".join(part for part in (source.author, source.publisher, source.published) if part)
        licence = f" Licence: {source.licence}." if source.licence else ""
        lines.append(f'- <a id="{source.id}"></a>`{source.id}` ({source.kind}): {linked}. {by}.{licence}')
    return "\n".join(lines)


def _cited(cites: Sequence[Cite], before: str = "") -> str:
    shown = [
        f"[{cite.source}](#{cite.source})" + (f" ({_line(cite.locator)})" if cite.locator else "")
        for cite in cites
    ]
    return before + ", ".join(shown) if shown else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(str(cell).replace('|', '/') for cell in row)} |"
    yield ""


def _flat(value: Any) -> str:
    return ", ".join(_words(str(item)) for item in value) if isinstance(value, list) else _words(str(value))


def _words(name: str) -> str:
    return name.replace("_", " ")


def _number(value: float | None) -> str:
    return "…" if value is None else f"{value:g}"


def _line(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    (Path(sys.argv[1]) if len(sys.argv) > 1 else FILE).write_text(page(shipped()), encoding="utf-8")

"""The section of a brief on warning time, region by region and city by city, with native names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shieldwall.model.outcomes import Estimate, PlaceEngageable
from shieldwall.report.brief.data import Place, name_of, plain_or_quote
from shieldwall.report.brief.figures import Drawing
from shieldwall.report.brief.words import grouped, over_interval, with_interval
from shieldwall.report.document import (
    Block,
    Column,
    Figure,
    Heading,
    Inlines,
    Paragraph,
    Pointer,
    Row,
    Styled,
    Table,
    Text,
    joined,
)
from shieldwall.study.answer import rounded


def cities(root: Place) -> list[int]:
    """Return the positions in the result of the cities that the brief shows, region by region."""
    places: Sequence[PlaceEngageable] = root.value.result.places
    by_id = {place.id: position for position, place in enumerate(places)}
    return [by_id[name] for name in root.value.names.cities if name in by_id]


def warning_blocks(root: Place, drawing: Drawing) -> Iterator[Block]:
    """Yield warning time by region and city, with names in their own script where the census has them."""
    names = list(root.value.result.arrangements)
    yield Heading(1, (Text("Warning time, city by city"),), "warning")
    yield Paragraph(
        (
            Text("Warning runs from the public alert of "), root.to("scenario", "home_party").quote(),
            Text(
                " to impact: its own satellites, radars, network and public alert chain, and the links "
                "that bring it an ally's warning. A place hit without warning counts as zero. Over all "
                "people within reach it is "
            ),
            *joined(
                [
                    (*with_interval(root.to("result", "arrangements", name, "warning_time_s")),
                     Text(" s under "), name_of(root, name))
                    for name in names
                ],
                last=" and ",
            ),
            Text(" ("), Pointer("warning_table"), Text(")."),
        )
    )  # fmt: skip
    yield Figure(
        "warning_figure", drawing.svg, (Text("Mean warning time in the largest cities of each region."),),
        "Chart of the mean warning time in the largest cities, a mark an arrangement; the numbers are in the "
        "table that follows.",
    )  # fmt: skip
    yield _warning_table(root, names)


def _warning_table(root: Place, names: Sequence[str]) -> Table:
    places = [root.to("result", "places", position) for position in cities(root)]
    with_native = any(place.value.id in root.value.names.native for place in places)
    rows: list[Row] = []
    region = ""
    for place in places:
        if place.value.beneficiary != region:
            region = place.value.beneficiary
            rows.append(_region_row(root, place, names, with_native=with_native))
        rows.append(_city_row(root, place, names, with_native=with_native))
    columns = [Column((Text("Place"),), 1.5)]
    if with_native:
        columns.append(Column((Text("Native name"),), 1.0))
    columns.append(Column((Text("People"),), 0.8, "right"))
    columns += [Column((name_of(root, name), Text(", s")), 1.1, "right") for name in names]
    return Table(
        "warning_table", (Text("Warning time by region and city."),), tuple(columns), tuple(rows),
        (
            (
                Text(
                    "Regions: mean over people, and 5th to 95th percentile over what is not known. "
                    "Cities: mean over launch areas and draws. Places and people: "
                ),
                root.to("names", "people").quote(), Text("."),
            ),
        ),
    )  # fmt: skip


def _city_row(root: Place, here: Place, names: Sequence[str], *, with_native: bool) -> Row:
    city: PlaceEngageable = here.value
    cells: list[Inlines] = [(here.to("name").quote(),)]
    if with_native:
        has_native = city.id in root.value.names.native
        cells.append((root.to("names", "native", city.id).quote(),) if has_native else ())
    cells.append((here.to("people").decimals(0),))
    for name in names:
        seconds = here.to("warning_time_s", name)
        whole: Estimate = root.value.result.arrangements[name].warning_time_s
        low, high = _region_interval(whole, city.beneficiary)
        text = grouped(rounded(seconds.value, (low, high)))
        cells.append((seconds.number(text) if high > low else seconds.decimals(0),))
    return Row(tuple(cells))


def _region_interval(estimate: Estimate, region: str) -> tuple[float, float]:
    inside = (estimate.by_beneficiary or {}).get(region, estimate)
    return inside.epistemic


def _region_row(root: Place, here: Place, names: Sequence[str], *, with_native: bool) -> Row:
    region = here.to("beneficiary").value
    cells: list[Inlines] = [(Styled("strong", (plain_or_quote(here.to("beneficiary")),)),)]
    cells += [(), ()] if with_native else [()]
    for name in names:
        whole = root.to("result", "arrangements", name, "warning_time_s")
        split = whole.value.by_beneficiary or {}
        if region not in split:
            cells.append((Text("–"),))
            continue
        cells.append(over_interval(whole.to("by_beneficiary", region)))
    return Row(tuple(cells))

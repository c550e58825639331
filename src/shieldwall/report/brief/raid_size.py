"""The section of a brief on outcomes as the raid grows."""

from __future__ import annotations

from collections.abc import Iterator

from shieldwall.report.brief.data import Place, name_of, pair_of
from shieldwall.report.brief.figures import Drawing
from shieldwall.report.brief.words import over_interval, with_interval
from shieldwall.report.document import (
    Block,
    Column,
    Figure,
    Heading,
    Inlines,
    Paragraph,
    Pointer,
    Row,
    Table,
    Text,
)


def raid_size_blocks(root: Place, drawing: Drawing) -> Iterator[Block]:
    """Yield the outcomes as the raid grows."""
    points = root.value.result.raid_size_curve
    names = list(dict.fromkeys(point.arrangement for point in points))
    sizes = list(dict.fromkeys(point.raid_size for point in points))
    where = {
        (point.arrangement, point.raid_size): root.to("result", "raid_size_curve", place)
        for place, point in enumerate(points)
    }
    yield Heading(1, (Text("As the raid grows"),), "raid_size")
    top = names[-1] if (pair := pair_of(root)) is None else pair[1]
    first, last = where[top, sizes[0]], where[top, sizes[-1]]
    yield Paragraph(
        (
            Text("Under "), name_of(root, top), Text(", of "), first.to("raid_size").decimals(0),
            Text(" missiles "), *with_interval(first.to("expected_leakers")),
            Text(" are expected to leak; of "),
            last.to("raid_size").decimals(0), Text(", "), *with_interval(last.to("expected_leakers")),
            Text(". Only the size of the hypothetical raid changes, never its geometry ("),
            Pointer("raid_size_figure"), Text(" and "), Pointer("raid_size_table"), Text(")."),
            *(runs_out_words(root, top) if top in root.value.result.runs_out else ()),
        )
    )  # fmt: skip
    yield Figure(
        "raid_size_figure", drawing.svg, (Text("Outcomes against the size of the raid."),),
        "Chart of the chance of no leaker, expected leakers and interceptors expended against the size of "
        "the raid, a line an arrangement; leakers are in the table that follows.",
        ((Text("Line: mean. Band: 5th to 95th percentile over what is not known."),),),
    )  # fmt: skip
    rows = [
        Row(
            (
                (where[names[0], size].to("raid_size").decimals(0),),
                *(over_interval(where[name, size].to("expected_leakers")) for name in names),
            )
        )
        for size in sizes
    ]  # fmt: skip
    yield Table(
        "raid_size_table", (Text("Expected leakers by size of the raid."),),
        (Column((Text("Missiles in the raid"),), 1.2),
         *(Column((name_of(root, name),), 1.0, "right") for name in names)),
        tuple(rows),
        ((Text("Mean, and 5th to 95th percentile over what is not known. A leaker is not a casualty."),),),
    )  # fmt: skip


def runs_out_words(root: Place, name: str) -> Inlines:
    """Return a sentence on the raid at which the second shot, then the magazine, runs out."""
    here = root.to("result", "runs_out", name)
    found = here.value
    second = (
        (Text("no raid of the curve is large enough for a second shot to run out"),)
        if found.second_shot_at is None
        else (Text("rounds for a second shot first run out at "), here.to("second_shot_at").decimals(0))
    )
    magazine = (
        (Text("; nor does any empty the magazine."),)
        if found.magazine_at is None and found.second_shot_at is None
        else (Text(", and none empties the magazine."),)
        if found.magazine_at is None
        else (Text(", the magazine at "), here.to("magazine_at").decimals(0), Text("."))
    )
    return (Text(" Under "), name_of(root, name), Text(", on average, "), *second, *magazine)

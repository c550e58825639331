"""The sections of a brief on how the answer stands up: what flips its sign, losses, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from shieldwall.model.what_if import FlipVerdict, VarianceShare
from shieldwall.report.brief.data import Place, difference_place, name_of, pair_of
from shieldwall.report.brief.words import SHOWN, UNIT_WORDS, interval, value_number
from shieldwall.report.document import (
    Block,
    Break,
    Bullets,
    Column,
    Heading,
    Inlines,
    Number,
    Paragraph,
    Pointer,
    Row,
    Styled,
    Table,
    Text,
)

FLIPPED: Final = ("expected_leakers", "warning_time_s", "interceptors_expended")
LOST: Final = ("expected_leakers", "p_no_leak", "warning_time_s")
RESTS: Final = ("expected_leakers", "p_no_leak", "warning_time_s", "interceptors_expended")

LONGEST_GIVEN: Final = 7
"""Characters of the longest number that somebody wrote down."""

FLIP_WORDS: Final[Mapping[FlipVerdict, str]] = {
    "reverses": "reverses the sign",
    "keeps_the_sign": "keeps the sign",
    "not_settled": "not settled",
}


def flip_blocks(root: Place) -> Iterator[Block]:
    """Yield which single input, within its range, reverses the difference that the answer is about."""
    flips = root.to("result", "flips")
    yield Heading(1, (Text("What flips the sign"),), "flips")
    pair = pair_of(root)
    if pair is None:
        yield Paragraph((Text("One arrangement alone has no difference whose sign could flip."),))
        return
    if flips.value is None:
        yield Paragraph(
            (
                Text("This run did not hold single inputs at the ends of their ranges. Add "),
                Styled("code", (Text("--flips"),)),
                Text(" to the command to have it do so."),
            )
        )
        return
    key = str(difference_place(root, *pair)[0].origin[-1])
    found = flips.to("differences", key)
    measures = [measure for measure in FLIPPED if measure in found.value]
    yield Paragraph(
        (
            Text("One uncertain input at a time is held at each end of its range, all else as drawn. "),
            flips.to("method").quote(), Text(" Of "), flips.to("screened").decimals(0), Text(" inputs, "),
            flips.to("tried").decimals(0), Text(" were run again at both ends."),
        )
    )  # fmt: skip
    yield Bullets(tuple((found.to(measure, "text").quote(),) for measure in measures))
    rows = [
        row
        for measure in measures
        if found.value[measure].tried
        for row in _tried_rows(found.to(measure), measure)
    ]
    if rows:
        yield Table(
            "flip_table",
            (
                Text("The difference with one input held at each end of its range: "),
                *_pair_words(root, *difference_place(root, *pair)[1:]),
                Text("."),
            ),
            (
                Column((Text("Input, and what it is for"),), 2.3),
                Column((Text("Range"),), 1.0),
                Column((Text("At its low end"),), 1.2, "right"),
                Column((Text("At its high end"),), 1.2, "right"),
                Column((Text("What that says"),), 1.1),
            ),
            tuple(rows),
            ((Text("Mean, and 5th to 95th percentile over all else that is not known."),),),
            dense=True,
        )


def _pair_words(root: Place, base: str, top: str) -> Inlines:
    return (name_of(root, top), Text(" less "), name_of(root, base))


def _tried_rows(flip: Place, measure: str) -> Iterator[Row]:
    shown = SHOWN[measure]
    yield Row(((Text(shown.label),),), group=True)
    for here in flip.to("tried").each():
        tried = here.value
        word = Text(FLIP_WORDS[tried.verdict])
        yield Row(
            (
                (here.to("input").code(), Break(), Styled("small", (here.to("role").quote(),))),
                (
                    _end(here.to("low")),
                    Text(" to "),
                    _end(here.to("high")),
                    Text(f" {UNIT_WORDS.get(tried.unit, tried.unit)}"),
                ),
                _effect(here.to("at_low"), shown.factor),
                _effect(here.to("at_high"), shown.factor),
                (Styled("strong", (word,)) if tried.verdict == "reverses" else word,),
            )
        )


def _end(place: Place) -> Number:
    """Return the end of a range as it was given, or with three digits where it was worked out."""
    given = place.short()
    return given if len(given.text) <= LONGEST_GIVEN else place.number(f"{float(place.value):.3g}")


def _effect(place: Place, factor: float) -> Inlines:
    mean = value_number(place, ("mean",), factor, signed=True)
    if not any((place.value.mean, place.value.mc_se, *place.value.epistemic)):
        return (Styled("small", (Styled("emphasis", (Text("none"),)),)),)
    return (mean, Break(), Styled("small", interval(place, "epistemic", factor, signed=True)))


def loss_blocks(root: Place) -> Iterator[Block]:
    """Yield what the loss of any one unit or link goes with."""
    losses = root.to("result", "without_one")
    yield Heading(1, (Text("The worst single losses"),), "losses")
    if losses.value is None:
        yield Paragraph(
            (
                Text("This run did not leave units out one at a time. Add "),
                Styled("code", (Text("--without-one sensor"),)),
                Text(" to the command to have it do so."),
            )
        )
        return
    names = list(losses.value.largest)
    yield Paragraph(
        (
            Text("Each "), losses.to("asset_class").quote(), Text(
                " is left out by itself, in the same draws and on the same luck as the whole. Where the "
                "one with the largest mean effect overlaps with others, no rank is claimed among them."
            ),
        )
    )  # fmt: skip
    yield Bullets(
        tuple(
            (
                Styled("strong", (name_of(root, name),)), Text(": "),
                losses.to("largest", name, measure, "text").quote(),
            )
            for name in names
            for measure in losses.value.largest[name]
        )
    )  # fmt: skip
    pair = pair_of(root)
    shown = names[-1] if pair is None or pair[1] not in names else pair[1]
    rows = [
        Row(
            (
                (loss.to("name").quote(),),
                (loss.to("party").quote(),),
                *(_effect(loss.to("effects", shown, measure), SHOWN[measure].factor) for measure in LOST),
            )
        )
        for loss in losses.to("losses").each()
        if shown in loss.value.effects
    ]
    yield Table(
        "loss_table",
        (Text("Effect of each single loss under "), name_of(root, shown), Text(", in catalogue order.")),
        (
            Column((Text("Left out"),), 2.2),
            Column((Text("Party"),), 0.6),
            *(
                Column((Text(SHOWN[measure].difference_label),), 1.1, "right")
                for measure in LOST
            ),
        ),
        tuple(rows),
        ((Text("Without it less with it: mean, and 5th to 95th percentile over what is not known."),),),
        dense=True,
    )  # fmt: skip


def ground_blocks(root: Place) -> Iterator[Block]:
    """Yield how much of the answer's variance rests on assumed facts."""
    share = root.to("result", "assumed_share")
    if share.value is None:
        return
    yield Heading(1, (Text("How much rests on assumption"),), "grounds")
    yield Paragraph(
        (
            Text(
                "The answer is as wide as the facts behind it are uncertain. Part of that width comes from "
                "facts that nobody has published and the catalogue assumes, part from published ones, part "
                "from the day itself: who is on station, which link is out, whether authority comes. "
            ),
            share.to("estimator").quote(),
            Text(" ("), Pointer("ground_table"), Text(")."),
        )
    )  # fmt: skip
    yield _ground_table(root, share)


def _ground_table(root: Place, share: Place) -> Table:
    rows: list[Row] = []
    for where, name in _grounded(root):
        place = share.to(where, name)
        rows.append(Row((_what(root, where, name),), group=True))
        for measure in RESTS:
            if measure not in place.value:
                continue
            here = place.to(measure)
            label = (Text(SHOWN[measure].name),)
            if here.value is None:
                nothing = (Styled("small", (Styled("emphasis", (Text("nothing told from luck"),)),)),)
                rows.append(Row((label, nothing, (), (), ())))
                continue
            parts = [_part(here, part) for part in ("assumed", "published", "of_the_day")]
            rows.append(Row((label, *parts, (_percent(here, "rest"),))))
    return Table(
        "ground_table",
        (Text("Share of the variance over what is not known, in per cent, by what the inputs rest on."),),
        (
            Column((Text("Outcome"),), 1.8),
            Column((Text("Assumed facts"),), 1.0, "right"),
            Column((Text("Published facts"),), 1.0, "right"),
            Column((Text("The day"),), 1.0, "right"),
            Column((Text("The rest"),), 1.0, "right"),
        ),
        tuple(rows),
        (
            (
                Text(
                    "First-order shares of single inputs, each with its standard error behind the "
                    "plus-minus sign; what inputs do together, and the error of the estimates, is the "
                    "rest, which can be negative."
                ),
            ),
        ),
    )


def _grounded(root: Place) -> Sequence[tuple[str, str]]:
    pair = pair_of(root)
    share = root.value.result.assumed_share
    if pair is None:
        return [("arrangements", name) for name in share.arrangements]
    place, base, top = difference_place(root, *pair)
    chosen = [("arrangements", base), ("arrangements", top), ("differences", str(place.origin[-1]))]
    return [(where, name) for where, name in chosen if name in getattr(share, where)]


def _what(root: Place, where: str, name: str) -> Inlines:
    if where == "arrangements":
        return (name_of(root, name),)
    later, earlier = name.split("-minus-")
    return (Text("The difference: "), *_pair_words(root, earlier, later))


def _part(place: Place, part: str) -> Inlines:
    error = place.to(f"{part}_se")
    return (_percent(place, part), Text(" ± "), error.decimals(_decimals(error.value), 100.0))


def _percent(place: Place, part: str) -> Number:
    share: VarianceShare = place.value
    return place.to(part).decimals(_decimals(share.assumed_se), 100.0)


def _decimals(error: float) -> int:
    return 0 if 100.0 * error >= 0.95 or error == 0.0 else 1

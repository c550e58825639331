"""Estimates in words and digits: what the intervals justify, and no more.

The words follow rules (see `verdict`): more and fewer only where the interval over what is not known and the
luck of the trials both leave the sign alone; "or the same" where the interval ends at zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from shieldwall.model.outcomes import Attribution, Estimate
from shieldwall.report.brief.data import Place
from shieldwall.report.document import Break, Inlines, Number, Styled, Text
from shieldwall.study.answer import SURE_ERRORS, digits_of, rounded

Verdict = Literal["nothing", "negligible", "unsettled", "luck", "no_fewer", "no_more", "more", "fewer"]


@dataclass(frozen=True)
class Shown:
    """How a measure is shown: its name, unit, the factor to that unit, and what counts as little of it."""

    name: str
    unit: str
    factor: float
    negligible: float

    @property
    def label(self) -> str:
        """The name with the unit of a value behind it."""
        return f"{self.name}, {self.unit}" if self.unit else self.name

    @property
    def difference_unit(self) -> str:
        """The unit of a difference: points between two shares in per cent."""
        return "points" if self.unit.startswith("%") else self.unit

    @property
    def difference_label(self) -> str:
        """The name with the unit of a difference behind it."""
        return f"{self.name}, {self.difference_unit}" if self.difference_unit else self.name


SHOWN: Final[Mapping[str, Shown]] = {
    "engageable_share": Shown("Engageable, one shot", "% of people", 100.0, 0.005),
    "engageable_share_two_shots": Shown("Engageable, two shots", "% of people", 100.0, 0.005),
    "engageable_share_upper": Shown("Upper tier, one shot", "% of people", 100.0, 0.005),
    "engageable_share_upper_two_shots": Shown("Upper tier, two shots", "% of people", 100.0, 0.005),
    "engageable_share_lower": Shown("Lower tier, one salvo", "% of people", 100.0, 0.005),
    "p_no_leak": Shown("Chance that none leaks", "%", 100.0, 0.002),
    "expected_leakers": Shown("Expected leakers", "missiles", 1.0, 0.005),
    "warning_time_s": Shown("Warning time", "s", 1.0, 0.5),
    "interceptors_expended": Shown("Interceptors expended", "", 1.0, 0.05),
    "interceptors_remaining": Shown("Interceptors remaining", "", 1.0, 0.05),
    "duplicate_shots": Shown("Duplicate shots", "", 1.0, 0.05),
    "cost_expended_million_usd": Shown("Cost of those expended", "million USD", 1.0, 0.5),
}
"""What each measure is called and in what unit a reader sees it."""

GROUPS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("What can be engaged", (
        "engageable_share", "engageable_share_two_shots", "engageable_share_upper",
        "engageable_share_upper_two_shots", "engageable_share_lower",
    )),
    ("What gets through", ("p_no_leak", "expected_leakers")),
    ("What people are told", ("warning_time_s",)),
    ("What it takes", (
        "interceptors_expended", "interceptors_remaining", "duplicate_shots", "cost_expended_million_usd",
    )),
)  # fmt: skip
"""Measures in the order of the tables, with the question that each group answers."""


UNIT_WORDS: Final = {
    "m2": "square metres",
    "kg/m2": "kilograms a square metre",
    "million_USD": "million USD",
    "billion_USD": "billion USD",
    "million_JPY": "million JPY",
    "billion_JPY": "billion JPY",
    "per_hour": "an hour",
    "per_year": "a year",
    "count": "",
    "ratio": "",
    "probability": "",
    "share": "",
}
"""Units whose label is not read as it stands; a count, a ratio and a share have none."""


def verdict(estimate: Estimate | Attribution, negligible: float) -> Verdict:
    """Return what a difference may be called.

    Parameters
    ----------
    estimate : Estimate or Attribution
        A paired difference.
    negligible : float
        Size below which a difference is little or none, in the measure's own unit.

    Returns
    -------
    Verdict
        ``nothing``: exactly none in any draw or raid. ``negligible``: mean, interval and twice the error of
        the trials all below the size. ``luck``: the mean is within twice the error of the trials of zero.
        ``no_fewer`` and ``no_more``: the interval over what is not known ends at zero, and the mean is on its
        side. ``unsettled``: the interval holds zero otherwise, or the mean lies on the other side of it.
        ``more`` and ``fewer``: none of these.
    """
    low, high = estimate.epistemic
    if not any((estimate.mean, estimate.mc_se, low, high, *estimate.predictive)):
        return "nothing"
    noise = SURE_ERRORS * estimate.mc_se
    if max(abs(estimate.mean), abs(low), abs(high), noise) < negligible:
        return "negligible"
    if low < 0.0 < high or estimate.mean * (low + high) <= 0.0:
        return "unsettled"
    if abs(estimate.mean) <= noise:
        return "luck"
    if low == 0.0 or high == 0.0:
        return "no_fewer" if estimate.mean > 0.0 else "no_more"
    return "more" if estimate.mean > 0.0 else "fewer"


def value_number(place: Place, keys: tuple[str | int, ...], factor: float, *, signed: bool = False) -> Number:
    """Return one value of an estimate, with the digits that the estimate's interval justifies.

    Parameters
    ----------
    place : Place
        Where the estimate stands.
    keys : tuple
        From there to the value, such as ``("epistemic", 0)``.
    factor : float
        From the measure's unit to the one shown.
    signed : bool
        Whether a plus is written.
    """
    low, high = digits_of(place.value)
    end = place.to(*keys)
    value = factor * float(end.value)
    if high - low <= 1e-9 * max(1.0, abs(high)):
        return end.short(factor) if value == round(value, 2) else end.decimals(2, factor, signed=signed)
    text = grouped(rounded(factor * float(end.value), (factor * low, factor * high)))
    if signed and not text.startswith("−") and text.strip("0.,"):
        text = f"+{text}"
    return end.number(text, factor)


def grouped(text: str) -> str:
    """Return the digits of a number with a comma at each thousand, from five digits on.

    Examples
    --------
    >>> grouped("12345.6"), grouped("−1234")
    ('12,345.6', '−1234')
    """
    sign, body = ("−", text[1:]) if text.startswith("−") else ("", text)
    whole, point, part = body.partition(".")
    return f"{sign}{int(whole):,}{point}{part}" if len(whole) > 4 else text


def with_interval(place: Place, factor: float = 1.0, *, signed: bool = False) -> Inlines:
    """Return a mean with its interval over what is not known, such as ``3.6 (1.5 to 7.1)``."""
    mean = value_number(place, ("mean",), factor, signed=signed)
    low, high = (value_number(place, ("epistemic", end), factor, signed=signed) for end in (0, 1))
    return (mean, Text(" ("), low, Text(" to "), high, Text(")"))


def interval(place: Place, name: str, factor: float = 1.0, *, signed: bool = False) -> Inlines:
    """Return one interval of an estimate, such as ``1.5 to 7.1``."""
    low, high = (value_number(place, (name, end), factor, signed=signed) for end in (0, 1))
    return (low, Text(" to "), high)


def over_interval(place: Place) -> Inlines:
    """Return an estimate as a cell: its mean over its interval over what is not known."""
    mean = Styled("strong", (value_number(place, ("mean",), 1.0),))
    return (mean, Break(), Styled("small", interval(place, "epistemic")))

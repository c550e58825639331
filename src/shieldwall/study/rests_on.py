"""What an answer rests on: shares of its epistemic variance by the ground of the inputs.

Let ``m_d`` be the mean of an outcome in epistemic draw d and ``x_di`` the inputs of that draw, each brought
to mean zero and variance one. The regression ``m_d = a + sum_i b_i x_di + e_d`` over all inputs together
gives ``b_i^2 - s_i^2`` as the unbiased part of the variance that input i explains by itself, where ``s_i`` is
the standard error of ``b_i`` (inputs are drawn independently; standardised regression coefficients: Saltelli
et al., *Global Sensitivity Analysis: The Primer*, 2008, chapter 1). Divided by the epistemic variance, which
leaves out the luck of finitely many battles, it is a first-order share for outcomes that are nearly linear in
each input; what acts jointly or bends is left in the rest. Errors are by the jackknife over groups of draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, get_args

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from shieldwall.case.ledger import Ground, Input
from shieldwall.model.estimate import MEASURES
from shieldwall.model.what_if import AssumedShare, VarianceShare
from shieldwall.study import geometry as ground
from shieldwall.study.draw_part import DrawPart, GeometryPart, Plan
from shieldwall.study.tally import Sums

Floats = npt.NDArray[np.float64]

GROUPS: Final = 16
"""Groups of draws of the jackknife."""
MORE_DRAWS_THAN_INPUTS: Final = 1.5
"""With fewer draws than this many times the inputs the regression says nothing of use."""
ERRORS_ABOVE_LUCK: Final = 2.0
"""An epistemic variance within so many standard errors of nothing is luck, for all that is known."""

ESTIMATOR: Final = (
    "First-order shares of the epistemic variance from one linear regression of the draws' means on all "
    "inputs drawn, less its own noise; errors by the jackknife over 16 groups of draws."
)


def draw_means(sums: Sequence[Sums]) -> tuple[Floats, Floats]:
    """Return the means of each draw (D, Q) and the variance (Q,) that luck alone gives such means."""
    count = np.array([part.count for part in sums], np.float64)[:, np.newaxis]
    total = np.stack([part.total for part in sums]).astype(np.float64)
    squares = np.stack([part.squares for part in sums]).astype(np.float64)
    means = total / count
    within = np.maximum(squares - total * means, 0.0) / (count - 1.0) / count
    return means, within.mean(axis=0)


def variance_shares(inputs: Sequence[Input], means: Floats, luck: Floats) -> list[VarianceShare | None]:
    """Return the variance shares of outcomes.

    Parameters
    ----------
    inputs : sequence of Input
        p of them, drawn D times.
    means : (D, Q)
        Mean of each outcome in each draw.
    luck : (Q,)
        Variance of these means that comes of finitely many battles.

    Returns
    -------
    list of VarianceShare or None
        One per outcome; None where there are too few draws for so many inputs, or no epistemic variance that
        can be told from luck.
    """
    draws, outcomes = means.shape
    if not inputs or draws < MORE_DRAWS_THAN_INPUTS * len(inputs):
        return [None] * outcomes
    known = np.stack([each.value for each in inputs], axis=1)
    grounds = np.array([get_args(Ground).index(each.ground) for each in inputs])
    observed = means.var(axis=0, ddof=1)
    noise = ERRORS_ABOVE_LUCK * luck * np.sqrt(2.0 / (draws - 1))
    tells = (observed - luck > noise) & (observed > 1e-12 * np.maximum(means.mean(axis=0) ** 2, 1e-12))
    shares = np.zeros((len(get_args(Ground)), outcomes))
    errors = np.zeros_like(shares)
    if tells.any():
        shares[:, tells] = _shares(known, grounds, means[:, tells], luck[tells])
        kept = [np.arange(draws) % GROUPS != group for group in range(GROUPS)]
        again = np.stack([_shares(known[rows], grounds, means[rows][:, tells], luck[tells]) for rows in kept])
        errors[:, tells] = np.sqrt((GROUPS - 1) * again.var(axis=0))
    tells &= np.isfinite(shares + errors).all(axis=0)
    return [
        _record(shares[:, column], errors[:, column]) if tells[column] else None for column in range(outcomes)
    ]


def _shares(known: Floats, grounds: npt.NDArray[np.int64], means: Floats, luck: Floats) -> Floats:
    """Return the share of each ground in the epistemic variance of each outcome, shape (grounds, Q)."""
    varies = np.ptp(known, axis=0) > 0.0
    known, grounds = known[:, varies], grounds[varies]
    draws, count = known.shape
    scaled = (known - known.mean(axis=0)) / known.std(axis=0, ddof=1)
    centred = means - means.mean(axis=0)
    with threadpool_limits(limits=1, user_api="blas"):  # the last digits differ with the number of threads
        inverse = np.linalg.pinv(scaled.T @ scaled, hermitian=True)
        slope = inverse @ scaled.T @ centred
        left = ((centred - scaled @ slope) ** 2).sum(axis=0) / (draws - count - 1)
    explained = slope**2 - np.diag(inverse)[:, np.newaxis] * left
    by_ground = np.stack([explained[grounds == each].sum(axis=0) for each in range(len(get_args(Ground)))])
    with np.errstate(divide="ignore", invalid="ignore"):  # a group of draws may hold all that differs
        return np.asarray(by_ground / (means.var(axis=0, ddof=1) - luck))


def _record(share: Floats, error: Floats) -> VarianceShare:
    assumed, published, of_the_day = (float(value) for value in share)
    return VarianceShare(
        assumed=assumed,
        assumed_se=float(error[0]),
        published=published,
        published_se=float(error[1]),
        of_the_day=of_the_day,
        of_the_day_se=float(error[2]),
        rest=1.0 - assumed - published - of_the_day,
    )


def assumed_share(plan: Plan, parts: Sequence[DrawPart]) -> AssumedShare:
    """Return the variance shares of every outcome of a comparison."""

    def of(
        sums: list[list[Sums]], grounds: list[list[GeometryPart]]
    ) -> list[dict[str, VarianceShare | None]]:
        columns = [place for place, column in enumerate(plan.cell_columns) if column.measure in names]
        means, lucks = [], []
        for battles, places in zip(sums, grounds, strict=True):
            mean, luck = draw_means(battles)
            still = np.stack([part.means[:, 0] for part in places])
            means += [mean[:, columns], still]
            lucks += [luck[columns], np.zeros(still.shape[1])]
        found = variance_shares(plan.case.inputs, np.concatenate(means, axis=1), np.concatenate(lucks))
        labels = [plan.cell_columns[place].measure for place in columns] + list(ground.MEASURES)
        rows = [found[start : start + len(labels)] for start in range(0, len(found), len(labels))]
        in_order = [dict(zip(labels, row, strict=True)) for row in rows]
        return [{name: row[name] for name in names} for row in in_order]

    names = [measure.name for measure in MEASURES]
    named = of(
        [[part.battles[name] for part in parts] for name in plan.named],
        [[part.geometry[name] for part in parts] for name in plan.named],
    )
    paired = (
        of(
            [[part.differences[pair] for part in parts] for pair in plan.pairs],
            [[part.geometry_differences[pair] for part in parts] for pair in plan.pairs],
        )
        if plan.pairs
        else []
    )
    return AssumedShare(
        estimator=ESTIMATOR,
        inputs=len(plan.case.inputs),
        arrangements=dict(zip(plan.named, named, strict=True)),
        differences={
            f"{later}-minus-{earlier}": row for (later, earlier), row in zip(plan.pairs, paired, strict=True)
        },
    )

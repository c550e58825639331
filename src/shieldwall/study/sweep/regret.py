"""What each choice falls short of the best in every state of the world: regret and satisficing, no ranking.

For a state s and choices c with value v(c, s), regret is v(c, s) less the least v over choices (where less is
better; Savage, "The theory of statistical decision", *J. Am. Stat. Assoc.* 46, 1951). A choice satisfies in a
state where its value is no worse than what is enough (Simon, *Psychological Review* 63, 1956).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ChoiceRegret:
    """One choice over all states.

    ``enough_share`` is the share of states in which its value is enough (null where nothing was asked for);
    ``worst_state`` is the number of the state with its greatest regret.
    """

    choice: str
    mean_value: float
    worst_value: float
    mean_regret: float
    greatest_regret: float
    worst_state: int
    least_share: float
    enough_share: float | None


def regrets(
    choices: list[str], values: Floats, better: Literal["less", "more"], enough: float | None
) -> tuple[ChoiceRegret, ...]:
    """Return the regret of each choice.

    Parameters
    ----------
    choices : list of str
        Their names.
    values : (choices, states)
        The quantity; states in which any choice has none are left out by the caller.
    better : str
        Whether less of the quantity is better, or more.
    enough : float, optional
        What is enough.

    Examples
    --------
    >>> one, two = regrets(["a", "b"], np.array([[1.0, 4.0], [2.0, 2.0]]), "less", 2.0)
    >>> one.greatest_regret, two.greatest_regret, one.enough_share, two.enough_share
    (2.0, 1.0, 0.5, 1.0)
    """
    sign = 1.0 if better == "less" else -1.0
    losses = sign * values
    regret = losses - losses.min(axis=0)
    return tuple(
        ChoiceRegret(
            choice=name,
            mean_value=float(values[row].mean()),
            worst_value=float(sign * losses[row].max()),
            mean_regret=float(regret[row].mean()),
            greatest_regret=float(regret[row].max()),
            worst_state=int(regret[row].argmax()),
            least_share=float((regret[row] == 0.0).mean()),
            enough_share=None if enough is None else float((losses[row] <= sign * enough).mean()),
        )
        for row, name in enumerate(choices)
    )

"""Draws of uncertain quantities, made from uniforms by inverse distribution functions.

A draw is a rising function of its uniform, so two runs that share the uniform share the luck: where one
fact's range changes, its draw moves and no other does.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv

Floats = npt.NDArray[np.float64]


def uniform_quantile(uniform: Floats, low: float, high: float) -> Floats:
    """Return draws that are equally likely anywhere between ``low`` and ``high``.

    Parameters
    ----------
    uniform : ndarray
        Uniforms on [0, 1).
    low, high : float
        The range, in any unit; ``low <= high``.

    Returns
    -------
    ndarray
        The shape of ``uniform``, the unit of ``low``.
    """
    if low > high:
        raise ValueError(f"low {low:g} is above high {high:g}")
    return low + (high - low) * np.asarray(uniform, dtype=np.float64)


def triangular_quantile(uniform: Floats, low: float, mode: float, high: float) -> Floats:
    """Return draws from the triangular distribution that peaks at ``mode``.

    With ``c = (mode - low) / (high - low)``, the quantile of ``u`` is ``low + sqrt(u c) (high - low)`` below
    the mode (``u < c``) and ``high - sqrt((1 - u) (1 - c)) (high - low)`` above it. A range of no width
    returns its one value.

    Parameters
    ----------
    uniform : ndarray
        Uniforms on [0, 1).
    low, mode, high : float
        In any unit; ``low <= mode <= high``.

    Returns
    -------
    ndarray
        The shape of ``uniform``, the unit of ``mode``.
    """
    if not low <= mode <= high:
        raise ValueError(f"a triangle needs low <= mode <= high, not {low:g}, {mode:g}, {high:g}")
    uniform = np.asarray(uniform, dtype=np.float64)
    width = high - low
    if width == 0.0:
        return np.full_like(uniform, mode)
    peak = (mode - low) / width
    rising = low + width * np.sqrt(uniform * peak)
    falling = high - width * np.sqrt((1.0 - uniform) * (1.0 - peak))
    return np.where(uniform < peak, rising, falling)


def beta_quantile(uniform: Floats, alpha: float, beta: float) -> Floats:
    """Return draws from the Beta distribution, by the inverse of the regularised incomplete beta function.

    Parameters
    ----------
    uniform : ndarray
        Uniforms on [0, 1).
    alpha, beta : float
        The distribution's two parameters, above 0.

    Returns
    -------
    ndarray
        Probabilities, of the shape of ``uniform``.
    """
    if alpha <= 0.0 or beta <= 0.0:
        raise ValueError(f"Beta parameters are above 0, not {alpha:g} and {beta:g}")
    return np.asarray(betaincinv(alpha, beta, np.asarray(uniform, dtype=np.float64)), dtype=np.float64)

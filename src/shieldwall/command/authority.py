"""Authority: from when a party may engage a missile aimed at another's territory, if at all.

Authority is a chance and a delay, whether it rests on a standing order, a ministerial order or a declared
situation; which of these holds on a date, and what they mean in seconds, are facts of the catalogue.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from shieldwall.sensing.clock import NEVER, Milliseconds, later_ms, to_ms

UNOWNED = -1
"""Owner of an aim that is no party's territory: nobody has authority to engage for it."""


def authority_delay_ms(
    chance: npt.NDArray[np.float64], delay_s: npt.NDArray[np.float64], uniform: npt.NDArray[np.float64]
) -> Milliseconds:
    """Return decision and authority delays (P, P); `NEVER` where the drawn number denies authority."""
    return np.where(uniform < chance, to_ms(delay_s), NEVER).astype(np.int32)


def authority_ready_ms(
    alert_ms: Milliseconds, authority_ms: Milliseconds, owner: npt.NDArray[np.int8]
) -> Milliseconds:
    """Return from when each party may engage each flight, shape (F, P), ms after launch.

    Parameters
    ----------
    alert_ms : (F, P)
        When each party was alerted: its decision runs from there, beside tracking and not after it.
    authority_ms : (P, P)
        Delay by defender and owner of the aim.
    owner : (F,)
        Party whose territory or forces each flight is aimed at; -1 for nobody's.
    """
    delay_ms = authority_ms.T[owner]
    return later_ms(alert_ms, np.where(owner[:, np.newaxis] == UNOWNED, NEVER, delay_ms))

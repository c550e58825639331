"""Counter-based random numbers: Philox 4x32-10, and labelled uniforms for uncertain facts.

A counter-based generator has no state: the number is a scrambled function of a counter and a key (Salmon,
Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11, section 3 and table 2). The
counter says what the number is for, the key is the seed.
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt
from numba import njit

MULTIPLIER_0 = np.uint64(0xD2511F53)
MULTIPLIER_1 = np.uint64(0xCD9E8D57)
WEYL_0 = np.uint64(0x9E3779B9)
WEYL_1 = np.uint64(0xBB67AE85)
WORD_MASK = np.uint64(0xFFFFFFFF)
WORD_BITS = np.uint64(32)
ROUNDS = 10


@njit(inline="always", error_model="numpy")
def philox4x32(
    counter_0: np.uint64,
    counter_1: np.uint64,
    counter_2: np.uint64,
    counter_3: np.uint64,
    key_0: np.uint64,
    key_1: np.uint64,
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Return the four random 32-bit words of one counter under one key, by ten rounds of Philox.

    One round maps ``(c0, c1, c2, c3)`` to ``(hi(M1 c2) ^ c1 ^ k0, lo(M1 c2), hi(M0 c0) ^ c3 ^ k1,
    lo(M0 c0))``; the key grows by the Weyl constants between rounds.

    Parameters
    ----------
    counter_0, counter_1, counter_2, counter_3 : uint64
        The counter's four words, each below 2**32 (64-bit types spare the compiler conversions).
    key_0, key_1 : uint64
        The key's two words, each below 2**32.

    Returns
    -------
    tuple of uint64
        Four words, each uniform on 0 .. 2**32 - 1.

    Examples
    --------
    >>> zero = np.uint64(0)
    >>> [f"{int(word):08x}" for word in philox4x32(zero, zero, zero, zero, zero, zero)]
    ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']
    """
    for _ in range(ROUNDS):
        product_0 = MULTIPLIER_0 * counter_0
        product_1 = MULTIPLIER_1 * counter_2
        counter_0 = (product_1 >> WORD_BITS) ^ counter_1 ^ key_0
        counter_2 = (product_0 >> WORD_BITS) ^ counter_3 ^ key_1
        counter_1 = product_1 & WORD_MASK
        counter_3 = product_0 & WORD_MASK
        key_0 = (key_0 + WEYL_0) & WORD_MASK
        key_1 = (key_1 + WEYL_1) & WORD_MASK
    return counter_0, counter_1, counter_2, counter_3


def uniforms(seed: int, label: str, count: int) -> npt.NDArray[np.float64]:
    """Return ``count`` uniforms on [0, 1) that belong to one label, whatever else is drawn.

    The stream is NumPy's Philox keyed by a 128-bit digest (BLAKE2b) of the seed and the label, so adding or
    removing another label changes nothing here, and a longer stream begins with the shorter one.

    Parameters
    ----------
    seed : int
        The study's seed.
    label : str
        What the numbers are for, for example the identifier of a fact.
    count : int
        How many, at least 0.

    Returns
    -------
    ndarray, shape (count,)

    Examples
    --------
    >>> bool((uniforms(7, "nodong.burn_time_s", 3) == uniforms(7, "nodong.burn_time_s", 5)[:3]).all())
    True
    """
    digest = hashlib.blake2b(f"{seed}\x1f{label}".encode(), digest_size=16).digest()
    key = np.frombuffer(digest, dtype="<u8").astype(np.uint64)
    return np.random.Generator(np.random.Philox(key=key)).random(count)

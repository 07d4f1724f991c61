"""Whole numbers in given proportions."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def apportion(total: int, weights: ArrayLike) -> NDArray[np.int64]:
    """`total` shared out by `weights` in whole numbers that add up to it (largest remainders).

    Shares are met as nearly as whole numbers can, which independent draws would not do.

    >>> apportion(10, [1, 1, 1]).tolist()
    [4, 3, 3]
    """
    parts = np.asarray(weights, dtype=float)
    exact = total * parts / parts.sum()
    whole = np.floor(exact).astype(np.int64)
    rest = total - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:rest]] += 1
    return whole

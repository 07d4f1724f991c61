"""Figures that a results object makes once and hands out as often as they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import pandas as pd

Figures = TypeVar("Figures", bound=Callable[..., pd.DataFrame])


def once(measure: Figures) -> Figures:
    """Keep with the object what a method gave for the same arguments; every caller gets his own copy."""

    @wraps(measure)
    def made(self: Any, *args: object, **kwargs: object) -> pd.DataFrame:
        kept = vars(self).setdefault("_made_once", {})
        asked = (measure.__name__, repr((args, kwargs)))
        if asked not in kept:
            kept[asked] = measure(self, *args, **kwargs)
        return kept[asked].copy()

    return cast(Figures, made)

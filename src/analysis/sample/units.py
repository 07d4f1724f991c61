"""The programme with another number of units."""

from __future__ import annotations

from analysis.programme import Programme, Unit
from analysis.sample.texts import load_texts


def with_units(programme: Programme, number: int) -> Programme:
    """The programme with its first `number` units and, beyond what it has, invented ones.

    Invented units have codes from 90001 on, which no real unit has.
    Raises ValueError for less than one unit.
    """
    if number < 1:
        raise ValueError(f"a programme has at least one unit, not {number}")
    invented = (
        Unit(code=f"9{i:04d}", name=load_texts().invented_unit.format(number=i), area="rural", border=False)
        for i in range(1, number - len(programme.units) + 1)
    )
    return programme.model_copy(update={"units": (*programme.units[:number], *invented)})

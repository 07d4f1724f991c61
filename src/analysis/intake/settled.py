"""Whether the programme's decisions about names speak of what there is."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.decisions import FOLDER
from analysis.intake.heading_names import settled_column
from analysis.intake.layouts import load_layouts
from analysis.intake.spelling import normal
from analysis.programme import Programme, ProgrammeError


def check_names_settled(programme: Programme) -> None:
    """Raises ProgrammeError where a mapping or an alias names no kind, column or unit, or two say different.

    A decision that would have no effect is refused: it was made to have one.
    """
    problems = [*_of_mappings(programme), *_of_aliases(programme)]
    if problems:
        raise ProgrammeError(programme.folder / FOLDER, problems)


def _of_mappings(programme: Programme) -> Iterator[tuple[str, str, str]]:
    layouts = load_layouts()
    said: dict[tuple[str, str], str | None] = {}
    for number, mapping in enumerate(programme.decisions.column_mappings):
        place = f"column_mappings.{number}"
        if mapping.kind not in layouts:
            yield f"{place}.kind", "unknown_table", mapping.kind
            continue
        try:
            column = settled_column(mapping, layouts[mapping.kind])
        except LookupError:
            yield f"{place}.field", "unknown_column", str(mapping.field)
            continue
        field = column.field if column else None
        if said.setdefault((mapping.kind, normal(mapping.heading)), field) != field:
            yield f"{place}.heading", "settled_twice", mapping.heading


def _of_aliases(programme: Programme) -> Iterator[tuple[str, str, str]]:
    names = {normal(unit.name): unit.code for unit in programme.units}
    said: dict[str, str] = {}
    for number, alias in enumerate(programme.decisions.unit_aliases):
        place = f"unit_aliases.{number}"
        if alias.unit not in programme.unit_codes:
            yield f"{place}.unit", "unknown_unit", alias.unit
        elif names.get(normal(alias.text), alias.unit) != alias.unit:
            yield f"{place}.text", "name_of_another", alias.text
        elif said.setdefault(normal(alias.text), alias.unit) != alias.unit:
            yield f"{place}.text", "settled_twice", alias.text

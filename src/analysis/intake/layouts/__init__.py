"""The known forms as data: one YAML file per kind of table, headings as the offices write them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

FOLDER = Path(__file__).parent


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Entry):
    """One column of a form.

    heading: its lowest heading; group: the headings above it, outermost first, " / " between.
    level: `member` where the cell speaks of one person, otherwise of the household or line.
    """

    field: str
    heading: str
    group: str | None = None
    also: tuple[str, ...] = ()
    type: Literal[
        "text", "code", "count", "points", "money", "mark", "sex", "class", "reason", "account",
        "date", "date_or_year", "year", "unit", "project", "kind", "office", "ignored",
    ]  # fmt: skip
    level: Literal["line", "member"] = "line"
    required: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """All headings from the outermost to the lowest."""
        return (*(self.group.split(" / ") if self.group else ()), self.heading)

    @property
    def source(self) -> str | None:
        """Id of the funding source whose amounts stand here, if they are one source's."""
        return self.field.partition(".")[2] or None if self.type == "money" else None


class Layout(_Entry):
    """One kind of table: how it is recognised, how its rows are laid, its columns.

    also_groups: other spellings of headings of groups. unused: headings of columns that offices add
    and nobody needs; any other heading that the form does not have is reported.
    """

    kind: str
    titles: Annotated[tuple[str, ...], Field(min_length=1)]
    sheet: str
    rows: Literal[
        "household_with_members", "one_per_household", "one_per_unit",
        "households_and_persons_per_unit", "one_per_project",
    ]  # fmt: skip
    empty_phrases: tuple[str, ...] = ()
    also_groups: dict[str, tuple[str, ...]] = {}
    unused: tuple[str, ...] = ()
    columns: tuple[Column, ...]

    def title_of(self, column: Column) -> str:
        """A column's heading, with its groups where other columns have the same one."""
        shared = sum(other.heading == column.heading for other in self.columns) > 1
        return " / ".join(column.headings) if shared else column.heading


@cache
def load_layouts(folder: Path = FOLDER) -> dict[str, Layout]:
    """All layouts by kind. Raises ValueError where two files describe one kind."""
    files: dict[str, Path] = {}
    layouts = {}
    for file in sorted(folder.glob("*.yaml")):
        layout = Layout.model_validate(yaml.load(file.read_text(encoding="utf8"), yaml.CSafeLoader))
        if files.setdefault(layout.kind, file) != file:
            raise ValueError(f"two layouts of {layout.kind}: {files[layout.kind].name}, {file.name}")
        layouts[layout.kind] = layout
    return layouts


def load_layout(kind: str) -> Layout:
    """The layout of a kind of table."""
    return load_layouts()[kind]

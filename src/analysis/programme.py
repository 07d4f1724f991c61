"""What a programme is: one district and year with its units, target, periods, projects and offices."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from analysis.decisions import FOLDER as DECISIONS
from analysis.decisions import Decisions, DecisionsError, load_decisions
from analysis.law.reader import Text
from analysis.tables import FLAGS

FILE = "programme.yaml"


class ProgrammeError(ValueError):
    """The programme's own file can't be used. `file` and `problems` say why.

    problems: of each, the place in the file, the kind of problem and the names it is about.
    """

    def __init__(self, file: Path, problems: list[tuple[str, str, str]]) -> None:
        self.file, self.problems = file, problems
        said = f"{file}: " + "; ".join(" ".join(problem).rstrip() for problem in problems)
        if any(kind == "no_file" for _, kind, _ in problems):
            said = f"there is no file {file}: give the folder of a programme"
        super().__init__(said)


class UnknownPeriod(LookupError):
    """`asked` is neither the id nor the date of a period; `known` lists both of each."""

    def __init__(self, asked: str, known: list[tuple[str, dt.date]]) -> None:
        self.asked, self.known = asked, known
        periods = ", ".join(f"{id_} ({before})" for id_, before in known)
        super().__init__(f"there is no period {asked}; periods: {periods}")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Span = TypeVar("Span", "Window", "Reduction")


def _ordered(span: Span) -> Span:
    """The span, if its ends are in order."""
    if span.from_ > span.to:
        raise PydanticCustomError("wrong_order", "from is above to")
    return span


class District(_Entry):
    """The district (huyện) and the province it belongs to, with GSO codes."""

    code: str
    name: str
    province_code: str
    province: str


class Unit(_Entry):
    """A commune or town (xã, thị trấn)."""

    code: str
    name: str
    area: Literal["urban", "rural"]
    border: bool


class Window(_Entry):
    """The days, both included, that belong to a round."""

    from_: dt.date = Field(alias="from")
    to: dt.date

    @model_validator(mode="after")
    def _in_order(self) -> Window:
        return _ordered(self)


class Round(_Entry):
    """One full household review (một kỳ rà soát)."""

    id: str
    date: dt.date
    window: Window
    status: Literal["official", "preliminary"]
    name: Text


class Period(_Entry):
    """A reporting period (kỳ báo cáo). It fixes the date, the status and the round of a report.

    until: last day of the span an estimate speaks of, where it is not the year.
    """

    id: str
    before: dt.date
    until: dt.date | None = None
    status: Literal["estimate", "official"]
    expects: str | None
    name: Text

    @property
    def last_good_day(self) -> dt.date:
        """The deadline reads "before": the stated day itself is late."""
        return self.before - dt.timedelta(days=1)

    @property
    def as_of(self) -> dt.date:
        """The report's date: nothing dated later is used."""
        return self.last_good_day

    @property
    def folder_name(self) -> str:
        """Name of the report folder: deadline and id."""
        return f"{self.before.isoformat()}_{self.id}"


class Office(_Entry):
    """An office that leads projects and reports their disbursement (cơ quan chủ trì)."""

    id: str
    name: str
    short: str
    compiles: bool = False


class Source(_Entry):
    """A funding source (nguồn vốn). `amount_planned` is false where the plan gives no figure."""

    id: str
    name: Text
    amount_planned: bool = True


class Kind(_Entry):
    """A funding kind (loại vốn)."""

    id: str
    name: Text


class Counterpart(_Entry):
    """The counterpart rule (đối ứng): `source` gives `percent` of what `of` gives."""

    source: str
    of: str
    percent: Decimal
    reference: str

    @property
    def share(self) -> Fraction:
        """The rule as an exact share."""
        return Fraction(self.percent) / 100


class Project(_Entry):
    """A line of the plan (dự án, tiểu dự án): the plan's number and the national programme's."""

    id: str
    number: str
    national: str
    kind: str
    lead: str
    name: str


class Reduction(_Entry):
    """Bounds in percentage points, both included."""

    from_: Decimal = Field(alias="from")
    to: Decimal

    @model_validator(mode="after")
    def _in_order(self) -> Reduction:
        return _ordered(self)


class Target(_Entry):
    """The reduction of the multidimensional poverty rate, in percentage points."""

    reduction_points: Reduction
    reference: str

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """Lower and upper bound in percentage points, exact; both belong to the target."""
        return self.reduction_points.from_, self.reduction_points.to


class TotalsSource(_Entry):
    """Which source of resident households counts where several differ."""

    prefer: str
    note: Text


class NewlyEscaped(_Entry):
    """How long after its recognised exit a household is newly escaped (hộ mới thoát nghèo)."""

    months: Annotated[int, Field(gt=0)]
    reference: str


class Programme(_Entry):
    """One programme-year, read from the `programme.yaml` of its folder."""

    id: str
    name: Text
    year: int
    reference: str
    district: District
    border_source: Text
    units: Annotated[tuple[Unit, ...], Field(min_length=1)]
    target: Target
    rounds: Annotated[tuple[Round, ...], Field(min_length=1)]
    periods: Annotated[tuple[Period, ...], Field(min_length=1)]
    offices: tuple[Office, ...]
    sources: tuple[Source, ...]
    kinds: tuple[Kind, ...]
    counterpart: Counterpart
    projects: tuple[Project, ...]
    plan_totals: dict[str, int]
    totals_source: TotalsSource
    newly_escaped: NewlyEscaped
    priority_groups: tuple[str, ...]
    folder: Path = Field(default=Path(), exclude=True)
    decisions: Decisions = Field(default=Decisions(), exclude=True)

    def __repr__(self) -> str:
        """Which programme, and how much it holds."""
        parts = f"{len(self.units)} units, {len(self.periods)} periods, {len(self.projects)} projects"
        return f"<Programme {self.id}: {parts}>"

    __str__ = __repr__

    @model_validator(mode="after")
    def _names_agree(self) -> Programme:
        def check(kind: str, names: set[str]) -> None:
            if names:
                raise PydanticCustomError(kind, "{names}", {"names": ", ".join(sorted(names))})

        sources = {s.id for s in self.sources}
        used = {self.counterpart.source, self.counterpart.of} | set(self.plan_totals) - {"total"}
        check("unknown_office", {p.lead for p in self.projects} - {o.id for o in self.offices})
        check("unknown_kind", {p.kind for p in self.projects} - {k.id for k in self.kinds})
        check("unknown_source", used - sources)
        check("unknown_round", {p.expects for p in self.periods if p.expects} - {r.id for r in self.rounds})
        check("unknown_group", set(self.priority_groups) - set(FLAGS))
        entries = (self.rounds, self.periods, self.offices, self.sources, self.kinds, self.projects)
        for ids in ([u.code for u in self.units], *([entry.id for entry in each] for each in entries)):
            check("stands_twice", {id_ for id_ in ids if ids.count(id_) > 1})
        return self

    @property
    def baseline(self) -> Round:
        """The round the target is measured from: the first."""
        return self.rounds[0]

    @property
    def unit_codes(self) -> tuple[str, ...]:
        """Codes of the units, in the programme's order."""
        return tuple(unit.code for unit in self.units)

    def round_of(self, date: dt.date) -> Round | None:
        """The round whose window holds the date of a list, if any."""
        return next((r for r in self.rounds if r.window.from_ <= date <= r.window.to), None)

    def period(self, asked: str | dt.date | Period) -> Period:
        """The period with this id, deadline or last good day, as 2023-12-15 or 15/12/2023.

        Raises UnknownPeriod with the periods there are.
        """
        if isinstance(asked, Period):
            return asked
        for period in self.periods:
            days = (period.before, period.last_good_day)
            if str(asked) in (period.id, *map(str, days), *(f"{day:%d/%m/%Y}" for day in days)):
                return period
        raise UnknownPeriod(str(asked), [(p.id, p.before) for p in self.periods])


def load_programme(path: str | Path) -> Programme:
    """The programme (chương trình) of a folder: district, year, target, periods, projects, units.

    path: the programme's folder, or its `programme.yaml`.
    Raises ProgrammeError with every place that is wrong when the file is missing, is no YAML
        or does not hold what a programme needs; an unknown key is refused. So are decisions.
    """
    file = Path(path)
    file = file / FILE if file.suffix != ".yaml" else file
    try:
        text = yaml.safe_load(file.read_text(encoding="utf8"))
        decisions = load_decisions(file.parent / DECISIONS)
        return Programme.model_validate({**text, "folder": file.parent, "decisions": decisions})
    except OSError:
        raise ProgrammeError(file, [(FILE, "no_file", "")]) from None
    except ValidationError as error:
        problems = [
            (".".join(map(str, e["loc"])) or FILE, e["type"], str(e.get("ctx", {}).get("names", "")))
            for e in error.errors()
        ]
        raise ProgrammeError(file, problems) from None
    except DecisionsError as error:
        raise ProgrammeError(error.file, [(place, kind, "") for place, kind in error.problems]) from None
    except (yaml.YAMLError, ValueError, TypeError):  # a day that no month has is a plain ValueError
        raise ProgrammeError(file, [(FILE, "no_yaml", "")]) from None

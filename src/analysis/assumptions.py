"""What is assumed and not read from papers: kept with the programme's data, each value with its reason.

Two YAML files in the programme's folder `assumptions/`. A file that is not there is None: what
stands on it can't be computed, and the report says so instead of taking a silent default.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Generic, Protocol, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from analysis.law import indicators_of_all_standards

FOLDER = "assumptions"

T = TypeVar("T")
Exact = Annotated[Fraction, BeforeValidator(lambda written: Fraction(str(written)))]
"""A number as it is written: `0.4` and `2/5` are the same."""
Share = Annotated[Exact, Field(ge=0, le=1)]
Positive = Annotated[Exact, Field(gt=0)]
Weight = Annotated[Exact, Field(ge=0)]


class AssumptionsError(ValueError):
    """A file of assumptions can't be used. problems: place in the file, kind and names of each."""

    def __init__(self, file: Path, problems: list[tuple[str, str, str]]) -> None:
        self.file, self.problems = file, problems
        said = f"{file}: " + "; ".join(" ".join(problem).rstrip() for problem in problems)
        if any(kind == "no_folder" for _, kind, _ in problems):
            said = f"{file} is no folder of a programme: give the folder that holds programme.yaml"
        super().__init__(said)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Stated(_Entry, Generic[T]):
    """A value with the document it stands in (`source`) or the reason it is assumed for; one of both."""

    value: T
    source: str | None = None
    assumed: str | None = None

    @model_validator(mode="after")
    def _says_where_from(self) -> Stated[T]:
        if (self.source is None) == (self.assumed is None):
            raise PydanticCustomError("source_or_assumed", "give either source or assumed")
        return self


class Rate(Stated[Positive]):
    """Events a year brings per household at risk. worth: how many events seen it weighs as much as."""

    worth: Positive


class Season(_Entry):
    """In which papers a year's events are found, as shares of the year.

    returns: in the monthly returns, before the annual review; preliminary: in the review's
    preliminary list; final: only in its official one. worth: how many events seen the three weigh
    as much as: the fewer, the more a year's season may differ from them. flows_worth: the same of
    the year's season, around which households that leave and that enter have one of their own.
    """

    returns: Weight
    preliminary: Weight
    final: Weight
    worth: Positive
    flows_worth: Positive
    assumed: str

    @model_validator(mode="after")
    def _is_whole(self) -> Season:
        if self.returns + self.preliminary + self.final != 1:
            raise PydanticCustomError("not_one", "the three shares do not add up to 1")
        return self

    @property
    def shares(self) -> tuple[float, float, float]:
        """The three shares, in the order of the year."""
        return float(self.returns), float(self.preliminary), float(self.final)


class YearFlows(_Entry):
    """What the nowcast assumes before the year's papers speak.

    left: a year's households that leave the list of poor and near-poor ones, per household listed at
    the baseline; entered: those that come onto it, per resident household; season: when both are
    found; unit_spread: how far units lie apart, as the typical coefficient of variation of their rates.
    """

    left: Rate
    entered: Rate
    season: Season
    unit_spread: Stated[Positive]

    def __repr__(self) -> str:
        """The rates in short."""
        left, entered = self.left.value, self.entered.value
        return f"<YearFlows: a year {left} of the list leave, {entered} of the residents enter>"

    __str__ = __repr__


class Effect(_Entry):
    """What support by one project does to a household, if it works.

    cost: đồng for one household; for_households: share of the project's money that reaches
    households as such support; success: share of the supported households for which it works;
    income_points: points gained on form B1; lifts: indicators no longer deprived; needs: the
    household must be deprived in one of them (empty: any household); needs_labour: not for
    households without labour capacity; months: from support to effect.
    """

    project: str
    cost: Stated[Annotated[int, Field(gt=0)]]
    for_households: Stated[Share]
    success: Stated[Annotated[Exact, Field(gt=0, le=1)]]
    income_points: Stated[Annotated[int, Field(ge=0)]]
    lifts: Stated[tuple[str, ...]]
    needs: Stated[tuple[str, ...]]
    needs_labour: Stated[bool]
    months: Stated[Annotated[int, Field(ge=0)]]

    @model_validator(mode="after")
    def _names_indicators(self) -> Effect:
        unknown = {*self.lifts.value, *self.needs.value} - indicators_of_all_standards()
        if unknown:
            raise PydanticCustomError("unknown_indicator", "{names}", {"names": ", ".join(sorted(unknown))})
        return self

    def stated(self) -> Iterator[tuple[str, Stated[object]]]:
        """Each value by its name."""
        for name in type(self).model_fields:
            if name != "project":
                yield name, getattr(self, name)


class NoEffect(_Entry):
    """A project that supports no household directly, and why nothing is counted for it."""

    project: str
    assumed: str


class Effects(_Entry):
    """What each project of the plan does to a household; the same money counts once."""

    effects: tuple[Effect, ...]
    without_effect: tuple[NoEffect, ...] = ()

    @model_validator(mode="after")
    def _names_projects_once(self) -> Effects:
        named = self.projects
        twice = sorted({project for project in named if named.count(project) > 1})
        if twice:
            raise PydanticCustomError("stands_twice", "{names}", {"names": ", ".join(twice)})
        return self

    @property
    def projects(self) -> tuple[str, ...]:
        """Every project named, with an effect or without."""
        return (*(e.project for e in self.effects), *(e.project for e in self.without_effect))

    def __repr__(self) -> str:
        """How many projects, and which."""
        names = ", ".join(effect.project for effect in self.effects) or "none"
        return f"<Effects: of {names}; {len(self.without_effect)} projects without effect>"

    __str__ = __repr__


Model = TypeVar("Model", bound=_Entry)

_FILES: dict[type[_Entry], tuple[str, str]] = {
    YearFlows: ("year_flows.yaml", "load_year_flows(folder)"),
    Effects: ("effects.yaml", "load_effects(folder, projects)"),
}
"""The file of each kind of assumptions, and what reads it."""


class HasId(Protocol):
    """A project of the programme."""

    @property
    def id(self) -> str:
        """As the plan and the assumptions name it."""


def load_year_flows(programme_folder: str | Path) -> YearFlows | None:
    """What the nowcast assumes (`assumptions/year_flows.yaml`); None where the file is not there.

    programme_folder: the programme's folder, or its `programme.yaml`.
    Raises AssumptionsError with every place that is wrong, and for a folder that is no programme's.
    """
    return _load(YearFlows, _file(programme_folder, YearFlows))


def load_effects(programme_folder: str | Path, projects: Iterable[str | HasId]) -> Effects | None:
    """What each project does to a household (`assumptions/effects.yaml`); None where it is not there.

    programme_folder: the programme's folder, or its `programme.yaml`.
    projects: the programme's projects, or their ids: the file names each of them, and no other.
    Raises AssumptionsError with every place that is wrong, and for a folder that is no programme's.
    """
    file = _file(programme_folder, Effects)
    effects = _load(Effects, file)
    ids = {project if isinstance(project, str) else project.id for project in projects}
    if effects is not None and (apart := ids ^ set(effects.projects)):
        kind = {True: "unknown_project", False: "no_effect_stated"}
        raise AssumptionsError(file, [(id_, kind[id_ in effects.projects], "") for id_ in sorted(apart)])
    return effects


def need_assumed(given: Model | None, model: type[Model]) -> Model:
    """The assumptions given. Raises ValueError with how they are loaded, where they are none."""
    if isinstance(given, model):
        return given
    name, loader = _FILES[model]
    raise ValueError(
        f"no assumptions are given, but {type(given).__name__}: {loader} reads them, and gives None where "
        f"the folder has no {FOLDER}/{name}; write that file first"
    )


def _file(programme_folder: str | Path, model: type[_Entry]) -> Path:
    folder = Path(programme_folder)
    folder = folder.parent if folder.suffix == ".yaml" else folder
    if not (folder / FOLDER).is_dir() and not (folder / "programme.yaml").is_file():
        raise AssumptionsError(folder, [(folder.name, "no_folder", "")])
    return folder / FOLDER / _FILES[model][0]


def _load(model: type[Model], file: Path) -> Model | None:
    try:
        return model.model_validate(yaml.safe_load(file.read_text(encoding="utf8")))
    except FileNotFoundError:
        return None
    except ValidationError as error:
        raise AssumptionsError(file, [_problem(wrong, file) for wrong in error.errors()]) from None
    except (yaml.YAMLError, ValueError, TypeError, ZeroDivisionError):
        raise AssumptionsError(file, [(file.name, "no_yaml", "")]) from None


def _problem(wrong: ErrorDetails, file: Path) -> tuple[str, str, str]:
    place = ".".join(map(str, wrong["loc"])) or file.name
    return place, wrong["type"], str(wrong.get("ctx", {}).get("names", ""))

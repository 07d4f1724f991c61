"""The people of the sample's households. All of them are invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.sample.calibration import Events, Families
from analysis.sample.texts import Names

WORKING_AGE = (18, 60)


@dataclass(frozen=True)
class _Person:
    relation: str
    female: bool
    age: int
    family: str


def draw_families(
    households: pd.DataFrame,
    on: dt.date,
    drawn_from: Families,
    names: Names,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Members of each household, the head first.

    households: index is the household's number, with `size` and `ethnic_minority`.
    on: the day the ages are drawn for.

    Returns one row per person: `household`, `relation`, `female`, `birth`, `family`, `name`,
    `ethnicity`, and `since` and `until`, the days a person joins and leaves the household
    (NaT: from the start, to the end).
    """
    family_names = np.where(
        households.ethnic_minority,
        _family_names(names.family_minority, len(households), rng),
        _family_names(names.family, len(households), rng),
    ).tolist()
    others = _family_names(names.family, 1000, rng)
    rows: list[tuple[object, ...]] = []
    facts = zip(households.index, households["size"], households.ethnic_minority, family_names, strict=True)
    for household, size, minority, family_name in facts:
        for person in _members(size, family_name, others, drawn_from, rng):
            name = _name(person.female, person.family, names, rng)
            birth = pd.Timestamp(on) - pd.Timedelta(days=int(person.age * 365.25 + rng.integers(0, 365)))
            ethnicity = names.ethnicity["minority" if minority else "majority"]
            rows.append((household, person.relation, person.female, birth, person.family, name, ethnicity))
    columns = ["household", "relation", "female", "birth", "family", "name", "ethnicity"]
    people = pd.DataFrame(rows, columns=columns).astype({"household": "int64", "female": bool})
    return people.assign(birth=pd.to_datetime(people.birth), since=pd.NaT, until=pd.NaT)


def draw_births_and_deaths(
    people: pd.DataFrame, quiet: pd.Index, year: int, rates: Events, names: Names, rng: np.random.Generator
) -> pd.DataFrame:
    """The people with children born in the year and members who died in it.

    quiet: households that otherwise stay as they are; the rates are per thousand of them.
    """
    days = pd.bdate_range(dt.date(year, 1, 10), dt.date(year, 11, 30))
    at_home = people[people.household.isin(quiet)]
    siblings = at_home[at_home.relation == "child"].drop_duplicates("household")
    others = at_home[~at_home.relation.isin(["head", "child"])].drop_duplicates("household")
    born = siblings.sample(min(len(siblings), round(len(quiet) * rates.births / 1000)), random_state=rng)
    dead = others.sample(
        min(len(others), round(len(quiet) * rates.deaths_of_members / 1000)), random_state=rng
    )
    birth = rng.choice(days, len(born))
    female = rng.random(len(born)) < 0.5
    born = born.assign(
        birth=birth,
        since=birth,
        female=female,
        name=[_name(f, family, names, rng) for f, family in zip(female, born.family, strict=True)],
        personal_id="",
    )
    people.loc[dead.index, "until"] = rng.choice(days, len(dead))
    return pd.concat([people, born], ignore_index=True)


def _name(female: bool, family: str, names: Names, rng: np.random.Generator) -> str:
    sex = "female" if female else "male"
    return f"{family} {one_of(names.middle[sex], rng)} {one_of(names.given[sex], rng)}"


def _family_names(per_thousand: dict[str, int], n: int, rng: np.random.Generator) -> list[str]:
    shares = np.array(list(per_thousand.values()), dtype=float)
    return [str(name) for name in rng.choice(list(per_thousand), n, p=shares / shares.sum())]


def one_of(options: list[str], rng: np.random.Generator) -> str:
    """One of the options, each as likely; many times faster than `rng.choice` on a list."""
    return options[rng.integers(len(options))]


def _members(
    size: int, family: str, others: list[str], drawn_from: Families, rng: np.random.Generator
) -> Iterator[_Person]:
    living = "alone" if size == 1 else "family"
    female = bool(rng.random() < drawn_from.female_head.value[living])
    old = rng.random() < drawn_from.old_head.value[living]
    age = int(rng.integers(60, 88) if old else rng.integers(30, 60))
    yield _Person("head", female, age, family)
    left = size - 1
    father = family
    if left and rng.random() < drawn_from.spouse.value["female" if female else "male"]:
        spouse = one_of(others, rng)
        father = spouse if female else family
        spouse_age = max(20, age + int(rng.integers(-5, 4)))
        yield _Person("husband" if female else "wife", not female, spouse_age, spouse)
        left -= 1
    if left and age < WORKING_AGE[1] and rng.random() < drawn_from.parent.value:
        mother = bool(rng.random() < 0.7)
        parent_family = one_of(others, rng) if mother else family
        yield _Person(
            "mother" if mother else "father", mother, age + int(rng.integers(20, 31)), parent_family
        )
        left -= 1
    # A child of a head past working age has mostly left home; the grandchild has stayed.
    grandchildren = int(rng.binomial(left, drawn_from.grandchild.value)) if age >= WORKING_AGE[1] else 0
    for child_age in rng.choice(np.arange(max(age - 40, 0), age - 19), left - grandchildren, replace=False):
        yield _Person("child", bool(rng.random() < 0.5), int(child_age), father)
    for child_age in rng.choice(np.arange(1, 20), grandchildren, replace=False):
        yield _Person("grandchild", bool(rng.random() < 0.5), int(child_age), one_of(others, rng))


def ages(birth: pd.Series, on: dt.date | pd.Timestamp) -> pd.Series:
    """Full years of age on a day."""
    day = pd.Timestamp(on)
    had_birthday = (birth.dt.month < day.month) | ((birth.dt.month == day.month) & (birth.dt.day <= day.day))
    return (day.year - birth.dt.year - (~had_birthday).astype(int)).astype(int)


def members_on(people: pd.DataFrame, on: dt.date | pd.Timestamp) -> pd.DataFrame:
    """The people who belong to their household on a day."""
    day = pd.Timestamp(on)
    here = (people.since.isna() | (people.since <= day)) & (people.until.isna() | (people.until > day))
    return people[here]

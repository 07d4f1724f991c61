"""A printed table and what holds of it, shown to whoever pasted it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
from IPython.display import HTML, Markdown, display

from analysis.intake.cells import Unreadable
from analysis.intake.published import PublishedError, read_published
from analysis.measures.check_published import check_published
from analysis.reports.published_sentences import published_sentences
from analysis.wording import Words, load_words

SHOWN = ["unit", "part_of", "round", "standard", "measure", "households", "total_households",
         "rate_percent", "change_points", "row"]  # fmt: skip

_TO_CORRECT = ("not_a_number", "not_whole", "unparted", "twice", "no_unit")
"""Why a part of the table is not checked that a person can put right."""

_MARKUP = re.compile(r"[\\`*_<>\[\]|~]")
_AS_PRINTED = r"\\\g<0>"


def show_published(source: str | Path, *, round: str = "", language: str = "vi") -> None:
    """Show which rates, sums and changes of a printed table fail, which hold, and the table as it was read.

    source, round: as in `read_published`. What can't be read or checked is a sentence, no traceback.
    """
    words = load_words(language)
    try:
        table = read_published(source, round=round)
        checks = check_published(table)
    except PublishedError as error:
        facts = {name: _term(fact, words) for name, fact in error.facts.items()}
        display(Markdown(words(f"published_page.error_{error.code}", **facts)))
    except (OSError, Unreadable):
        display(Markdown(words("published_page.error_file", file=Path(source).name)))
    except ValueError as error:
        display(Markdown(words("published_page.error_figure", error=str(error))))
    else:
        display(Markdown(_found(checks, words)))
        display(Markdown(_read(table, words)))
        display(HTML(_as_read(table, words)))


def _found(checks: pd.DataFrame, words: Words) -> str:
    """The checks as lists: those that fail first, then what the table can't tell, then those that hold."""
    if checks.empty:
        return words("published_page.nothing")
    said, holds = published_sentences(checks, words), checks.holds.astype("boolean")
    wrong, untold, right = (said[which.fillna(False)] for which in (~holds, holds.isna(), holds))
    if len(wrong):
        parts = [words("published_page.wrong", wrong=len(wrong), checks=len(checks)), *_listed(wrong)]
    else:
        parts = [words("published_page.none_wrong", checks=len(checks))]
    if len(untold):
        parts += ["", words("published_page.untold"), *_listed(untold)]
    if len(right):
        parts += ["", words("published_page.right", right=len(right)), *_listed(right)]
    return "\n".join(parts)


def _listed(sentences: Iterable[str]) -> list[str]:
    """A list; what the table prints stands there as printed, whatever it means in Markdown."""
    return ["", *(f"- {_MARKUP.sub(_AS_PRINTED, sentence)}" for sentence in sentences)]


def _read(table: pd.DataFrame, words: Words) -> str:
    """How many lines were read, what could not be, and what of the table is checked in none."""
    said = [words("published_page.read", lines=len(table), rows=table["row"].nunique())]
    left = table.attrs["left_out"]
    for title, places in (
        ("unread", [place for place in left if place[3] in _TO_CORRECT]),
        ("left_out", [place for place in left if place[3] not in _TO_CORRECT]),
    ):
        if places:
            said += [
                "",
                words(f"published_page.{title}"),
                *_listed(_place(place, words) for place in places),
            ]
    return "\n".join(said)


def _place(place: tuple[int, int, str, str], words: Words) -> str:
    row, column, text, why = place
    return words(
        "published_page.left_out_at" if row else "published_page.left_out_column",
        row=row,
        column=column,
        text=text,
        why=words(f"published_page.why_{why}"),
    )


def _as_read(table: pd.DataFrame, words: Words) -> str:
    shown = [name for name in SHOWN if name == "row" or (table[name] != "").any()]
    named = table[shown].assign(measure=[_term(measure, words) for measure in table.measure])
    headings = {name: words(f"published_page.{name}") for name in shown}
    html = named.rename(columns=headings).to_html(index=False, border=0)
    return f"<details><summary>{words('published_page.as_read')}</summary>{html}</details>"


def _term(code: str, words: Words) -> str:
    """A measure in words; a unit's name or a heading as it stands."""
    return words.term(code) if words.has(f"terms.{code}") else code

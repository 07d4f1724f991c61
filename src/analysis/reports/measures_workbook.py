"""Alkire–Foster measures as a workbook: how they were computed, then the long and the wide table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import takewhile
from numbers import Integral, Rational, Real
from pathlib import Path
from typing import IO, Any

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from analysis.measures.alkire_foster import wide
from analysis.measures.alkire_foster.groups import WHOLE
from analysis.measures.alkire_foster.table import DIMENSION, KEYS
from analysis.reports.workbooks import A4, CREATED, LINE, WIDEST, whole_file
from analysis.wording import Words, load_words

MOST_ROWS = 1_048_576
"""Of a sheet, in Excel."""

_PRINTED = 6
"""Columns of keys that leave room for figures beside them on a page."""

FORMS = {"whole": "#,##0", "measure": "0.00000", "text": "@"}

_CODED = ("measure", "effect", "part", "change", "missing_policy", "dimension", "group")
"""Columns whose codes are told in words; indicators stand in the table of their weights."""

SUMS = tuple(f"{of}{when}" for of in ("numerator", "denominator") for when in ("", "_from", "_to"))
"""Columns of records and points: whole wherever the weights are."""


def to_excel(
    result: pd.DataFrame,
    path: str | Path,
    *,
    language: str = "vi",
    names: Mapping[str, str] | None = None,
) -> None:
    """Write a result of `alkire_foster` or one of its siblings as three sheets, whole or not at all.

    The first tells how it was computed: indicators with their weights, cut-offs, design, missing
    policy, full count or sample. The second is the long table, the third `wide`; under each heading
    in words stands the column's name in code, by which a program reads it. Estimates are numbers in
    full precision, cut-offs that are fractions are texts; what is not defined is an empty cell.

    result: of `alkire_foster`, `af_change`, `af_decompose_change`, `af_inequality`, `af_association`.
    names: indicators, dimensions and groups by code, in the reader's language: in the headings, and on
        the first sheet, where every code in the tables stands beside what it means.
    Raises ValueError for a frame without the attrs of `alkire_foster`, for more rows than a sheet
        takes, and for an unknown language; OSError, with the path, where it can't be written.
    """
    if "alkire_foster" not in result.attrs:
        raise ValueError(
            "the table has no attrs of alkire_foster: give a result of alkire_foster, af_change, "
            "af_decompose_change, af_inequality or af_association as it was returned"
        )
    if "missing_policy" in result and not {"estimate", "by"} <= set(result):
        raise ValueError("the table is a wide view: give the long result, its wide view is written beside it")
    if Path(path).suffix.lower() != ".xlsx":
        raise ValueError(f"{Path(path).name} is to end in .xlsx, for it is a workbook of Excel")
    words = load_words(language)
    tables = {"long": result, "wide": wide(result)}
    for frame in tables.values():
        if len(frame) + 4 > MOST_ROWS:
            raise ValueError(f"{len(frame)} rows are more than a sheet takes: write fewer groups or cut-offs")
    with whole_file(Path(path)) as file:
        _write(file, result.attrs["alkire_foster"], tables, dict(names if names is not None else {}), words)


def _write(
    file: IO[bytes],
    done: Mapping[str, Any],
    tables: Mapping[str, pd.DataFrame],
    names: Mapping[str, str],
    words: Words,
) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": words("measures.title"), "created": CREATED})
        looks = {
            "title": book.add_format({"bold": True, "font_size": 13}),
            "head": book.add_format(
                {"bold": True, "text_wrap": True, "border": 1, "bg_color": "#DDE7F0", "valign": "top"}
            ),
            "code": book.add_format(
                {"font_color": "#595959", "font_size": 9, "border": 1, "num_format": "@"}
            ),
            "label": book.add_format({"bold": True, "border": 1, "valign": "top", "text_wrap": True}),
            **{
                form: book.add_format(
                    {"num_format": code, "border": 1, "valign": "top", "text_wrap": form == "text"}
                )
                for form, code in FORMS.items()
            },
        }
        first = book.add_worksheet(words("measures.sheet_specification"))
        row, columns = _specification(first, done, names, words, looks)
        row = _codes(first, row + 2, tables["long"], names, words, looks)
        _page(first, row, columns)
        for kind, frame in tables.items():
            sheet = book.add_worksheet(words(f"measures.sheet_{kind}"))
            headings = [_heading(str(column), names, words) for column in frame.columns]
            _table(sheet, words(f"measures.title_{kind}"), frame, headings, looks)


def _specification(
    sheet: Worksheet,
    done: Mapping[str, Any],
    names: Mapping[str, str],
    words: Words,
    looks: Mapping[str, Any],
) -> tuple[int, int]:
    """What was computed, a fact per row; then a row per indicator with its weight under each weighting.

    Returns the last row, and the number of columns.
    """
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 44)
    sheet.set_column(2, 2, 30)
    sheet.set_column(3, 12, 16)
    sheet.write_string(0, 0, words("measures.title"), looks["title"])
    row = 2
    for label, value in _facts(done, words):
        sheet.write_string(row, 0, label, looks["label"])
        sheet.write_string(row, 1, value, looks["text"])
        lines = sum(max(-(-len(line) // 42), 1) for line in value.split("\n"))
        sheet.set_row(row, LINE * max(lines, -(-len(label) // 32)))
        row += 1
    weightings = done.get("weightings", {})
    row += 1
    heads = [words("measures.indicator"), words("measures.name"), words("measures.dimension")]
    heads += [words("measures.weight_of", weighting=_weighting(name, words)) for name in weightings]
    for column, head in enumerate(heads):
        sheet.write_string(row, column, head, looks["head"])
    sheet.set_row(row, LINE * 2)
    for indicator in done["indicators"]:
        row += 1
        dimension = done["dimensions"].get(indicator)
        texts = [indicator, names.get(indicator, ""), names.get(dimension, dimension or "")]
        for column, text in enumerate(texts):
            sheet.write_string(row, column, str(text), looks["text"])
        for column, of in enumerate(weightings.values(), len(texts)):
            sheet.write_number(row, column, of["weights"][indicator], looks["whole"])
    return row, len(heads)


def _codes(
    sheet: Worksheet,
    row: int,
    frame: pd.DataFrame,
    names: Mapping[str, str],
    words: Words,
    looks: Mapping[str, Any],
) -> int:
    """Every code in the tables beside what it means. Returns the last row."""
    for column, key in enumerate(("code", "meaning", "in_column")):
        sheet.write_string(row, column, words(f"measures.{key}"), looks["head"])
    for name in _CODED:
        for code in frame[name].drop_duplicates() if name in frame else []:
            meaning = _meaning(name, code, names, words)
            if meaning:
                row += 1
                for column, text in enumerate((str(code), meaning, _heading(name, names, words))):
                    sheet.write_string(row, column, text, looks["text"])
    return row


def _meaning(column: str, code: Any, names: Mapping[Any, str], words: Words) -> str | None:
    if pd.isna(code):
        return None
    if column in ("group", "indicator", "other", "dimension"):
        whole = words("charts.whole") if column == "group" and code == WHOLE else None
        return names.get(code, whole)
    kind = {"missing_policy": "missing"}.get(column, column)
    key = f"measures.{kind}_{str(code).lower()}"
    return words(key) if words.has(key) else None


def _facts(done: Mapping[str, Any], words: Words) -> Iterator[tuple[str, str]]:
    """Label and value of each fact of the specification."""

    def fact(key: str, value: str) -> tuple[str, str]:
        return words(f"measures.{key}"), value

    none = words("measures.none")
    yield fact("made_by", words(f"measures.made_by_{done['made_by']}"))
    if "rounds" in done:
        yield fact("rounds", f"{', '.join(done['rounds'])} ({done['time']})")
    yield fact("by", ", ".join(done["by"]) or none)
    yield fact("source", words(f"measures.source_{done['source']}"))
    yield fact("errors", words(f"measures.{done['error_code']}"))
    weightings = done.get("weightings", {})
    if weightings:
        yield fact("poor_where", words("measures.poor_at_cutoff"))
    for name, of in weightings.items():
        which = f" ({_weighting(name, words)})" if len(weightings) > 1 else ""
        cutoffs = "\n".join(
            words("measures.cutoff_score", cutoff=cutoff, score=score, highest=of["highest_score"])
            for cutoff, score in of["poor_from"].items()
        )
        yield words("measures.cutoffs") + which, cutoffs
        for band, (start, end) in of["bands"].items():
            limits = words("measures.band_open", start=start) if end is None else f"{start}–{end - 1}"
            yield words("measures.band", name=band) + which, limits
    for key in ("destitution", "achievements"):
        if done[key]:
            yield fact(key, "\n".join(_further(name, of, words) for name, of in done[key].items()))
    policy = done["missing_policy"]
    yield fact("missing_policy", words(f"measures.missing_{policy}"))
    yield fact("weight", done["weight"] or none)
    yield fact("subpopulation", done["subpopulation"] or none)
    if "design" in done:
        design = done["design"]
        yield from (fact(key, design[key] or none) for key in ("strata", "cluster", "fpc"))
        yield fact("lonely", words(f"measures.lonely_{design['lonely']}"))
        yield fact("n_strata", words.number(design["n_strata"]))
        yield fact("n_clusters", words.number(design["n_clusters"]))
        if "clusters_in_several_rounds" in done:
            yield fact("shared_clusters", words.number(done["clusters_in_several_rounds"]))
        level = Decimal(str(done["confidence"])) * 100
        decimals = max(0, -int(level.normalize().as_tuple().exponent))
        yield fact("confidence", words.percent(Fraction(level) / 100, decimals))


def _further(indicator: str, of: str | Mapping[str, Any], words: Words) -> str:
    """The column of an indicator's more extreme deprivation, or its achievement and line."""
    if isinstance(of, str):
        return f"{indicator}: {of}"
    written = Decimal(str(round(of["line"], 6))).normalize()
    line = words.decimal(written, max(0, -int(written.as_tuple().exponent)))
    return words("measures.achievement", indicator=indicator, column=of["column"], line=line)


def _weighting(name: str, words: Words) -> str:
    return name or words("measures.weighting_given")


def _heading(column: str, names: Mapping[str, str], words: Words) -> str:
    """A column in words: a key, or a measure and what it is of."""
    for key in (f"measures.{kind}_{column.lower()}" for kind in ("column", "measure", "part")):
        if words.has(key):
            return words(key)
    # `M0_share` is a measure, `hd_toilet` one of an indicator: the longest name that fits.
    for cut in sorted((i for i, sign in enumerate(column) if sign == "_"), reverse=True):
        measure, of = column[:cut], column[cut + 1 :]
        if words.has(f"measures.measure_{measure.lower()}"):
            return f"{words(f'measures.measure_{measure.lower()}')}: {_name(of, names, words)}"
    return column


def _name(code: str, names: Mapping[str, str], words: Words) -> str:
    if code.startswith(DIMENSION):
        of = code.removeprefix(DIMENSION)
        return words("measures.of_dimension", dimension=names.get(of, of))
    if code not in names and words.has(f"measures.effect_{code}"):
        return words(f"measures.effect_{code}")
    return names.get(code, code)


def _table(
    sheet: Worksheet, title: str, frame: pd.DataFrame, headings: Sequence[str], looks: Mapping[str, Any]
) -> None:
    """The title, a row of headings, a row of names in code, the rows."""
    sheet.write_string(0, 0, title, looks["title"])
    top = 2
    for column, (name, heading) in enumerate(zip(frame.columns, headings, strict=True)):
        sheet.write_string(top, column, heading, looks["head"])
        sheet.write_string(top + 1, column, str(name), looks["code"])
        longest = len(str(name))
        for row, value in enumerate(frame[name].tolist(), top + 2):
            whole = name in SUMS and isinstance(value, float) and value.is_integer()
            longest = max(longest, _cell(sheet, row, column, int(value) if whole else value, looks))
        sheet.set_column(column, column, min(max(longest + 3, 11), WIDEST))
    width = [min(max(len(str(name)) + 3, 11), WIDEST) for name in frame.columns]
    lines = max((-(-len(heading) // (w - 1)) for heading, w in zip(headings, width, strict=True)), default=1)
    sheet.set_row(top, LINE * (lines + 1))
    sheet.freeze_panes(top + 2, 2)
    sheet.repeat_rows(top, top + 1)
    # the keys a table begins with say whose row it is: they are printed on every page
    keys = len(list(takewhile(KEYS.__contains__, frame.columns)))
    sheet.repeat_columns(0, min(keys, _PRINTED) - 1)
    _page(sheet, top + 1 + len(frame), len(frame.columns))
    if len(frame):
        sheet.autofilter(top + 1, 0, top + 1 + len(frame), len(frame.columns) - 1)


def _cell(sheet: Worksheet, row: int, column: int, value: Any, looks: Mapping[str, Any]) -> int:
    """Write one value by its own kind; returns how many characters it takes."""
    if value is None or pd.isna(value):
        sheet.write_blank(row, column, None, looks["text"])
        return 0
    if isinstance(value, Integral) and not isinstance(value, bool):
        sheet.write_number(row, column, int(value), looks["whole"])
        return len(f"{int(value):,}")
    if isinstance(value, Real) and not isinstance(value, Rational):
        sheet.write_number(row, column, float(value), looks["measure"])
        return 8
    text = str(value)
    sheet.write_string(row, column, text, looks["text"])
    return len(text)


def _page(sheet: Worksheet, last: int, columns: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    # A wide table would print too small on one page's width.
    sheet.fit_to_pages(1 if columns <= 20 else -(-columns // 14), 0)
    sheet.print_area(0, 0, last, columns - 1)

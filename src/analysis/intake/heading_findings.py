"""What there is to say about a header: columns nobody knows, near to known ones, or with one meaning."""

from __future__ import annotations

from analysis.findings import Finding
from analysis.intake.cells import letters
from analysis.intake.heading_names import nearest_headings
from analysis.intake.headings import Header, Heading
from analysis.intake.layouts import Layout
from analysis.intake.rules.book import Rule
from analysis.intake.rules.file import HEADING_UNKNOWN
from analysis.intake.rules.names import HEADING_NEAR, HEADING_TWICE, HEADING_UNCLEAR


def heading_findings(header: Header, layout: Layout, file: str, sheet: str) -> list[Finding]:
    """Findings about the columns of a header, whether its sheet is used or lacks a heading.

    An unknown heading comes with the nearest of the form's whose columns the sheet has not.
    """
    taken = header.headings.keys() | header.unclear.keys()

    def at(rule: Rule, column: int, text: str, **values: object) -> Finding:
        row = header.bottom + 1
        return rule.finding(file, sheet=sheet, row=row, cell=f"{letters(column)}{row}", column=text, **values)

    found = []
    for column, text in header.unknown.items():
        near = nearest_headings(text, layout, taken)
        found.append(
            at(HEADING_NEAR, column, text, nearest="; ".join(near))
            if near
            else at(HEADING_UNKNOWN, column, text)
        )
    for name, others in header.twice.items():
        used = header.headings[name]
        for other in others:
            values = {"heading": layout.title_of(other.form), "used": letters(used.column)}
            found.append(at(HEADING_TWICE, other.column, other.text, **values))
    for same in header.unclear.values():
        values = {"heading": layout.title_of(same[0].form), "columns": _columns(same)}
        found += [at(HEADING_UNCLEAR, heading.column, heading.text, **values) for heading in same[:1]]
    return found


def _columns(headings: tuple[Heading, ...]) -> str:
    return ", ".join(letters(heading.column) for heading in headings)

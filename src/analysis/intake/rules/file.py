"""What is noticed of a file and its sheets as a whole."""

from __future__ import annotations

from analysis.intake.rules.book import noticed

UNREADABLE = {
    reason: noticed(code, level="file", severity="error", source="readable spreadsheet", says=says)
    for reason, code, says in (
        ("empty", "FILE-EMPTY", "A file holds something."),
        ("password", "FILE-PASSWORD", "A file opens without a password."),
        ("web_page", "FILE-WEB-PAGE", "A file is a spreadsheet, not a web page with its name."),
        ("damaged", "FILE-DAMAGED", "A file is a whole spreadsheet."),
    )
}

SKIPPED = noticed(
    "FILE-SKIPPED",
    level="file",
    severity="info",
    source="readable spreadsheet",
    says="Lock files, hidden files and files that are no spreadsheet are not read.",
)

GONE = noticed(
    "FILE-GONE",
    level="file",
    severity="error",
    source="readable spreadsheet",
    says="A file is where its folder says, and may be read.",
)

REPORT_FOLDER = noticed(
    "FOLDER-REPORT",
    level="file",
    severity="info",
    source="reports are no inputs",
    says="The folder of a report made earlier is not read.",
)

UNKNOWN = noticed(
    "FILE-UNKNOWN",
    level="file",
    severity="error",
    source="layouts",
    says="At least one sheet bears the title or the headings of a known form.",
)

SHEET_UNKNOWN = noticed(
    "SHEET-UNKNOWN",
    level="file",
    severity="warning",
    source="layouts",
    says="Every sheet with content is a known form.",
)

HEADING_MISSING = noticed(
    "HEADING-MISSING",
    level="file",
    severity="error",
    source="layouts",
    says="A form has all the headings it must have.",
)

HEADING_UNKNOWN = noticed(
    "HEADING-UNKNOWN",
    level="file",
    severity="info",
    source="layouts",
    says="A column whose heading the form does not have is not used.",
)

TWICE = noticed(
    "FILE-TWICE",
    level="file",
    severity="warning",
    source="each paper counts once",
    says="The same file is read once, under the name that comes first.",
)

LATER = noticed(
    "FILE-LATER",
    level="file",
    severity="info",
    source="periods",
    says="Nothing dated after the report's date is used.",
)

UNREADABLE |= {
    reason: noticed(code, level="file", severity="error", source="readable spreadsheet", says=says)
    for reason, code, says in (
        (
            "too_large",
            "FILE-TOO-LARGE",
            "The cells of a file, down to its last one, are no more than a list needs.",
        ),
        ("encoding", "FILE-ENCODING", "The letters of a text file can be told with certainty."),
        ("other_kind", "FILE-OTHER-KIND", "A file is a spreadsheet, not another document with its name."),
    )
}

SHEET_HIDDEN = noticed(
    "SHEET-HIDDEN",
    level="file",
    severity="info",
    source="readable spreadsheet",
    says="Hidden sheets are read like the others.",
)

ROWS_HIDDEN = noticed(
    "ROWS-HIDDEN",
    level="file",
    severity="info",
    source="readable spreadsheet",
    says="Hidden and filtered rows are read like the others.",
)

COLUMNS_HIDDEN = noticed(
    "COLUMNS-HIDDEN",
    level="file",
    severity="info",
    source="readable spreadsheet",
    says="Hidden columns are read like the others.",
)

MACROS = noticed(
    "FILE-MACROS",
    level="file",
    severity="info",
    source="readable spreadsheet",
    says="Macros are never run; the cells are read as they stand.",
)

LINKS = noticed(
    "FILE-LINKS",
    level="file",
    severity="info",
    source="readable spreadsheet",
    says="Links to other files are never followed; the values last saved are read.",
)

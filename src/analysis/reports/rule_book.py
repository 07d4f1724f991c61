"""The rule book as a page of the documents: one row per rule, made from the rules and their words.

`make docs` writes it; `python -m analysis.reports.rule_book` prints it.
"""

from __future__ import annotations

import re
from typing import get_args

from analysis.intake.rules.book import BOOK, Level, Rule
from analysis.wording import LANGUAGES, load_words

_HEAD = """# The rule book

Made from the rules themselves by `make docs`; a test compares. Don't edit it by hand.

Every spreadsheet that comes in is asked these questions. An **error** keeps the smallest possible thing
out: at level cell a value, at row, household and budget a row, at unit a sheet or the line of a form, at
file a file or a sheet; at set there is nothing to keep out. A **warning** and an **info** keep it in and
say so. Braces stand for the facts of a finding; `{fate}` says whether the value or row is used. A finding
never shows a name, an identity number or a household code.

A programme gives a rule another severity in `decisions/rule_severities.yaml` of its folder, and the
report says so:

```yaml
- {code: MEMBERS-MANY, severity: error, who: …, when: 2023-10-02, why: …}
```

An **error, always** can't be made less, since what it keeps out can't be kept in: it lacks what every
table needs, or would count twice. A rule that is *noticed* while reading, and one that says what other
papers lack, keeps out nothing more as an error than as a warning.

`standard.…` and `review_calendar` are the dated law in `src/analysis/law`, `programme.…` the entry of
`programme.yaml`, `layouts` the forms in `src/analysis/intake/layouts`; *logic* needs no law.
"""

_COLUMNS = (
    "Code",
    "Level",
    "Severity",
    "Asks",
    "Says (vi)",
    "Says (en)",
    "To do (vi)",
    "To do (en)",
    "Source",
)


def rule_book_page() -> str:
    """The page: a head and one table, by level and then in the order the rules are asked."""
    levels = get_args(Level)
    rules = sorted(BOOK.values(), key=lambda rule: levels.index(rule.level))
    rows = [_COLUMNS, ["---"] * len(_COLUMNS), *map(_row, rules)]
    return _HEAD + "\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(rule: Rule) -> list[str]:
    always = rule.severity == "error" and not rule.keepable
    severity = f"{rule.severity}, always" if always else rule.severity
    asks = re.sub(r"\s+", " ", rule.says).strip()
    said = [
        load_words(language).catalogue[f"findings.{rule.code}.{part}"]
        for part in ("message", "hint")
        for language in LANGUAGES
    ]
    return [f"`{rule.code}`", rule.level, severity, asks, *said, rule.source]


if __name__ == "__main__":
    print(rule_book_page(), end="")

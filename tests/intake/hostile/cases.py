"""All cases, group by group."""

from . import (
    cases_bytes,
    cases_formats,
    cases_households,
    cases_money,
    cases_rows,
    cases_structure,
    cases_text,
    cases_values,
)

GROUPS = {
    "text": cases_text.CASES,
    "values": cases_values.CASES,
    "money": cases_money.CASES,
    "structure": cases_structure.CASES,
    "rows": cases_rows.CASES,
    "households": cases_households.CASES,
    "formats": cases_formats.CASES,
    "bytes": cases_bytes.CASES,
}

CASES = [case for group in GROUPS.values() for case in group]

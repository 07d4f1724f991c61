"""All papers of a period together: what is owed and has not come, what stands on older figures."""

from __future__ import annotations

from analysis.intake.rules.book import noticed

OTHER_SOURCE = noticed(
    "TOTALS-OTHER-SOURCE",
    level="set",
    severity="info",
    source="programme.totals_source",
    says="The programme's preferred source gives every unit's residents.",
)

MISSING = {
    kind: noticed(code, level="set", severity="warning", source=source, says=says)
    for kind, code, source, says in (
        ("household_list", "MISSING-LIST", "programme.rounds", "Every unit's list of the round has come."),
        (
            "movement_return",
            "MISSING-RETURN",
            "review_calendar.return_due",
            "Every monthly return that is due has come.",
        ),
        (
            "resident_totals",
            "MISSING-TOTALS",
            "programme.totals_source",
            "Every unit's residents of the round are known.",
        ),
        (
            "disbursement_report",
            "MISSING-DISBURSEMENT",
            "programme.offices",
            "Every lead office's report of the period has come.",
        ),
    )
}

NO_LIST = noticed(
    "UNIT-NO-LIST",
    level="set",
    severity="error",
    keepable=True,
    source="programme.units",
    says="Every unit has sent a list or a summary form at least once.",
)

NO_TOTALS = noticed(
    "UNIT-NO-TOTALS",
    level="set",
    severity="error",
    keepable=True,
    source="programme.units",
    says="Every unit's residents are known for the round; without them there is no rate.",
)

LATER_ROWS = noticed(
    "ROWS-LATER",
    level="set",
    severity="info",
    source="periods",
    says="Rows dated after the report's date are not used.",
)

FORM_CARRIED = noticed(
    "FORM-CARRIED",
    level="set",
    severity="warning",
    source="list on a date",
    says="Movements can't be applied to a unit known only by a summary form.",
)

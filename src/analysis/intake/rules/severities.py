"""Rules a programme gives another severity, as its `decisions/rule_severities.yaml` says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from analysis.decisions import FOLDER as DECISIONS
from analysis.findings import Finding
from analysis.intake.rules.book import BOOK
from analysis.programme import Programme, ProgrammeError

FILE = "rule_severities.yaml"


def check_switches(programme: Programme) -> None:
    """Raises ProgrammeError where a switch can't be followed, with all that can't.

    That is: of a code the book does not have, of one rule twice, or to less than an error where
    what the rule keeps out can't be kept in.
    """
    switches = programme.decisions.rule_severities
    times = Counter(switch.code for switch in switches)
    problems = []
    for place, switch in enumerate(switches):
        rule = BOOK.get(switch.code)
        if rule is None:
            kind = "unknown_rule"
        elif times[switch.code] > 1:
            kind = "rule_twice"
        elif rule.severity == "error" and switch.severity != "error" and not rule.keepable:
            kind = "rule_not_keepable"
        else:
            continue
        problems.append((f"{FILE}.{place}", kind, switch.code))
    if problems:
        raise ProgrammeError(programme.folder / DECISIONS / FILE, problems)


def as_switched(findings: Iterable[Finding], programme: Programme) -> list[Finding]:
    """The findings with the severities their rules have in the programme."""
    now = {switch.code: switch.severity for switch in programme.decisions.rule_severities}
    return [replace(f, severity=now[f.code]) if f.code in now else f for f in findings]


def switched_rules(programme: Programme) -> pd.DataFrame:
    """The rules that have another severity in the programme: one row each.

    Columns: `code`, `was`, `now`, `who`, `when` (the day it was decided), `why`.
    """
    rows = [
        {
            "code": switch.code,
            "was": BOOK[switch.code].severity,
            "now": switch.severity,
            "who": switch.who,
            "when": switch.when,
            "why": switch.why,
        }
        for switch in programme.decisions.rule_severities
    ]
    frame = pd.DataFrame(rows, columns=["code", "was", "now", "who", "when", "why"])
    return frame.astype({"when": "datetime64[us]"})

"""A district whose figures agree; then each identity broken once and found at its place."""

import dataclasses
import datetime as dt
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.identities import IDENTITIES, check_identities, lists, money
from analysis.identities.evidence import evidence_of
from analysis.programme import Programme
from analysis.tables import (
    COUNTS,
    DISBURSEMENTS,
    EXITS,
    HOUSEHOLDS,
    LIST_BASIS,
    MOVEMENTS,
    PLAN,
    SUMMARIES,
    TOTALS,
    conform,
    empty,
)

A, B = "90001", "90002"
BASELINE, CURRENT = "2022-12-31", "2023-12-14"
LIST_DAY = pd.Timestamp("2023-12-08")
SOURCE = {"source_file": "a.xlsx", "source_sheet": "1", "source_row": 9}
TEXT = {"vi": "-", "en": "-"}

PROGRAMME = Programme.model_validate(
    {
        "id": "test",
        "name": TEXT,
        "year": 2023,
        "reference": "-",
        "district": {"code": "1", "name": "-", "province_code": "1", "province": "-"},
        "border_source": TEXT,
        "units": [{"code": code, "name": code, "area": "rural", "border": False} for code in (A, B)],
        "target": {"reduction_points": {"from": "0.15", "to": "0.20"}, "reference": "-"},
        "rounds": [
            {
                "id": "baseline",
                "date": BASELINE,
                "window": {"from": "2022-12-01", "to": "2023-01-31"},
                "status": "official",
                "name": TEXT,
            }
        ],
        "periods": [
            {"id": "official", "before": "2023-12-15", "status": "official", "expects": None, "name": TEXT}
        ],
        "offices": [{"id": "o", "name": "-", "short": "-"}],
        "sources": [{"id": source, "name": TEXT} for source in ("central", "province", "district")],
        "kinds": [{"id": "recurrent", "name": TEXT}],
        "counterpart": {"source": "district", "of": "central", "percent": "5", "reference": "-"},
        "projects": [
            {"id": "P1", "number": "1", "national": "1", "kind": "recurrent", "lead": "o", "name": "-"}
        ],
        "plan_totals": {"central": 1000, "province": 200, "district": 50, "total": 1250},
        "totals_source": {"prefer": "-", "note": TEXT},
        "newly_escaped": {"months": 36, "reference": "-"},
        "priority_groups": [],
    }
)


def table(schema, rows):
    return conform(schema, pd.DataFrame([{**SOURCE, **row} for row in rows]))


def household(id_, unit, round_, class_, members, **more):
    row = {
        "household_id": id_,
        "unit_code": unit,
        "unit_name": unit,
        "area": "rural",
        "round": round_,
        "list_date": pd.Timestamp(BASELINE) if round_ == BASELINE else LIST_DAY,
        "list_status": "official",
        "members": members,
        "poverty_class_recorded": class_,
    }
    return {**row, **more}


def exit_(id_, before, after, reason, members):
    return {
        "household_id": id_,
        "unit_code": A,
        "members": members,
        "class_before": before,
        "class_after": after,
        "reason": reason,
        "decision_date": pd.Timestamp("2023-11-01"),
        "list_date": LIST_DAY,
    }


# Unit A: poor a1 (4 persons) eases, a2 (3) escapes, a3 (2) stays with 1 member more; near-poor a4 (5)
# sinks into poverty; a5 (2) is new near-poor. Unit B: b1 stays.
HOUSEHOLDS_OF_BOTH = [
    household("a1", A, BASELINE, "poor", 4),
    household("a2", A, BASELINE, "poor", 3),
    household("a3", A, BASELINE, "poor", 2),
    household("a4", A, BASELINE, "near_poor", 5),
    household("b1", B, BASELINE, "poor", 1),
    household("a1", A, CURRENT, "near_poor", 4, entry_reason="exit_poverty"),
    household("a3", A, CURRENT, "poor", 3),
    household("a4", A, CURRENT, "poor", 5, entry_reason="became_poor"),
    household("a5", A, CURRENT, "near_poor", 2, entry_reason="new"),
    household("b1", B, CURRENT, "poor", 1),
]

# What unit A itself typed. Poor: 3 - 1 - 1 + 1 = 2; near-poor: 1 - 1 + 1 + 1 = 2.
# Persons, poor: 9 - 4 - 3 + 5 = 7, though a3's new member makes them 8: the form has no column for it.
OWN_FORMS = {
    ("7.1", "households"): {"total": 100, "poor": 2, "near_poor": 2},
    ("7.1", "persons"): {"total": 400, "poor": 8, "near_poor": 6},
    ("7.2", "households"): {
        "opening": 3,
        "to_near_poor": 1,
        "out_of_both": 1,
        "other_decrease": 0,
        "from_near_poor": 1,
        "closing": 2,
    },
    ("7.2", "persons"): {
        "opening": 9,
        "to_near_poor": 4,
        "out_of_both": 3,
        "from_near_poor": 5,
        "closing": 8,
    },
    ("7.3", "households"): {"opening": 1, "to_poor": 1, "from_poor": 1, "new": 1, "closing": 2},
    ("7.3", "persons"): {"opening": 5, "to_poor": 5, "from_poor": 4, "new": 2, "closing": 6},
}


def summaries(forms=OWN_FORMS, list_date=LIST_DAY):
    return table(
        SUMMARIES,
        [
            {
                "form": form,
                "account": account,
                "item": item,
                "value": value,
                "unit_code": A,
                "list_date": list_date,
            }
            for (form, account), items in forms.items()
            for item, value in items.items()
        ],
    )


def own_form(form, account, **items):
    """The unit's own forms with these items typed otherwise."""
    return summaries({**OWN_FORMS, (form, account): {**OWN_FORMS[form, account], **items}})


def plan(central=1000, province=200, district=50):
    amounts = {"central": central, "province": province, "district": district}
    line = {"project": "P1", "kind": "recurrent", "office": "o"}
    return table(PLAN, [{**line, "source": source, "plan": value} for source, value in amounts.items()])


def disbursements(allocated=800, disbursed=300, carried_over=0):
    money = {"allocated": allocated, "disbursed": disbursed, "carried_over": carried_over}
    line = {"project": "P1", "kind": "recurrent", "office": "o", "source": "central"}
    return table(DISBURSEMENTS, [{**line, "date": pd.Timestamp("2023-12-10"), **money}])


def totals(households=100, persons=400):
    return table(
        TOTALS,
        [
            {
                "unit_code": unit,
                "round": round_,
                "date": LIST_DAY if round_ == CURRENT else pd.Timestamp(round_),
                "total_households": households,
                "total_persons": persons,
            }
            for unit in (A, B)
            for round_ in (BASELINE, CURRENT)
        ],
    )


def basis(**changes):
    rows = [
        {
            "unit_code": unit,
            "basis": "full_list",
            "list_date": LIST_DAY,
            "list_status": "official",
            "movements_applied": 0,
            "reported": True,
            "baseline": True,
        }
        for unit in (A, B)
    ]
    return conform(LIST_BASIS, pd.DataFrame([{**rows[0], **changes}, rows[1]]))


def inputs(**changes):
    sound = {
        "programme": PROGRAMME,
        "period": PROGRAMME.periods[0],
        "households": table(HOUSEHOLDS, HOUSEHOLDS_OF_BOTH),
        "movements": empty(MOVEMENTS),
        "exits": table(EXITS, [exit_("a2", "poor", "none", "exit_poverty", 3)]),
        "counts": empty(COUNTS),
        "summaries": summaries(),
        "totals": totals(),
        "list_basis": basis(),
        "plan": plan(),
        "disbursements": disbursements(),
    }
    return SimpleNamespace(**{**sound, **changes})


def broken(given):
    """(identity, unit, item, left, right, difference, severity) of what does not hold."""
    rows = check_identities(given)
    columns = ["identity", "unit", "item", "left", "right", "difference", "severity"]
    return [tuple(row) for row in rows[~rows.holds][columns].values.tolist()]


# The member a3 gained: in the unit's own form 7.2 it has no column.
GROWN = ("OWN-BALANCE", A, "7.2.persons.closing", 7, 8, -1, "warning")


def test_every_identity_is_checked_and_only_the_member_without_a_column_is_warned_of():
    rows = check_identities(inputs())
    assert set(rows.identity) == {identity.code for identity in IDENTITIES}
    assert broken(inputs()) == [GROWN]


def test_codes_of_identities_are_different():
    assert len({identity.code for identity in IDENTITIES}) == len(IDENTITIES)


@pytest.mark.parametrize("plan_rows", [plan(), empty(PLAN)])
def test_report_to_which_nothing_but_a_plan_or_not_even_that_came_breaks_no_identity(plan_rows):
    nothing = inputs(
        plan=plan_rows,
        households=empty(HOUSEHOLDS),
        exits=empty(EXITS),
        summaries=empty(SUMMARIES),
        totals=empty(TOTALS),
        list_basis=empty(LIST_BASIS),
        disbursements=empty(DISBURSEMENTS),
    )
    assert broken(nothing) == []


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        (
            # one household forgotten among the exits: 3 - 1 - 0 + 1 = 3, not 2
            own_form("7.2", "households", out_of_both=0),
            [
                ("OWN-BALANCE", A, "7.2.households.closing", 3, 2, 1, "error"),
                ("OWN-LIST", A, "7.2.households.out_of_both", 0, 1, -1, "error"),
            ],
        ),
        (
            # 7.3 says two came from the poor, and balances it away: 1 - 1 + 2 + 0 = 2
            own_form("7.3", "households", from_poor=2, new=0),
            [
                ("OWN-CROSS", A, "households: 7.2.to_near_poor = 7.3.from_poor", 1, 2, -1, "error"),
                ("OWN-LIST", A, "7.3.households.from_poor", 2, 1, 1, "error"),
                ("OWN-LIST", A, "7.3.households.new", 0, 1, -1, "error"),
            ],
        ),
        (
            own_form("7.1", "households", near_poor=5),
            [
                ("OWN-CROSS", A, "households: 7.3.closing = 7.1.near_poor", 2, 5, -3, "error"),
                ("OWN-LIST", A, "7.1.households.near_poor", 5, 2, 3, "error"),
            ],
        ),
        (
            own_form("7.1", "persons", near_poor=7),
            [
                ("OWN-CROSS", A, "persons: 7.3.closing = 7.1.near_poor", 6, 7, -1, "warning"),
                ("OWN-LIST", A, "7.1.persons.near_poor", 7, 6, 1, "warning"),
            ],
        ),
        (
            own_form("7.1", "households", total=101),
            [("OWN-RESIDENTS", A, "7.1.households.total", 101, 100, 1, "warning")],
        ),
    ],
)
def test_own_form_that_does_not_reconcile_names_unit_item_and_difference(forms, expected):
    found = [row for row in broken(inputs(summaries=forms)) if row != GROWN]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(
    "changes",
    [
        {"list_date": pd.Timestamp("2023-10-15")},
        {"movements_applied": 1, "basis": "list_and_movements"},
        {"basis": "carried_forward"},
    ],
)
def test_own_form_is_not_compared_with_a_list_of_another_day(changes):
    given = inputs(summaries=own_form("7.1", "households", poor=9), list_basis=basis(**changes))
    assert {row[0] for row in broken(given)} == {"OWN-CROSS", "OWN-BALANCE"}


def test_only_the_last_form_of_a_unit_is_checked():
    older = summaries({("7.2", "households"): {"opening": 9, "closing": 1}}, pd.Timestamp("2023-10-15"))
    assert broken(inputs(summaries=pd.concat([older, summaries()]))) == [GROWN]


def test_household_that_left_without_a_paper_is_a_warning():
    # unit A: a2 is gone and no paper says why
    assert ("MOVEMENT-REASON", A, "left", 1, 0, 1, "warning") in broken(inputs(exits=empty(EXITS)))


def test_unit_that_sent_only_a_summary_form_counts_but_is_not_followed():
    counts = conform(
        COUNTS,
        pd.DataFrame(
            [
                {
                    "unit_code": B,
                    "round": CURRENT,
                    "measure": measure,
                    "households": number,
                    "persons": number,
                }
                for measure, number in (("poor", 1), ("near_poor", 0))
            ]
        ),
    )
    given = inputs(
        households=table(HOUSEHOLDS, HOUSEHOLDS_OF_BOTH[:-1]), counts=counts, summaries=empty(SUMMARIES)
    )
    rows = check_identities(given)
    assert rows.holds.all()
    assert not rows[(rows.identity == "FORM-BALANCE")].unit.eq(B).any()
    district = rows[
        (rows.identity == "UNITS-SUM") & (rows["item"] == f"{CURRENT}.multidimensional.households")
    ]
    # A lists 4, B's form says 1
    assert district.right.item() == 5


def test_more_poor_households_than_residents_are_an_error_of_that_unit_and_round():
    # unit A: 4 households listed in both rounds, 14 persons before and 4 + 3 + 5 + 2 = 14 after
    found = broken(inputs(totals=totals(households=3), summaries=empty(SUMMARIES)))
    assert found == [
        ("WITHIN-TOTALS", A, f"{BASELINE}.households", 4, 3, 1, "error"),
        ("WITHIN-TOTALS", A, f"{CURRENT}.households", 4, 3, 1, "error"),
    ]


def test_contradiction_in_the_only_unit_leaves_no_rate_and_is_still_told():
    only_a = inputs(
        households=table(HOUSEHOLDS, [row for row in HOUSEHOLDS_OF_BOTH if row["unit_code"] == A]),
        list_basis=basis().head(1),
        totals=totals(households=3).query("unit_code == @A"),
        summaries=empty(SUMMARIES),
    )
    assert [row[:2] for row in broken(only_a)] == [("WITHIN-TOTALS", A)] * 2


def test_as_many_poor_as_residents_is_no_contradiction():
    assert broken(inputs(totals=totals(households=4, persons=14), summaries=empty(SUMMARIES))) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            # 5 % of 1,000 is 50; the district's sum and the total are off by one too
            {"plan": plan(district=51)},
            [
                ("PLAN-TOTAL", "district", "district", 51, 50, 1, "error"),
                ("PLAN-TOTAL", "district", "total", 1251, 1250, 1, "error"),
                ("COUNTERPART", "P1", "district", 51, 50, 1, "error"),
            ],
        ),
        (
            {"disbursements": disbursements(allocated=299, disbursed=300)},
            [("DISBURSED-ALLOCATED", "P1", "central", 300, 299, 1, "error")],
        ),
        ({"disbursements": disbursements(allocated=300, disbursed=300)}, []),
        (
            {"disbursements": disbursements(allocated=1101, carried_over=100)},
            [("ALLOCATED-PLAN", "P1", "central", 1101, 1100, 1, "error")],
        ),
        ({"disbursements": disbursements(allocated=1100, carried_over=100)}, []),
    ],
)
def test_money_beyond_its_limits_is_found_to_the_dong(changes, expected):
    assert broken(inputs(**changes, summaries=empty(SUMMARIES))) == expected


def _evidence(**changes):
    return dataclasses.replace(evidence_of(inputs()), **changes)


def rows_of(code, evidence):
    identity = next(identity for identity in IDENTITIES if identity.code == code)
    rows = identity.check(evidence)
    return rows[~rows.holds][["unit", "item", "left", "right", "difference"]].values.tolist()


def test_form_that_opens_with_another_stock_than_the_list_is_found():
    stocks = _evidence().stocks
    was_poor = (stocks.unit_code == A) & (stocks["round"] == BASELINE) & (stocks.measure == "poor")
    more = stocks.assign(households=stocks.households + was_poor.astype("Int64"))
    assert rows_of("FORM-STOCK", _evidence(stocks=more)) == [[A, "7.2.households.opening", 3, 4, -1]]


def _with_item(form, account, item, change):
    forms = _evidence().forms
    cell = (
        (forms.form == form) & (forms.unit_code == A) & (forms.account == account) & (forms["item"] == item)
    )
    return _evidence(forms=forms.assign(value=forms.value + change * cell.astype("Int64")))


def test_form_that_does_not_close_is_found():
    # opening 9 persons - 4 - 3 + 5 + 1 of size = 8; 2 more out of both: 6
    assert rows_of("FORM-BALANCE", _with_item("7.2", "persons", "out_of_both", 2)) == [
        [A, "7.2.persons.closing", 6, 8, -2]
    ]


def test_households_that_leave_one_form_and_do_not_enter_the_other_are_found():
    assert rows_of("FORM-CROSS", _with_item("7.3", "households", "to_poor", 1)) == [
        [A, "households: 7.2.from_near_poor = 7.3.to_poor", 1, 2, -1]
    ]


def test_district_or_classes_that_are_not_the_sum_of_their_parts_are_found(monkeypatch):
    # The measures add up by construction: only a fault in them can break these two.
    rates = lists.poverty_rates

    def faulty(stocks, totals, by=None):
        result = rates(stocks, totals, by)
        wrong = (result.measure == "multidimensional") & (result["round"] == CURRENT)
        return result.assign(households=result.households + (wrong & (by is None)).astype("Int64"))

    monkeypatch.setattr(lists, "poverty_rates", faulty)
    assert rows_of("UNITS-SUM", _evidence()) == [
        ["district", f"{CURRENT}.multidimensional.households", 5, 6, -1]
    ]

    def faulty_in_units(stocks, totals, by=None):
        result = rates(stocks, totals, by)
        wrong = (result.measure == "multidimensional") & (result["round"] == CURRENT)
        return result.assign(persons=result.persons + (wrong & (by is not None)).astype("Int64"))

    monkeypatch.setattr(lists, "poverty_rates", faulty_in_units)
    # A: 8 + 6 = 14 persons, B: 1
    assert rows_of("CLASSES-SUM", _evidence()) == [
        [A, f"{CURRENT}.persons", 14, 15, -1],
        [B, f"{CURRENT}.persons", 1, 2, -1],
    ]


def test_sources_that_do_not_add_up_to_their_project_are_found(monkeypatch):
    execution = money.budget_execution

    def faulty(plan, disbursements, *, on, by):
        result = execution(plan, disbursements, on=on, by=by)
        return result.assign(plan=result.plan + 7) if by == ["project"] else result

    monkeypatch.setattr(money, "budget_execution", faulty)
    assert rows_of("SOURCES-SUM", _evidence()) == [["P1", "plan", 1250, 1257, -7]]


def test_period_decides_the_two_rounds():
    evidence = _evidence()
    assert (evidence.since, evidence.until) == (dt.date(2022, 12, 31), dt.date(2023, 12, 14))

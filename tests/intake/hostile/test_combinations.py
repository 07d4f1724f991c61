"""Several messes at once: the same values still come out, and a faulty cell is found where it went."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from .bases import KINDS
from .book import clean
from .case import Case, Found, Same
from .cases import CASES
from .received import receive

ORDER = (
    # rows first, while their figures are still numbers
    "members", "groups", "sums", "total", "again", "numbers", "below",
    # then the cells
    "units", "codes", "years", "dates", "marks", "noes", "counts", "rates", "money", "formulas",
    # then the fault, if there is one, and what stands around the table
    "fault",
    "title", "corner", "gap", "above", "levels", "columns", "headings", "case", "letters",
    # and last how it is drawn and written
    "top", "left", "merged", "look", "sheets", "sheet", "file",
)  # fmt: skip
"""The slots in the order in which their messes are made."""

DRAWN_ALIKE = ("dates", "marks", "noes", "formulas")
"""Slots whose cells come out otherwise in a format that keeps only what is shown."""

CHANGES_FAULTS = ("members", "groups", "total", "sums", "money", "noes", "file")
"""Slots whose messes would give a faulty cell another meaning, or a second finding: of a wrong sum."""

FAULTS = [case for case in CASES if isinstance(case.expected, Found) and not case.expected.instead]


def compatible(kind: str, *but: str) -> dict[str, list[Case]]:
    """By slot the messes of a kind that leave its values as they are."""
    slots: dict[str, list[Case]] = {}
    for case in CASES:
        if case.slot and case.slot not in but and kind in case.kinds and case.expected == Same():
            slots.setdefault(case.slot, []).append(case)
    assert slots.keys() <= set(ORDER)
    return slots


@st.composite
def messes(draw: st.DrawFn, kind: str, *but: str) -> list[Case]:
    """Two to seven messes of different slots, in their order."""
    slots = compatible(kind, *but)
    chosen = draw(st.lists(st.sampled_from(sorted(slots)), min_size=2, max_size=7, unique=True))
    if "file" in chosen:
        chosen = [slot for slot in chosen if slot not in DRAWN_ALIKE]
    return [draw(st.sampled_from(slots[slot])) for slot in sorted(chosen, key=ORDER.index)]


@st.composite
def messy_papers(draw: st.DrawFn) -> tuple[str, list[Case]]:
    kind = draw(st.sampled_from(KINDS))
    return kind, draw(messes(kind))


@st.composite
def faulty_papers(draw: st.DrawFn) -> tuple[str, list[Case], Case]:
    fault = draw(st.sampled_from(FAULTS))
    kind = draw(st.sampled_from(fault.kinds))
    return kind, draw(messes(kind, *CHANGES_FAULTS)), fault


def send_in(kind: str, cases: list[Case]):
    """The paper of a kind with the messes of these cases, as it was read."""
    book = clean(kind)
    for case in sorted(cases, key=lambda case: ORDER.index(case.slot or "fault")):
        case.mess(book)
    with tempfile.TemporaryDirectory() as folder:
        return receive([book], Path(folder))[0]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(messy_papers())
def test_messes_together_leave_the_values_as_they_are(paper):
    kind, cases = paper
    Same().check(send_in(kind, cases), kind)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(faulty_papers())
def test_a_faulty_cell_of_a_messy_paper_is_found_where_it_went(paper):
    kind, cases, fault = paper
    fault.expected.check(send_in(kind, [*cases, fault]), kind)

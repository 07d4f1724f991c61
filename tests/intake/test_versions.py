"""Of several versions of a paper one counts, and what it changes is told."""

from analysis.findings import findings_frame
from analysis.intake.reading import combine
from analysis.intake.received import read_documents

from .forms import household, household_list


def read(folder, corrects=None):
    """The lists of a folder; corrects: by file, the file whose marked copy it is."""
    documents, _ = read_documents([folder.path], folder.programme)
    shas = {document.file: document.sha256 for document in documents}
    for document in documents:
        document.corrects = shas.get((corrects or {}).get(document.file))
    reading = combine(documents, folder.programme)
    used = reading.files.set_index("file").rows_used.to_dict()
    found = findings_frame(reading.findings)
    return reading, used, dict(zip(found.file, found.code, strict=True))


def test_names_are_sorted_as_people_sort_them(folder):
    for name in ("xã (10).xlsx", "xã.xlsx", "xã (2).xlsx"):
        folder.add(name, household_list([household(name)]))
    _, used, found = read(folder)
    assert used == {"xã.xlsx": 0, "xã (2).xlsx": 0, "xã (10).xlsx": 1}
    assert found == {"xã.xlsx": "PAPER-TWICE", "xã (2).xlsx": "PAPER-TWICE"}


def test_a_corrected_copy_replaces_its_original_whatever_its_name(folder):
    folder.add("b.xlsx", household_list([household("A1")]))
    folder.add("a.xlsx", household_list([household("A1", members=3)]))
    reading, used, found = read(folder, {"a.xlsx": "b.xlsx"})
    assert used == {"a.xlsx": 1, "b.xlsx": 0}
    assert found == {"b.xlsx": "PAPER-CORRECTED"}
    assert reading.rows["household_list"].members.tolist() == [3]


def test_a_copy_of_a_copy_comes_last(folder):
    for name, members in (("c.xlsx", 1), ("b.xlsx", 2), ("a.xlsx", 3)):
        folder.add(name, household_list([household("A1", members=members)]))
    reading, _, _ = read(folder, {"b.xlsx": "c.xlsx", "a.xlsx": "b.xlsx"})
    assert reading.rows["household_list"].members.tolist() == [3]


def test_a_version_without_a_usable_row_pushes_nobody_out(folder):
    folder.add("a.xlsx", household_list([household("A1")]))
    folder.add("b.xlsx", household_list([household("A1", members=0), household("A2", cls="?")]))
    reading, used, found = read(folder)
    assert used == {"a.xlsx": 1, "b.xlsx": 0}
    assert found["b.xlsx"] in ("PAPER-UNUSABLE", "CELL-WORD")
    assert "a.xlsx" not in found
    assert reading.files.set_index("file").rows_set_aside.to_dict() == {"a.xlsx": 0, "b.xlsx": 2}


def test_an_empty_version_is_a_version(folder):
    folder.add("a.xlsx", household_list([household("A1")]))
    folder.add("b.xlsx", household_list([]))
    _, used, found = read(folder)
    assert (used["a.xlsx"], found) == (0, {"a.xlsx": "PAPER-TWICE"})


def test_where_no_version_can_be_used_each_is_told(folder):
    for name in ("a.xlsx", "b.xlsx"):
        folder.add(name, household_list([household("A1", members=0)], date="31/12/2022"))
    (folder.path / "b.xlsx").unlink()
    folder.add("b.xlsx", household_list([household("A2", members=0)]))
    _, used, found = read(folder)
    assert used == {"a.xlsx": 0, "b.xlsx": 0}
    assert set(found) == {"a.xlsx", "b.xlsx"}


def test_what_a_version_changes_is_counted_by_household(folder):
    folder.add("a.xlsx", household_list([household("A1"), household("A2"), household("A3")]))
    folder.add(
        "b.xlsx",
        household_list([household("A1"), household("A2", members=5), household("A4"), household("A5")]),
    )
    (change,) = read(folder)[0].versions.to_dict("records")
    assert change == {
        "kind": "household_list",
        "sender": "25693",
        "file": "b.xlsx",
        "previous": "a.xlsx",
        "rows_same": 1,
        "rows_changed": 1,
        "rows_added": 2,
        "rows_removed": 1,
    }

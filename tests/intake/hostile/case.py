"""A case: what has been done to a clean paper, and what must come of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from .book import Mess
from .received import Received, clean_values


@dataclass(frozen=True)
class Same:
    """The very values of the clean paper.

    told: codes that must be found all the same, of any severity; nothing else above a note may be.
    but: values that do change, by the name of a record and field; others of kinds without the record.
    """

    told: tuple[str, ...] = ()
    but: dict[tuple[str, str], object] = field(default_factory=dict)

    def check(self, received: Received, kind: str) -> None:
        """Asserts it."""
        expected = {key: dict(values) for key, values in clean_values(kind).items()}
        for (key, name), value in self.but.items():
            if key in expected:
                expected[key][name] = value
        differing = {
            (key, name): (values.get(name), received.values.get(key, {}).get(name))
            for key, values in expected.items()
            for name in values
            if values.get(name) != received.values.get(key, {}).get(name)
        }
        assert not differing, f"{kind}: {dict(list(differing.items())[:4])} {_short(received)}"
        assert received.values.keys() == expected.keys()
        codes = received.told | (set(received.findings.code) & set(self.told))
        assert codes == set(self.told), _short(received)


@dataclass(frozen=True)
class Found:
    """A finding at a record's field; the other records are as in the clean paper.

    code: of the finding, "" where any that names the cell will do.
    aside: whether the record's row is set aside; else it is used, without a value in that field
    unless `but` gives it. also: other codes that come with it. lost: records set aside besides.
    instead: the record that is used in place of another, and says the same.
    """

    code: str
    at: tuple[str, str]
    aside: bool = False
    also: tuple[str, ...] = ()
    but: dict[str, object] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    instead: dict[str, str] = field(default_factory=dict)

    def check(self, received: Received, kind: str) -> None:
        """Asserts it."""
        key, name = self.at
        found = received.of_file
        found = found[found.code == self.code] if self.code else found
        assert list(found.cell) == [received.where(key, name)], _short(received)
        assert received.told | set(found.code) == {*found.code, *self.also}, _short(received)
        expected = {k: dict(values) for k, values in clean_values(kind).items() if k not in self.lost}
        if self.aside:
            expected.pop(key, None)
        elif key in expected:
            expected[key] |= {name: None} | self.but
        expected |= {other: clean_values(kind)[gone] for gone, other in self.instead.items()}
        assert received.values == expected, _short(received)


@dataclass(frozen=True)
class Refused:
    """Nothing of the file is used, and a finding says why. also: other codes that may come with it."""

    code: str
    severity: str = "error"
    also: tuple[str, ...] = ()

    def check(self, received: Received, kind: str) -> None:
        """Asserts it."""
        found = received.of_file
        assert set(found.code) - set(self.also) == {self.code}, _short(received)
        assert set(found.severity[found.code == self.code]) == {self.severity}
        assert received.values == {}
        assert not received.files.rows_used[received.files.file == received.book.name].any()


@dataclass(frozen=True)
class Empty:
    """A paper with nothing to say: read, none of it used, and nothing found."""

    def check(self, received: Received, kind: str) -> None:
        """Asserts it."""
        assert list(received.files.kind[received.files.file == received.book.name]) == [kind]
        assert (received.values, received.told) == ({}, set()), _short(received)


def _short(received: Received) -> str:
    said = received.findings[["file", "cell", "severity", "code", "values"]]
    return "\n".join(str(tuple(finding)) for finding in said.head(12).itertuples(index=False))


@dataclass(frozen=True)
class Case:
    """One thing offices or attackers do to a file.

    kinds: papers it is done to. slot: what of a paper it changes, so that two messes of different
    slots can be combined; "" for a mess that stands alone.
    """

    name: str
    mess: Mess
    expected: Same | Found | Refused | Empty = Same()
    kinds: tuple[str, ...] = ("household_list",)
    slot: str = ""

    def _repr_pretty_(self, printer, cycle: bool) -> None:
        """How hypothesis shows it."""
        printer.text(self.name)

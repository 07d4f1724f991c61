"""What goes back to the senders: a marked copy of each file with findings, and a letter to each.

Of one file, FILE.xlsx is its marked copy and FILE.txt the letter. Of several, FILE.xlsx lists all
findings and links to the copies; those lie with the letters in a folder FILE beside it, under the
names and in the subfolders they came in. A file nobody can read is in the list and the letter only.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import shutil
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pandas as pd

from analysis.intake.cells import Unreadable, read_workbook
from analysis.programme import Programme
from analysis.reports.covering_note import SIGN, NotedFile, covering_note
from analysis.reports.folders import whole_or_not_at_all
from analysis.reports.marking.list_sheet import Entry
from analysis.reports.marking.marked_workbook import marked_workbook
from analysis.reports.marking.values_workbook import values_workbook
from analysis.reports.messages import worded
from analysis.reports.workbooks import findings_table, whole_file, write_tables_into
from analysis.wording import Words

MADE = ".giamngheo.json"
"""In a folder of marked copies: the SHA-256 of each file as it was written."""

_KEPT = (".xlsx", ".xlsm")
_NO_NAME = r'[<>:"/|?*\\]'
_ODD = (ValueError, LookupError, TypeError, AttributeError)
"""What XML that no office program writes may lead to; `Unmarkable` is one of them."""


class CopiesKept(FileExistsError):
    """What would be replaced is not, or no longer, what an earlier check wrote. The message is its path."""


@dataclass(frozen=True, slots=True)
class _Received:
    """A file that was checked: the name findings call it by, where it is, its sender, its findings.

    about: its kind and the day or month it stands for, in words.
    """

    name: str
    path: Path | None
    sha256: str
    sender: str | None
    about: str
    found: tuple[Entry, ...]

    def count(self, severity: str) -> int:
        return sum(entry.severity == severity for entry in self.found)


def write_marked_copies(
    target: Path,
    given: Sequence[Path],
    files: pd.DataFrame,
    findings: pd.DataFrame,
    programme: Programme,
    words: Words,
    *,
    today: dt.date,
) -> int:
    """Write what goes back to the senders, whole or not at all; returns how many copies were made.

    target: FILE.xlsx; given: the paths that were checked; files, findings: as `read_files` gives them.
    Raises CopiesKept where the folder or the letter stands there already and is not what an
    earlier check wrote, or has been changed since.
    """
    received = _received(files, findings, given, programme, words)
    if len(given) == 1 and not given[0].is_dir() and len(received) == 1:
        copy = _copy(received[0], target.name, words)
        if copy is not None:
            _write_one(target, received[0], copy, programme, words, today)
            return 1
    return _write_all(target, given, received, findings, programme, words, today)


def outputs(target: Path) -> tuple[Path, Path, Path]:
    """All that may be written for FILE.xlsx: itself, its letter, its folder."""
    return target, target.with_suffix(".txt"), target.with_suffix("")


def _write_one(
    target: Path, file: _Received, copy: bytes, programme: Programme, words: Words, today: dt.date
) -> None:
    _, letter, _ = outputs(target)
    if letter.exists() and SIGN not in letter.read_text(encoding="utf-8-sig", errors="replace"):
        raise CopiesKept(str(letter))
    with whole_file(target) as out:
        out.write(copy)
        noted = _noted(file, target.name)
        if noted is None:
            letter.unlink(missing_ok=True)
        else:
            with whole_file(letter) as note:
                note.write(_letter(file.sender, [noted], programme, words, today))


def _write_all(
    target: Path,
    given: Sequence[Path],
    received: Sequence[_Received],
    findings: pd.DataFrame,
    programme: Programme,
    words: Words,
    today: dt.date,
) -> int:
    _, _, folder = outputs(target)
    _refuse_changed(folder)
    with whole_file(target) as out:
        made, links = _made(given, received, programme, words, today)
        links = {name: f"{folder.name}/{place}" for name, place in links.items()}
        table = findings_table(findings, words, links)
        write_tables_into(out, [table], words, [words("tables.findings")])
        if made:
            _replace(folder, made)
        elif folder.exists():
            shutil.rmtree(folder)
    return len(links)


def _made(
    given: Sequence[Path],
    received: Sequence[_Received],
    programme: Programme,
    words: Words,
    today: dt.date,
) -> tuple[dict[Path, bytes], dict[str, str]]:
    """Copies and letters by their place in the folder, and the place of each file's copy."""
    made: dict[Path, bytes] = {}
    links: dict[str, str] = {}
    letters: dict[str | None, list[NotedFile]] = {}
    taken: set[str] = set()
    found = [file for file in received if file.found]
    # who comes under a name of its own keeps it, before those whose ending changes
    own_first = sorted(found, key=lambda file: Path(file.name).suffix.lower() not in _KEPT)
    places = {file.name: _free(_place(file, given), taken) for file in own_first}
    for file in found:
        place = places[file.name]
        copy = _copy(file, place.name, words)
        if copy is not None:
            made[place] = copy
            links[file.name] = place.as_posix()
        noted = _noted(file, links.get(file.name))
        if noted is not None:
            letters.setdefault(file.sender, []).append(noted)
    for sender, noted_files in letters.items():
        name = words("marked.note_name", sender=sender or words("marked.note_no_sender"))
        place = _free(Path(re.sub(_NO_NAME, " ", name) + ".txt"), taken)
        made[place] = _letter(sender, noted_files, programme, words, today)
    return made, links


def _received(
    files: pd.DataFrame, findings: pd.DataFrame, given: Sequence[Path], programme: Programme, words: Words
) -> list[_Received]:
    said = worded(findings, words)
    rows = said.astype(object).where(said.notna(), None).to_dict("records")
    senders = {u.code: u.name for u in programme.units} | {o.id: o.name for o in programme.offices}
    by_file: dict[str, list[Entry]] = {}
    for row in rows:
        entry = Entry(**{name: row[name] for name in _ENTRY})
        by_file.setdefault(row["file"], []).append(entry)
    return [
        _Received(
            file.file,
            _path(file.file, file.sha256, programme),
            file.sha256,
            None if pd.isna(file.unit) else senders.get(file.unit),
            _about(file.kind, file.round, words),
            tuple(by_file.get(file.file, ())),
        )
        for file in files.itertuples()
    ]


_ENTRY = ("severity", "sheet", "cell", "row", "column", "message", "hint", "code")


def _about(kind: str | None, round_: str | None, words: Words) -> str:
    said = [] if pd.isna(kind) else [words.term(str(kind))]
    if not pd.isna(round_):
        day = str(round_)
        said.append(words.date(dt.date.fromisoformat(day)) if len(day) > len("YYYY-MM") else day)
    return ", ".join(said)


def _path(name: str, sha256: str, programme: Programme) -> Path | None:
    """Where the file lies that findings call so; None where it is gone or has changed meanwhile."""
    for path in (programme.folder / name, Path(name)):
        try:
            if hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
                return path
        except OSError:
            continue
    return None


def _copy(file: _Received, name: str, words: Words) -> bytes | None:
    """The bytes of a file's marked copy, to lie under a name; None where the file can't be read."""
    if file.path is None:
        return None
    try:
        book = read_workbook(file.path)
    except (Unreadable, OSError):
        return None
    mark = partial(
        marked_workbook,
        words=words,
        file=file.path.name,
        sha256=file.sha256,
        macros=name.lower().endswith(".xlsm"),
    )
    if file.path.suffix.lower() in _KEPT:
        try:
            return mark(file.path.read_bytes(), file.found)
        except _ODD:
            pass  # readable, but built in no way we know: its values can still go back
    data, names = values_workbook(book)
    found = [replace(e, sheet=names.get(e.sheet, e.sheet)) if e.sheet else e for e in file.found]
    return mark(data, found, remarks=[words("marked.remark_values")])


def _noted(file: _Received, copy: str | None) -> NotedFile | None:
    """What the letter says of a file; None where there is nothing its sender need do."""
    errors, warnings = file.count("error"), file.count("warning")
    if not errors and not warnings:
        return None
    unread = " ".join(f"{e.message} {e.hint}" for e in file.found if e.severity == "error")
    return NotedFile(Path(file.name).name, file.about, errors, warnings, copy, unread)


def _letter(
    sender: str | None, files: Sequence[NotedFile], programme: Programme, words: Words, today: dt.date
) -> bytes:
    # with the mark by which Notepad knows UTF-8
    return covering_note(sender, files, programme, words, today=today).encode("utf-8-sig")


def _place(file: _Received, given: Iterable[Path]) -> Path:
    """Where a copy lies in the folder: as the file lies in the one that was checked."""
    name = Path(file.name)
    if file.path is not None:
        absolute = file.path.parent.resolve() / file.path.name
        folders = [path.resolve() for path in given if path.is_dir()]
        within = [absolute.relative_to(f) for f in folders if absolute.is_relative_to(f)]
        name = max(within, key=lambda p: len(p.parts), default=Path(name.name))
    safe = Path(*(part for part in name.parts if part not in ("..", name.anchor)))
    return safe if safe.suffix.lower() in _KEPT else safe.with_suffix(".xlsx")


def _free(place: Path, taken: set[str]) -> Path:
    """The place, or one with a number where it is taken; capitals and composed letters are alike."""
    places = [place, *(place.with_stem(f"{place.stem} ({n})") for n in range(2, len(taken) + 3))]
    keys = [unicodedata.normalize("NFC", each.as_posix()).casefold() for each in places]
    key, free = next((k, p) for k, p in zip(keys, places, strict=True) if k not in taken)
    taken.add(key)
    return free


def _replace(folder: Path, made: dict[Path, bytes]) -> None:
    """The folder with these files in place of the one that was there."""
    with whole_or_not_at_all(folder, force=True) as stage:
        for place, data in made.items():
            (stage / place).parent.mkdir(parents=True, exist_ok=True)
            (stage / place).write_bytes(data)
        sums = {place.as_posix(): hashlib.sha256(data).hexdigest() for place, data in made.items()}
        (stage / MADE).write_text(json.dumps(sums, ensure_ascii=False, indent=1), encoding="utf8")


def _refuse_changed(folder: Path) -> None:
    """Raises CopiesKept for a folder of somebody else, or where somebody has worked on our copies."""
    if not folder.exists():
        return
    try:
        sums = json.loads((folder / MADE).read_text(encoding="utf8"))
        there = [p for p in folder.rglob("*") if p.is_file() and p.name != MADE]
        untouched = all(sums.get(p.relative_to(folder).as_posix()) == _sum(p) for p in there)
    except (OSError, ValueError, AttributeError):
        untouched = folder.is_dir() and not any(folder.iterdir())
    if not untouched:
        raise CopiesKept(str(folder))


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

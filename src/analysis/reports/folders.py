"""Where a report goes, and how it gets there: whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.programme import Period


class FolderExists(FileExistsError):
    """The report's folder is there already; only `force` replaces it."""


class FolderInUse(RuntimeError):
    """The report's folder can't be replaced: where a file in it is open, Windows refuses."""


def report_folder(period: Period, out: Path, *, force: bool = False) -> Path:
    """Where the report of a period goes.

    Raises FolderExists when a report is there already, unless `force` replaces it.
    """
    final = out / period.folder_name
    if final.exists() and not force:
        raise FolderExists(str(final))
    return final


@contextmanager
def whole_or_not_at_all(final: Path, force: bool) -> Iterator[Path]:
    """A hidden folder beside `final` that takes its place when all is written, else vanishes."""
    missing = [folder for folder in (final.parent, *final.parent.parents) if not folder.exists()]
    final.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=f".{final.name}.", dir=final.parent))
    try:
        yield stage
        stage.chmod(0o755)
        if final.exists() and not force:  # another report has come meanwhile
            raise FolderExists(str(final))
        _swap(stage, final)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        for folder in missing:  # the deepest first; the one with the report stays
            with suppress(OSError):
                folder.rmdir()


def _swap(stage: Path, final: Path) -> None:
    """Put `stage` in the place of `final`; what stood there stands there again if that fails."""
    old = Path(tempfile.mkdtemp(prefix=".old.", dir=final.parent))
    kept = old / final.name
    try:
        if final.exists():
            os.replace(final, kept)
        os.replace(stage, final)
    except OSError as error:
        raise FolderInUse(str(final)) from error
    finally:
        if kept.exists() and not final.exists():
            os.replace(kept, final)
        shutil.rmtree(old, ignore_errors=True)

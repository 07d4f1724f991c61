"""The container of the older formats (OLE), opened without trust and made anew of one stream."""

from __future__ import annotations

import datetime as dt
import io
import struct

import olefile

from analysis.intake.workbooks.look import Unreadable

_SECTOR = 4096
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


class Ole:
    """The streams of an OLE file. Raises Unreadable where it is damaged."""

    def __init__(self, data: bytes) -> None:
        try:
            self._file = olefile.OleFileIO(io.BytesIO(data))
        except Exception:  # olefile raises whatever the damage makes it
            raise Unreadable("damaged") from None

    def __contains__(self, name: str) -> bool:
        try:
            return bool(self._file.exists(name))
        except Exception:
            return False

    def read(self, name: str) -> bytes:
        """The bytes of a stream. Raises Unreadable where it is missing or damaged."""
        try:
            return self._file.openstream(name).read()
        except Exception:
            raise Unreadable("damaged") from None

    @property
    def modified(self) -> dt.datetime | None:
        """When the file says it was saved last."""
        try:
            saved = self._file.get_metadata().last_saved_time
        except Exception:  # what the file says of itself may be damaged while its cells are whole
            return None
        return saved if isinstance(saved, dt.datetime) else None


def ole_of(name: str, stream: bytes) -> bytes:
    """An OLE file of a single stream, in sectors of 4096 bytes ([MS-CFB] version 4)."""
    stream = stream.ljust(_SECTOR, b"\0")  # a short one would have to stand in the store of short ones
    sectors = -(-len(stream) // _SECTOR)
    tables = 1
    while tables * (_SECTOR // 4) < tables + 2 + sectors:
        tables += 1
    if tables > 109:
        raise Unreadable("too_large")
    # the tables of what follows what, the directory, the store of short streams (empty), the stream
    follows = [_TABLE] * tables + [_END, _END] + [*range(tables + 3, tables + 2 + sectors), _END]
    follows += [_FREE] * (tables * (_SECTOR // 4) - len(follows))
    header = struct.pack(
        "<8s16s5H6s9I",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 4, 0xFFFE, 12, 6, b"", 1, tables, tables),
        *(0, _SECTOR, _END, 0, _END, 0),
    ) + struct.pack("<109I", *range(tables), *[_FREE] * (109 - tables))
    directory = _entry("Root Entry", 5, 1, tables + 1, 64) + _entry(name, 2, _FREE, tables + 2, len(stream))
    directory += (_entry("", 0, _FREE, 0, 0)) * (_SECTOR // 128 - 2)
    return b"".join(
        (
            header.ljust(_SECTOR, b"\0"),
            struct.pack(f"<{len(follows)}I", *follows),
            directory,
            bytes(_SECTOR),
            stream.ljust(sectors * _SECTOR, b"\0"),
        )
    )


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    called = name.encode("utf-16le")
    return struct.pack(
        "<64sH2B3I16sI16sIQ",
        *(called, len(called) + 2 if name else 0, kind, 1, _FREE, _FREE, child, b"", 0, b"", start, size),
    )

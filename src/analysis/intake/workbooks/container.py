"""A zip file as documents use it, opened without trust.

Every part is unpacked within bounds, whatever its header claims, and calamine is given a container
made anew of just the parts looked at: two readers of one crooked zip may see two files.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from analysis.intake.workbooks.look import MOST_UNPACKED, Unreadable

MOST_PARTS = 5_000
MOST_RATIO = 250
"""Times a part may grow when unpacked; sheets of spreadsheet programs grow 8 to 40 times."""

FREE_BYTES = 16 * 2**20
"""A part up to here may grow as it likes: an empty sheet's rows of formats grow a thousand times."""

_STEP = 1 << 14
"""Packed bytes unpacked at a time: some half a million, as sheets go."""
_LOCAL = struct.Struct("<4s5H3I2H")


class Container:
    """The parts of a zip file. Raises Unreadable where it is damaged, or its parts are too large."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts = [part for part in archive.infolist() if not part.is_dir()]
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
            raise Unreadable("damaged") from None
        if len(parts) > MOST_PARTS:
            raise Unreadable("too_large")
        self._parts = {_plain(part.filename): part for part in parts}
        if len(parts) != len(self._parts):  # two parts of one name: which is meant, nobody can say
            raise Unreadable("damaged")
        if any(part.flag_bits & 1 for part in self._parts.values()):
            raise Unreadable("password")
        # no part unpacks to more than its header claims, or it is refused
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Unreadable("too_large")

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises Unreadable where it is missing or damaged, or too large."""
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, a piece at a time."""
        part = self._parts.get(_plain(name))
        if part is None:
            raise Unreadable("damaged")
        most = part.file_size
        if most > max(FREE_BYTES, MOST_RATIO * part.compress_size):
            raise Unreadable("too_large")
        total = 0
        for piece in self._unpacked(part):
            total += len(piece)
            if total > most:
                raise Unreadable("damaged")
            yield piece
        if total != most:
            raise Unreadable("damaged")

    def _packed(self, part: zipfile.ZipInfo) -> bytes:
        at = part.header_offset
        header = self._data[at : at + _LOCAL.size]
        if len(header) < _LOCAL.size or header[:4] != b"PK\3\4":
            raise Unreadable("damaged")
        *_, name, extra = _LOCAL.unpack(header)
        start = at + _LOCAL.size + name + extra
        packed = self._data[start : start + part.compress_size]
        if len(packed) != part.compress_size:
            raise Unreadable("damaged")
        return packed

    def _unpacked(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        packed = self._packed(part)
        if part.compress_type == zipfile.ZIP_STORED:
            yield packed
            return
        if part.compress_type != zipfile.ZIP_DEFLATED:
            raise Unreadable("damaged")
        unpack = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for at in range(0, len(packed), _STEP):
                yield unpack.decompress(packed[at : at + _STEP])
            yield unpack.flush()
        except zlib.error:
            raise Unreadable("damaged") from None
        if not unpack.eof:
            raise Unreadable("damaged")

    def anew(self, names: Iterable[str]) -> bytes:
        """A zip file of those of these parts that are here, as they are packed, and of nothing else."""
        body, directory, count = io.BytesIO(), io.BytesIO(), 0
        for part in [self._parts[key] for key in dict.fromkeys(map(_plain, names)) if key in self._parts]:
            packed, at = self._packed(part), body.tell()
            called = part.filename.replace("\\", "/").lstrip("/").encode()
            sizes = (part.CRC, len(packed), part.file_size, len(called))
            body.write(_LOCAL.pack(b"PK\3\4", 20, 1 << 11, part.compress_type, 0, 33, *sizes, 0) + called)
            body.write(packed)
            entry = struct.pack(
                "<4s6H3I5H2I",
                b"PK\1\2",
                20,
                20,
                1 << 11,
                part.compress_type,
                0,
                33,
                *sizes,
                0,
                0,
                0,
                0,
                0,
                at,
            )
            directory.write(entry + called)
            count += 1
        start, entries = body.tell(), directory.getvalue()
        body.write(entries + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(entries), start, 0))
        return body.getvalue()


def _plain(name: str) -> str:
    """A part's name as programs compare it: without regard to case."""
    return name.replace("\\", "/").lstrip("/").lower()

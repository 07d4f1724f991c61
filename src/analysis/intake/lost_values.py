"""Cells whose value their file does not hold: an error value, or a formula nobody has calculated.

Calamine gives both as an empty text, like a cell left blank; what else the file says of the cell
tells them apart, and each format says it in its own way (`analysis.intake.workbooks`). A formula
that comes out as an empty text holds its value, and is not lost.
"""

from __future__ import annotations

Places = frozenset[tuple[int, int]]
"""Rows and columns of cells, from 0."""

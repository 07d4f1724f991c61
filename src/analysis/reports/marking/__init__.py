"""Marked copies from the inside: a workbook's XML, changed only where a mark stands."""

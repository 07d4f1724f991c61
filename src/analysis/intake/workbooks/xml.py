"""Small XML parts, read without trust: no entities, no document types."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from analysis.intake.workbooks.look import Unreadable


class _NoDoctype(ElementTree.TreeBuilder):
    def doctype(self, *_: object) -> None:
        """Documents have no use for a document type; a bomb of entities has."""
        raise Unreadable("damaged")


def parsed(text: bytes) -> Element:
    """The root of a part. Raises Unreadable where it is no XML or declares a document type."""
    parser = ElementTree.XMLParser(target=_NoDoctype())
    try:
        parser.feed(text)
        return parser.close()
    except (ElementTree.ParseError, ValueError, LookupError):
        raise Unreadable("damaged") from None

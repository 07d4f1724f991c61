"""The parts of a workbook file (.xlsx, .xlsm): what is not touched stays as it was, byte for byte."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_TYPES_PART = "[Content_Types].xml"

LARGEST = 1 << 29
"""Bytes of all parts together, unpacked, that are still taken into memory."""

_CREATED = (1980, 1, 1, 0, 0, 0)
"""A fixed time inside the file: the same marks give the same bytes."""


class Unmarkable(ValueError):
    """The file's XML is not built as marks need it; its values can still be copied."""


def tag(name: str) -> str:
    """The name of an element of a sheet, a workbook or its styles.

    >>> tag("c")
    '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}c'
    """
    return f"{{{MAIN}}}{name}"


class Package:
    """A workbook file as parts by name, their XML read once and written back on `data`.

    Raises Unmarkable where the bytes are no such file.
    """

    def __init__(self, data: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as file:
                if sum(info.file_size for info in file.infolist()) > LARGEST:
                    raise Unmarkable("size")
                self._parts = {info.filename: file.read(info) for info in file.infolist() if info.filename}
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
            raise Unmarkable("zip") from error
        self._trees: dict[str, etree._Element] = {}
        self.book = next((part for _, part in self.related("", "officeDocument")), "")
        if self.tree(self.book).tag != tag("workbook"):  # also a strict workbook, with names of its own
            raise Unmarkable("workbook")

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    def parts(self, ending: str) -> list[str]:
        """The names of the parts that end so."""
        return [part for part in self._parts if part.lower().endswith(ending)]

    def tree(self, part: str, *, broken: bool = False) -> etree._Element:
        """The root of a part's XML, to be changed in place. broken: forgive what is not well-formed.

        Raises Unmarkable where there is no such part or it is no XML.
        """
        if part not in self._trees:
            self._trees[part] = self.copy(part, broken=broken)
        return self._trees[part]

    def copy(self, part: str, *, broken: bool = False) -> etree._Element:
        """The root of a part's XML to look at only; where the part is not changed it keeps its bytes.

        Raises Unmarkable as `tree` does.
        """
        if part not in self._trees:
            safe = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=broken)
            try:
                root = etree.fromstring(self._parts[part], safe)
            except (KeyError, etree.XMLSyntaxError) as error:
                raise Unmarkable(part) from error
            if root is None:
                raise Unmarkable(part)
            return root
        return self._trees[part]

    def add(self, template: str, root: etree._Element, type_: str | None = None) -> str:
        """A new part; its name is the template with the first free number in place of `{}`.

        type_: its content type, where its extension does not say it.
        """
        number = next(n for n in range(1, len(self._parts) + 2) if template.format(n) not in self._parts)
        part = template.format(number)
        self._parts[part], self._trees[part] = b"", root
        if type_:
            types = self.tree(_TYPES_PART)
            etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{part}", ContentType=type_)
        return part

    def drop(self, part: str) -> None:
        """Take a part out, with its relations."""
        for name in (part, _relations_of(part)):
            self._parts.pop(name, None)
            self._trees.pop(name, None)
        for override in self._overrides(part):
            override.getparent().remove(override)

    def set_type(self, part: str, type_: str) -> None:
        """Change the content type of a part."""
        for override in self._overrides(part):
            override.set("ContentType", type_)

    def set_extension(self, extension: str, type_: str) -> None:
        """Say what parts with this extension hold, where nothing says so yet."""
        types = self.tree(_TYPES_PART)
        known = {e.get("Extension", "").lower() for e in types if e.tag == f"{{{_TYPES}}}Default"}
        if extension not in known:
            types.insert(0, types.makeelement(f"{{{_TYPES}}}Default", Extension=extension, ContentType=type_))

    def _overrides(self, part: str) -> list[etree._Element]:
        return [e for e in self.tree(_TYPES_PART) if e.get("PartName", "").lower() == f"/{part}".lower()]

    def related(self, part: str, kind: str | None = None) -> Iterator[tuple[str, str]]:
        """The relations of a part that stay inside the file: id and target, of one kind or of all."""
        relations = _relations_of(part)
        if relations not in self._parts:
            return
        for relation in list(self.copy(relations)):
            if relation.get("TargetMode") == "External":
                continue
            if kind is None or relation.get("Type", "").rsplit("/", 1)[-1] == kind:
                target = posixpath.join("/", posixpath.dirname(part), relation.get("Target", ""))
                yield relation.get("Id", ""), posixpath.normpath(target).removeprefix("/")

    def relate(self, part: str, kind: str, target: str) -> str:
        """Relate a part to another and return the relation's id."""
        name = _relations_of(part)
        if name not in self._parts:
            self._parts[name], self._trees[name] = b"", etree.Element(f"{{{_RELATIONS}}}Relationships")
            self._trees[name] = etree.fromstring(f'<Relationships xmlns="{_RELATIONS}"/>')
        relations = self.tree(name)
        ids = {relation.get("Id") for relation in relations}
        id_ = next(f"rId{n}" for n in range(1, len(ids) + 2) if f"rId{n}" not in ids)
        etree.SubElement(
            relations, f"{{{_RELATIONS}}}Relationship", Id=id_, Type=f"{LINKS}/{kind}", Target=f"/{target}"
        )
        return id_

    def unrelate(self, part: str, id_: str) -> None:
        """Take a relation out."""
        for relation in list(self.tree(_relations_of(part))):
            if relation.get("Id") == id_:
                relation.getparent().remove(relation)

    def data(self) -> bytes:
        """The file's bytes."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
            for part, stored in self._parts.items():
                root = self._trees.get(part)
                xml = None if root is None else _written(part, root)
                info = zipfile.ZipInfo(part, _CREATED)
                info.compress_type = zipfile.ZIP_DEFLATED
                file.writestr(info, stored if xml is None else xml)
        return buffer.getvalue()


def _written(part: str, root: etree._Element) -> bytes:
    if part.endswith(".vml"):  # Excel takes no declaration there
        return etree.tostring(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def text_of(text: str) -> str:
    r"""The text without the characters that no XML holds.

    >>> text_of("a\x00b")
    'ab'
    """
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)

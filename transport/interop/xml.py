"""XML documents from elements, with the escaping left to the library."""

from __future__ import annotations

from io import BytesIO
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent


def add(parent: Element, name: str, text: str | None = None, /, **attributes: str) -> Element:
    """Add an element below another and return it."""
    child = SubElement(parent, name, attributes)
    child.text = text
    return child


def document_bytes(root: Element) -> bytes:
    """Return the whole document in UTF-8."""
    tree, buffer = ElementTree(root), BytesIO()
    indent(tree, " ")
    tree.write(buffer, encoding="UTF-8", xml_declaration=True)
    return buffer.getvalue() + b"\n"

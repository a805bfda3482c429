"""Real footnotes in a Word document: python-docx has none, so the part that holds them is built here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document as DocxDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from lxml import etree

from desk.paper import Note

TEXT, MARK = "footnotetext", "footnotereference"  # ids that python-docx gives the two styles
RULES = {-1: "separator", 0: "continuationSeparator"}
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Footnotes:
    """The footnotes of a document: `mark` sets a note's number in the text, `close` writes the part."""

    def __init__(self, doc: DocxDocument, notes: Sequence[Note]) -> None:
        self.doc, self.notes = doc, notes
        self.part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, b"", doc.part.package)
        doc.part.relate_to(self.part, RELATIONSHIP_TYPE.FOOTNOTES)
        self._settings()

    def mark(self, paragraph: Paragraph, note: Note) -> None:
        run = paragraph.add_run(style="footnote reference")
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(note.number))
        run._r.append(reference)

    def close(self) -> None:
        root: Any = parse_xml(f"<w:footnotes {nsdecls('w', 'r')}/>")
        for number, kind in RULES.items():
            root.append(
                parse_xml(
                    f'<w:footnote {nsdecls("w")} w:type="{kind}" w:id="{number}"><w:p><w:pPr>'
                    '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>'
                    '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
                    f"</w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>"
                )
            )
        for note in self.notes:
            root.append(self._note(note))
        self.part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _note(self, note: Note) -> Any:
        footnote = _element("footnote", id=str(note.number))
        paragraph = _element("p")
        footnote.append(paragraph)
        style = _element("pPr")
        style.append(_element("pStyle", val=TEXT))
        paragraph.append(style)
        paragraph.append(_run(_element("footnoteRef"), MARK))
        paragraph.append(_run(_text(f" {note.words}")))
        if note.place:
            target = self.part.relate_to(note.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link = OxmlElement("w:hyperlink")
            link.set(qn("r:id"), target)
            link.append(_run(_text(note.place)))
            paragraph.append(link)
            paragraph.append(_run(_text(note.after)))
        return footnote

    def _settings(self) -> None:
        """The rules above footnotes are named in the settings, before whatever the schema puts after them."""
        rules = _element("footnotePr")
        for number in RULES:
            rules.append(_element("footnote", id=str(number)))
        settings = self.doc.settings.element
        later = (
            "endnotePr",
            "compat",
            "docVars",
            "rsids",
            "mathPr",
            "themeFontLang",
            "clrSchemeMapping",
            "shapeDefaults",
        )
        following = next((each for each in settings if etree.QName(each).localname in later), None)
        if following is None:
            settings.append(rules)
        else:
            following.addprevious(rules)


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _text(words: str) -> Any:
    text = _element("t")
    text.text = words
    text.set(SPACE, "preserve")
    return text


def _run(content: Any, style: str = "") -> Any:
    run = _element("r")
    if style:
        properties = _element("rPr")
        properties.append(_element("rStyle", val=style))
        run.append(properties)
    run.append(content)
    return run

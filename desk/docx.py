"""The brief as a Word document, its page laid out after GB/T 9704-2012 (docs/decisions/0005-brief.md).

No letterhead, issuing number or seal: it must not look like an official document.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

from cases.cite.record import LIBRARY
from desk.footnotes import Footnotes
from desk.paper import Line, Paper

SONG, FANG, KAI, HEI, SMALL_TITLE = "宋体", "仿宋", "楷体", "黑体", "方正小标宋简体"
# Where a font is missing, what stands in for it, the best first.
FALLBACKS = {
    SMALL_TITLE: "华文中宋,STZhongsong,Noto Serif CJK SC",
    FANG: "仿宋_GB2312,FangSong,STFangsong,Noto Serif CJK SC",
    KAI: "楷体_GB2312,KaiTi,STKaiti,Noto Serif CJK SC",
    HEI: "SimHei,STHeiti,Noto Sans CJK SC",
    SONG: "SimSun,STSong,Noto Serif CJK SC",
}
LATIN = "Times New Roman"
PITCH = Pt(28)
SIZE_2, SIZE_3, SIZE_4 = Pt(22), Pt(16), Pt(14)  # 二号, 三号, 四号
STYLES = {1: "Heading 1", 2: "Heading 2", 3: "Heading 3", 0: "Normal"}


def document(paper: Paper) -> bytes:
    """The bytes of a .docx: title, date, numbered headings, text, a footnote for each note, page numbers."""
    doc = Document()
    _page(doc)
    _styles(doc)
    _properties(doc, paper)
    footnotes = Footnotes(doc, paper.notes)
    doc.add_paragraph(paper.title, style="Title")
    doc.add_paragraph(paper.date, style="Subtitle")
    for line in paper.lines:
        _line(doc, line, footnotes)
    footnotes.close()
    stream = io.BytesIO()
    doc.save(stream)
    return stream.getvalue()


def _page(doc: DocxDocument) -> None:
    """A4 with 37, 26, 35, 28 mm around a type area of 156 by 225 mm; — 1 — outside below it."""
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin = Mm(37), Mm(26)
    section.bottom_margin, section.left_margin = Mm(35), Mm(28)
    section.footer_distance = Mm(23)
    doc.settings.odd_and_even_pages_header_footer = True
    _number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _number(footer: Any, side: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 — in 四号 Song, one character in from the edge: at the right of odd pages, at the left of even ones."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.style = "Footer"
    paragraph.alignment = side
    edge = "w:rightChars" if side == WD_ALIGN_PARAGRAPH.RIGHT else "w:leftChars"
    _indent(paragraph.paragraph_format.element.get_or_add_pPr(), **{edge: "100"})
    paragraph.add_run("— ")
    field = paragraph.add_run()
    for kind in ("begin", "", "separate", "1", "end"):
        field._r.append(_field_part(kind))
    paragraph.add_run(" —")


def _field_part(kind: str) -> Any:
    if kind in {"begin", "separate", "end"}:
        part = OxmlElement("w:fldChar")
        part.set(qn("w:fldCharType"), kind)
    else:
        part = OxmlElement("w:t" if kind else "w:instrText")
        part.text = kind or "PAGE"
    return part


def _styles(doc: DocxDocument) -> None:
    normal = doc.styles["Normal"]
    _font(normal, FANG, SIZE_3)
    _spacing(normal, WD_ALIGN_PARAGRAPH.JUSTIFY)
    _indent(normal.element.get_or_add_pPr(), firstLineChars="200", firstLine="640")
    for name, font in (("Heading 1", HEI), ("Heading 2", KAI), ("Heading 3", FANG)):
        _font(doc.styles[name], font, SIZE_3)
        _spacing(doc.styles[name], WD_ALIGN_PARAGRAPH.JUSTIFY)
        doc.styles[name].paragraph_format.keep_with_next = True
    for name, font, size, after in (("Title", SMALL_TITLE, SIZE_2, 0), ("Subtitle", KAI, SIZE_3, 28)):
        style = doc.styles[name]
        _font(style, font, size)
        _spacing(style, WD_ALIGN_PARAGRAPH.CENTER, Pt(after))
        _indent(style.element.get_or_add_pPr(), firstLineChars="0", firstLine="0")
        for border in style.element.pPr.findall(qn("w:pBdr")):
            style.element.pPr.remove(border)
    doc.styles["Title"].paragraph_format.line_spacing = Pt(36)
    _small_styles(doc)
    _fallbacks(doc)


def _small_styles(doc: DocxDocument) -> None:
    """The page number, the text of a footnote and its mark."""
    _font(doc.styles["Footer"], SONG, SIZE_4)
    _spacing(doc.styles["Footer"], None)
    note = doc.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = doc.styles["Normal"]
    _font(note, SONG, Pt(9))
    note.paragraph_format.line_spacing = Pt(13)
    note.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    for name in ("Footer", "footnote text"):
        _indent(doc.styles[name].element.get_or_add_pPr(), firstLineChars="0", firstLine="0")
    mark = doc.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True


def _font(style: Any, chinese: str, size: Pt) -> None:
    """A font for Chinese and one for the rest, black and upright, without the template's theme fonts."""
    style.font.size, style.font.bold, style.font.italic = size, False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    for old in [*properties.findall(qn("w:rFonts")), *properties.findall(qn("w:spacing"))]:
        properties.remove(old)
    fonts = properties.get_or_add_rFonts()
    for name, font in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", chinese), ("cs", LATIN)):
        fonts.set(qn(f"w:{name}"), font)


def _spacing(style: Any, side: WD_ALIGN_PARAGRAPH | None, after: Pt | None = None) -> None:
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(0), after or Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, PITCH
    form.alignment = side


def _indent(properties: Any, **values: str) -> None:
    indent = properties.get_or_add_ind()
    for name, value in values.items():
        indent.set(qn(name if ":" in name else f"w:{name}"), value)


def _fallbacks(doc: DocxDocument) -> None:
    """The font table says what may stand in for a font that isn't there."""
    part = next(part for part in doc.part.package.iter_parts() if part.partname == "/word/fontTable.xml")
    table: Any = parse_xml(part.blob)
    for name, other in FALLBACKS.items():
        for old in table.findall(qn("w:font")):
            if old.get(qn("w:name")) == name:
                table.remove(old)
        table.append(
            parse_xml(
                f'<w:font {nsdecls("w")} w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
                '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
            )
        )
    part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)


def _properties(doc: DocxDocument, paper: Paper) -> None:
    core = doc.core_properties
    core.title, core.author, core.last_modified_by = paper.title, LIBRARY, LIBRARY
    core.comments, core.keywords, core.language = "", "", "zh-CN"
    core.created = core.modified = core.last_printed = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    for key, link in list(doc.part.package.rels.items()):
        if "thumbnail" in link.reltype:  # of python-docx's template, not of this document
            del doc.part.package.rels[key]
    language = doc.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), "zh-CN")
        language.set(qn("w:eastAsia"), "zh-CN")


def _line(doc: DocxDocument, line: Line, footnotes: Footnotes) -> None:
    paragraph = doc.add_paragraph(style=STYLES[line.level])
    for run in line.runs:
        paragraph.add_run(run.words)
        if run.note:
            footnotes.mark(paragraph, run.note)

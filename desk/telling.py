"""What a brief tells of a case: the steps, and the sentences of its text that carry figures, as they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from cases.reading import Block, Piece, anchor, lay_out

ENDS, CLOSING = "。！？", "”’）》」』"
EACH_STEP, EACH_PART, FIRST = 2, 8, 4  # sentences of a step, of a part, and of a part told by its beginning

Sentence = list[Piece]


@dataclass
class Paragraph:
    """Sentences that stand together in the text, under a heading where they begin a step."""

    sentences: list[Sentence] = field(default_factory=list)
    heading: str = ""


@dataclass
class Part:
    """One part of the story under the name of its option."""

    name: str
    paragraphs: list[Paragraph]


@dataclass
class _Stretch:
    """A paragraph of the text with the section and the step it stands in."""

    section: str
    step: Any
    sentences: list[Sentence]


def told(case: Any) -> list[Part]:
    """Background, practice, results and lessons of a case (got by `whole_cases`)."""
    stretches = list(_stretches(case))
    return [
        Part("background", _first(_of(stretches, "background"))),
        Part("measures", _measures(case, stretches)),
        Part("results", _results(case, stretches)),
        Part("lessons", _openings(_of(stretches, "lessons"))),
    ]


def _of(stretches: Iterable[_Stretch], section: str) -> list[_Stretch]:
    return [stretch for stretch in stretches if stretch.section == section]


def _stretches(case: Any) -> Iterator[_Stretch]:
    figures = case.figures.all()
    measures = list(case.measures.all())
    by_anchor = {anchor(part): part for part in (*case.sections.all(), *measures)}
    section, step = "other", None
    for block in lay_out(case, case.primary_link, figures, measures).blocks:
        for part in (by_anchor[name] for name in block.anchors if name in by_anchor):
            if hasattr(part, "order"):
                step = part
            else:
                section, step = part.kind, None
        if not block.level:
            yield _Stretch(section, step, list(sentences(block)))


def sentences(block: Block) -> Iterator[Sentence]:
    """A paragraph cut after 。！？ and the marks that close a quotation; figures stay whole."""
    sentence: Sentence = []
    for piece in block.pieces:
        if piece.figure is not None:
            sentence.append(piece)
            continue
        *ended, rest = _cut(piece.text)
        for words in ended:
            yield [*sentence, Piece(words)]
            sentence = []
        if rest:
            sentence.append(Piece(rest))
    if sentence:
        yield sentence


def _cut(text: str) -> list[str]:
    """`_cut("建立。“好。”又")` is `["建立。", "“好。”", "又"]`; the last piece is what has no end yet."""
    pieces, start = [], 0
    for at, mark in enumerate(text):
        following = text[at + 1 : at + 2]
        if (mark in ENDS or (mark in CLOSING and at > start and text[at - 1] in ENDS)) and (
            not following or following not in CLOSING + ENDS
        ):
            pieces.append(text[start : at + 1])
            start = at + 1
    return [*pieces, text[start:]]


def _telling(sentence: Sentence, claims: Sequence[str] = ()) -> bool:
    """Whether a sentence carries a figure that is no mere background, of one of these claims if any are named."""
    figures = [piece.figure for piece in sentence if piece.figure is not None and piece.figure.kind != "context"]
    return any(not claims or figure.claim in claims for figure in figures)


def _measures(case: Any, stretches: Sequence[_Stretch]) -> list[Paragraph]:
    """Every step by its heading, with the first sentences in it that carry figures."""
    steps = [measure for measure in case.measures.all() if measure.level == 1] or list(case.measures.all())
    paragraphs = [Paragraph([], _heading(step)) for step in steps]
    for at, step in enumerate(steps):
        inside = [s for s in stretches if s.step is not None and step.start <= s.step.start < step.end]
        paragraphs[at].sentences = _some(inside, EACH_STEP, _telling)
    if steps:
        return paragraphs
    return _paragraphs(_of(stretches, "practice"), EACH_PART, _telling)


def _heading(step: Any) -> str:
    """一是鼓励创新。 → 鼓励创新: the brief counts the steps itself."""
    words = str(step.public_heading).strip("。：:；; ")
    return words[2:] if words[1:2] == "是" and words[0] in "一二三四五六七八九十" else words


def _results(case: Any, stretches: Sequence[_Stretch]) -> list[Paragraph]:
    """What the text itself gives as results; where it has no such part, what it says was put out and reached."""
    results = _of(stretches, "results")
    if results:
        return _paragraphs(results, EACH_PART, _telling) or _first(results)
    if stretches:
        found = [stretch for stretch in stretches if stretch.step is None]
        return _paragraphs(found, EACH_PART, lambda sentence: _telling(sentence, ("output", "outcome")))
    # The full text isn't public: its quoted words are.
    quoted = [figure for figure in case.figures.all() if figure.claim in ("output", "outcome")][:EACH_PART]
    return [Paragraph([[Piece(f"{figure.public_label}："), Piece(figure.public_shown, figure)]]) for figure in quoted]


def _some(stretches: Iterable[_Stretch], most: int, wanted: Callable[[Sentence], bool]) -> list[Sentence]:
    return [sentence for stretch in stretches for sentence in stretch.sentences if wanted(sentence)][:most]


def _paragraphs(stretches: Iterable[_Stretch], most: int, wanted: Callable[[Sentence], bool]) -> list[Paragraph]:
    paragraphs: list[Paragraph] = []
    for stretch in stretches:
        chosen = _some([stretch], most, wanted)
        most -= len(chosen)
        paragraphs += [Paragraph(chosen)] if chosen else []
    return paragraphs


def _first(stretches: Sequence[_Stretch]) -> list[Paragraph]:
    """The beginning of a part."""
    return _paragraphs(stretches, FIRST, lambda _sentence: True)


def _openings(stretches: Sequence[_Stretch]) -> list[Paragraph]:
    """The first sentence of each paragraph: what a part of lessons comes to."""
    return [Paragraph(stretch.sentences[:1]) for stretch in stretches if stretch.sentences][:EACH_PART]

"""The brief as it is written: from cases to lines with footnotes, for the page and the document alike.

Public words only. What the text says is given as it stands, every figure with the place it stands in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from cases.cite import gbt, reference_of
from cases.models import Case
from cases.whole import whole_cases
from desk.briefs import Kept
from desk.telling import Part, Sentence, told

TITLE = "党建案例简报"
LABELS = {"background": "背景", "measures": "主要做法", "results": "写下的成效", "lessons": "启示"}
NATURES = {"target": "系目标", "norm": "系规定", "context": "系背景"}
DIGITS = "〇一二三四五六七八九十"


@dataclass(frozen=True)
class Note:
    """A footnote; `place` is the part of its words that leads to `url`."""

    number: int
    words: str
    place: str
    url: str
    after: str = ""


@dataclass(frozen=True)
class Run:
    """Some words, and the footnote that follows them."""

    words: str
    note: Note | None = None


@dataclass
class Line:
    """A paragraph: body, or a heading of level 1 to 3."""

    runs: list[Run]
    level: int = 0

    @property
    def words(self) -> str:
        return "".join(run.words for run in self.runs)


@dataclass
class Paper:
    title: str
    date: str
    lines: list[Line] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def say(self, words: str, level: int = 0) -> None:
        self.lines.append(Line([Run(words)], level))

    def note(self, words: str, place: str, url: str, after: str = "") -> Note:
        self.notes.append(Note(len(self.notes) + 1, words, place, url, after))
        return self.notes[-1]


def numeral(number: int) -> str:
    """`numeral(23)` is `"二十三"`, for numbers up to 99."""
    tens, ones = divmod(number, 10)
    head = (DIGITS[tens] if tens > 1 else "") + "十" if tens else ""
    return head + (DIGITS[ones] if ones or not tens else "")


def cases_of(numbers: Sequence[int]) -> list[Case]:
    """The published ones among these cases with all that is written about them, in this order."""
    by_number = {case.number: case for case in whole_cases(numbers) if case.is_published}
    return [by_number[number] for number in numbers if number in by_number]


def write(brief: Kept, cases: Sequence[Case], request: HttpRequest) -> Paper:
    """Always in Chinese, whatever the language of the interface: it quotes Chinese texts to Chinese readers."""
    today = timezone.localdate()
    paper = Paper(brief.title or TITLE, f"（{today.year}年{today.month}月{today.day}日）")
    paper.say(_opening(cases))
    flags = [flag for case in cases for flag in case.flags.all()] if "flags" in brief.options else []
    for place, case in enumerate(cases, start=1):
        _Story(paper, case, brief.options, request, _numbered(flags)).write(place)
    if flags:
        _doubts(paper, cases)
    return paper


def _numbered(flags: Iterable[Any]) -> dict[int, list[int]]:
    """For each figure the numbers of its doubts, as they are told at the end."""
    numbers: dict[int, list[int]] = {}
    for number, flag in enumerate(flags, start=1):
        for figure in flag.figures.all():
            numbers.setdefault(figure.pk, []).append(number)
    return numbers


def _opening(cases: Sequence[Case]) -> str:
    places = "、".join(dict.fromkeys(_where(case) for case in cases if case.place))
    years = [year for case in cases for year in (case.year_from, case.year_to) if year]
    first, last = min(years, default=0), max(years, default=0)
    span = f"，时间在{first}年" + (f"至{last}年之间" if last > first else "") if first else ""
    return f"本简报选自党建案例库{len(cases)}个案例，涉及{places}{span}。文字和数字照录原文，出处见脚注。"


def _where(case: Any) -> str:
    """浙江嘉善县: province and county, in short."""
    place, province = case.place, case.place.province
    head = province.name.removesuffix("省").removesuffix("市") if province and province.pk != place.pk else ""
    return f"{head}{place.name}"


class _Story:
    """Writes one case into the paper."""

    def __init__(
        self, paper: Paper, case: Any, options: Sequence[str], request: HttpRequest, doubts: Mapping[int, list[int]]
    ) -> None:
        self.paper, self.case, self.options, self.request, self.doubts = paper, case, options, request, doubts

    def write(self, place: int) -> None:
        county = self.case.place.name if self.case.place else ""
        title = self.case.public_title
        head = f"{county}：{title}" if county and county.rstrip("县市区") not in title else title
        self.paper.say(f"{numeral(place)}、{head}", 1)
        self.facts()
        parts = [part for part in told(self.case) if part.name in self.options]
        for at, part in enumerate(parts, start=1):
            self.paper.say(f"（{numeral(at)}）{LABELS[part.name]}", 2)
            self.part(part)

    def facts(self) -> None:
        """Where and when, what it is about, and where it is taken from."""
        words = [self.case.place.full_name if self.case.place else "", self.years()]
        facts = "，".join(word for word in words if word)
        if "bases" in self.options and (basis := self.bases()):
            facts += f"（{basis}）"
        lead = self.case.public_lead if "lead" in self.options else ""
        text = f"{facts}。{lead}" if facts else lead
        reference = reference_of(self.case, self.request)
        self.first = self.paper.note(gbt(reference), "", reference.url)
        self.paper.lines.append(Line([Run(text or self.case.public_title, self.first)]))

    def years(self) -> str:
        years = self.case.years
        return f"{years.removesuffix('–')}年" + ("起" if years.endswith("–") else "") if years else ""

    def bases(self) -> str:
        """What is not said in the text itself: 地点系推断，年份据网页日期."""
        said = ["地点系推断"] if self.case.place and self.case.place_basis == "inferred" else []
        year = {"inferred": "年份系推断", "page_date": "年份据网页日期"}.get(self.case.year_basis, "")
        return "，".join([*said, *([year] if year and self.case.years else [])])

    def part(self, part: Part) -> None:
        if not part.paragraphs:
            self.paper.say("（原文未写。）")
        step = 0
        for paragraph in part.paragraphs:
            if paragraph.heading:
                step += 1
                self.paper.say(f"{step}. {paragraph.heading}", 3)
            if paragraph.sentences:
                self.paper.lines.append(Line(list(self.runs(paragraph.sentences))))

    def runs(self, sentences: Iterable[Sentence]) -> Iterator[Run]:
        for piece in (piece for sentence in sentences for piece in sentence):
            noted = piece.figure is not None and "notes" in self.options
            yield Run(piece.text, self.figure_note(piece.figure) if noted else None)

    def figure_note(self, figure: Any) -> Note:
        after = [NATURES[figure.kind]] if figure.kind in NATURES else []
        after += ["未核"] if figure.state == "proposed" else []
        after += [f"有疑点，见附{number}" for number in self.doubts.get(figure.pk, [])]
        url = self.request.build_absolute_uri(figure.words_url)
        tail = "；".join(after)
        place = f"原文第{figure.start}-{figure.end}字"
        return self.paper.note(f"同注{self.first.number}，", place, url, f"。{tail}。" if tail else "。")


def _doubts(paper: Paper, cases: Sequence[Any]) -> None:
    """The checks that did not hold, told once more where nobody overlooks them."""
    paper.say("附：文中数字的疑点", 1)
    pairs = [(case, flag) for case in cases for flag in case.flags.all()]
    for at, (case, flag) in enumerate(pairs, start=1):
        reason = f"说明：{flag.source.public_words(flag.reason)}" if flag.reason else ""
        paper.say(f"{at}. {_where(case) if case.place else case.public_title}：{flag.public_message}{reason}")

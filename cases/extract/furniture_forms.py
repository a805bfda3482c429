"""The forms of words by which site furniture is known, read once from `data/furniture.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

from cases.extract.alternatives import begun, first_of
from cases.extract.values import value

DATA: Final = Path(__file__).parent / "data" / "furniture.json"
LONGEST: Final = 200
FILE_NAME: Final = re.compile(r"\.(?:docx?|pdf|txt|wps)》?$", re.IGNORECASE)
BULLETS: Final = "•·●◆■▪ "
Form = tuple[re.Pattern[str], int]


@value(frozen=True, slots=True)
class AnyOf:
    """Forms of which a line may fit any; those that a line begins with, or that begin with one of few characters, are
    first asked for all at once."""

    loose: tuple[Form, ...]
    narrow: tuple[Form, ...]
    leading: tuple[Form, ...]
    holds: re.Pattern[str]
    begins: re.Pattern[str]

    def fits(self, plain: str) -> bool:
        """Whether one of them is found in a line no longer than it allows."""
        return (
            (self.holds.search(plain) is not None and _fit(self.narrow, plain))
            or (self.begins.match(plain) is not None and _fit(self.leading, plain))
            or _fit(self.loose, plain)
        )


@value(frozen=True, slots=True)
class Forms:
    """Questions to a line in compatibility form (NFKC, stripped)."""

    anywhere_forms: AnyOf
    edge_forms: AnyOf
    site_form: Form
    signature_form: Form
    author_form: Form

    def anywhere(self, plain: str) -> bool:
        """Furniture wherever it stands: 打印本页, 第1页 / 共13页, Copyright …"""
        return len(plain) <= LONGEST and self.anywhere_forms.fits(plain)

    def edge(self, plain: str) -> bool:
        """Furniture before or after a story: 新闻中心 > 国内新闻, 来源:…"""
        return self.edge_forms.fits(plain.lstrip(BULLETS))

    def site(self, plain: str) -> bool:
        """A short line that ends as names of sites do: …网站, …频道."""
        return _fit((self.site_form,), plain)

    def signature(self, plain: str) -> bool:
        """A line that signs a story: (张雪颖), 作者单位:…"""
        return _fit((self.signature_form,), plain)

    def author(self, plain: str) -> bool:
        """A line that names an author among page data."""
        return _fit((self.author_form,), plain)

    @staticmethod
    def file_name(plain: str) -> bool:
        """A line that is a document's file name."""
        return FILE_NAME.search(plain) is not None


@cache
def load_forms() -> Forms:
    """The forms of the data file, compiled."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    return Forms(
        anywhere_forms=_any_of(data["anywhere"]),
        edge_forms=_any_of(data["edges"]),
        site_form=_form({**data["site"], "max": 20}),
        signature_form=_form({**data["signature"], "max": 60}),
        author_form=_form({**data["author"], "max": 120}),
    )


def _any_of(entries: list[dict[str, Any]]) -> AnyOf:
    free, leading = ([_form(e) for e in entries if e["pattern"].startswith("^") is bound] for bound in (False, True))
    narrow = [form for form in free if _is_narrow(form)]
    loose = [form for form in free if form not in narrow]
    holds, begins = ("|".join(f"(?:{pattern.pattern})" for pattern, _ in forms) for forms in (narrow, leading))
    hint = begun(holds or "(?!)", re.IGNORECASE)
    return AnyOf(tuple(loose), tuple(narrow), tuple(leading), hint, re.compile(begins, re.IGNORECASE))


def _is_narrow(form: Form) -> bool:
    """Whether it begins with one of a few characters, none of them a letter that has two cases."""
    first = first_of(form[0].pattern)
    return first is not None and all(isinstance(sign, int) and not chr(sign).isascii() for _, sign in first)


def _form(entry: dict[str, Any]) -> Form:
    return re.compile(entry["pattern"], re.IGNORECASE), int(entry.get("max", LONGEST))


def _fit(forms: Iterable[Form], plain: str) -> bool:
    return any(len(plain) <= most and pattern.search(plain) for pattern, most in forms)

"""The forms of words by which site furniture is known, read once from `data/furniture.json`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data" / "furniture.json"
LONGEST: Final = 200
FILE_NAME: Final = re.compile(r"\.(?:docx?|pdf|txt|wps)》?$", re.IGNORECASE)
BULLETS: Final = "•·●◆■▪ "
Form = tuple[re.Pattern[str], int]


@dataclass(frozen=True, slots=True)
class Forms:
    """Questions to a line in compatibility form (NFKC, stripped)."""

    anywhere_forms: tuple[Form, ...]
    edge_forms: tuple[Form, ...]
    site_form: Form
    signature_form: Form
    author_form: Form

    def anywhere(self, plain: str) -> bool:
        """Furniture wherever it stands: 打印本页, 第1页 / 共13页, Copyright …"""
        return len(plain) <= LONGEST and any(_fits(form, plain) for form in self.anywhere_forms)

    def edge(self, plain: str) -> bool:
        """Furniture before or after a story: 新闻中心 > 国内新闻, 来源:…"""
        bare = plain.lstrip(BULLETS)
        return any(_fits(form, bare) for form in self.edge_forms)

    def site(self, plain: str) -> bool:
        """A short line that ends as names of sites do: …网站, …频道."""
        return _fits(self.site_form, plain)

    def signature(self, plain: str) -> bool:
        """A line that signs a story: (张雪颖), 作者单位:…"""
        return _fits(self.signature_form, plain)

    def author(self, plain: str) -> bool:
        """A line that names an author among page data."""
        return _fits(self.author_form, plain)

    @staticmethod
    def file_name(plain: str) -> bool:
        """A line that is a document's file name."""
        return FILE_NAME.search(plain) is not None


@cache
def load_forms() -> Forms:
    """The forms of the data file, compiled."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    return Forms(
        anywhere_forms=tuple(_form(entry) for entry in data["anywhere"]),
        edge_forms=tuple(_form(entry) for entry in data["edges"]),
        site_form=_form({**data["site"], "max": 20}),
        signature_form=_form({**data["signature"], "max": 60}),
        author_form=_form({**data["author"], "max": 120}),
    )


def _form(entry: dict[str, Any]) -> Form:
    return re.compile(entry["pattern"], re.IGNORECASE), int(entry.get("max", LONGEST))


def _fits(form: Form, plain: str) -> bool:
    return len(plain) <= form[1] and form[0].search(plain) is not None

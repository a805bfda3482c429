"""How to read the bars: one example of each end and kind."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.bars import Bar


@dataclass(frozen=True)
class Entry:
    bar: Bar
    words: str
    meaning: Promise


LEGEND = (
    Entry(Bar("reported", "exact", 44), "512万元", _("an exact number, closed at its end")),
    Entry(Bar("reported", "more", 44), "余、多、以上", _("not less than this; how far beyond isn't drawn")),
    Entry(Bar("reported", "approx", 32, 14), "近、约、左右", _("around this number; the end fades")),
    Entry(Bar("reported", "less", 32), "不足、以内", _("below this number; a stroke at its end")),
    Entry(Bar("reported", "range", 32, 24), "3至5万元", _("between two numbers; the stretch is hatched")),
    Entry(Bar("target", "exact", 50), "目标、预计", _("aimed at: hollow, dashed")),
    Entry(Bar("norm", "exact", 50), "规定", _("a rule: hollow, double")),
    Entry(Bar("context", "exact", 50), "背景", _("background: hollow, dotted")),
)

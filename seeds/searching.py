"""Keep the search current for everything that hangs on a source, in the transaction that stored it."""

from __future__ import annotations

from cases.models import Case, Source
from cases.search.indexes import CASES
from metrics.models import Figure
from metrics.search import FIGURES
from programs.models import Measure, Program
from programs.search import MEASURES, PROGRAMS


def index_source(source: Source) -> None:
    CASES.update(Case.objects.filter(source_links__source=source))
    PROGRAMS.update(Program.objects.filter(case_links__source=source).distinct())
    MEASURES.update(Measure.objects.filter(source=source))
    FIGURES.update(Figure.objects.filter(source=source))

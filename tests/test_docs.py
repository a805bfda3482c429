"""docs/data.md can't fall behind: it names every field that files and API give, and no other."""

from __future__ import annotations

from typing import Any

import pytest

from cases.serializers import CaseSerializer, PlaceSerializer
from config.schema import documented
from config.serializers import CaseDetailSerializer, CaseProgramSerializer, CaseSourceSerializer, SectionSerializer
from metrics.serializers import FigureSerializer, FlagSerializer
from programs.serializers import MeasureSerializer, PracticeSerializer, ProgramInCaseSerializer, ProgramSerializer

RECORDS: dict[str, type[Any]] = {
    "Case": CaseSerializer,
    "CaseDetail": CaseDetailSerializer,
    "Section": SectionSerializer,
    "CaseProgram": CaseProgramSerializer,
    "CaseSource": CaseSourceSerializer,
    "Program": ProgramSerializer,
    "ProgramInCase": ProgramInCaseSerializer,
    "Measure": MeasureSerializer,
    "Practice": PracticeSerializer,
    "Figure": FigureSerializer,
    "Flag": FlagSerializer,
    "Place": PlaceSerializer,
}


@pytest.mark.parametrize("record", RECORDS)
def test_every_public_field_is_documented_and_no_other(record: str) -> None:
    fields = set(RECORDS[record]().fields)
    if record == "CaseDetail":  # those of a case are told once
        fields -= set(CaseSerializer().fields)
    assert set(documented()[record]) == fields


def test_every_documented_record_exists() -> None:
    assert set(documented()) == set(RECORDS)


def test_every_meaning_is_told_in_both_languages() -> None:
    assert all(all(row) for rows in documented().values() for row in rows.values())

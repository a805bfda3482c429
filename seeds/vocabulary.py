"""The records that finds point at, looked up or made: places, programmes, units, indicators, practices.

A `Vocabulary` lives as long as one transaction: it asks for each record once, however many finds point at it. Who
stores what it makes calls `hold_vocabulary` first.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db import connection

from cases.extract.records import PlaceFound
from cases.models import Place
from metrics.models import Indicator, Unit
from programs.extract.normal import normal_name
from programs.extract.records import ProgramFound
from programs.models import Practice, Program
from seeds.reading import CaseReading

HELD = 20020704  # the number of the lock; any that nothing else takes


def hold_vocabulary() -> None:
    """Until this transaction ends no other stores a text: two that make the same new programme would clash.

    On PostgreSQL by a lock; SQLite lets but one write in any case.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [HELD])


class Vocabulary:
    """The records of these cases, looked up together; what they lack is made, or looked up, when it is asked for."""

    def __init__(self, cases: Iterable[CaseReading] = ()) -> None:
        found = list(cases)
        figures = [figure for case in found for figure in case.figures]
        self._units = _by_name(Unit, (figure.unit for figure in figures))
        self._indicators = _by_name(Indicator, (figure.indicator for figure in figures))
        self._programs: dict[str, Program] = {}
        self._asked: set[str] = set()
        self._know(normal_name(program.name[:120]) for case in found for program in case.programs)
        self._places: dict[str, list[Place]] = {}
        named = Place.objects.select_related("province", "prefecture", "successor")
        for place in named.filter(code__in={case.place.code[:6] for case in found if case.place.code}):
            self._places.setdefault(place.code, []).append(place)
        self._touched: list[Program] = []

    def place(self, found: PlaceFound) -> Place | None:
        """The county under the name it had; the prefecture or province where the text says no more."""
        if not found.code:
            return None
        code, name = found.code[:6], found.county or found.prefecture or found.province
        if code not in self._places:
            self._places[code] = list(Place.objects.filter(code=code))
        rows = self._places[code]
        return next((row for row in rows if row.name == name), rows[0] if rows else None)

    def unit(self, name: str) -> Unit | None:
        """The unit of this name; a rate (元/年) not seen before takes dimension and factor from what is counted."""
        name = name[:30]
        if name and name not in self._units:
            self._units[name] = Unit.objects.filter(name=name).first() or self._new_unit(name)
        return self._units.get(name)

    def _new_unit(self, name: str) -> Unit:
        head, _, per = name.partition("/")
        counted = self._units.get(head) or Unit.objects.filter(name=head).first()
        factor = counted.factor if counted else 1.0
        base = f"{counted.base if counted and counted.base else head}" + (f"/{per}" if per else "")
        return Unit.objects.create(name=name, dimension="rate" if per else "count", base=base[:30], factor=factor)

    def indicator(self, name: str | None) -> Indicator | None:
        if not name:
            return None
        name = name[:60]
        if name not in self._indicators:
            self._indicators[name] = Indicator.objects.get_or_create(name=name)[0]
        return self._indicators[name].merged_into or self._indicators[name]

    def program(self, found: ProgramFound) -> Program:
        """The programme of this name; aliases and parts it did not have yet are added, what a person set stays.

        A new or changed one is not saved yet: `touched` gives it.
        """
        normal = normal_name(found.name[:120])
        if normal not in self._programs and normal not in self._asked:
            self._know([normal])
        program = self._programs.get(normal) or self._new_program(found)
        if self._told(program, found):
            self._touched.append(program)
        return program

    def _know(self, normals: Iterable[str]) -> None:
        """Look programmes up by these names: one that was merged is the other, one object under both names."""
        self._asked |= (wanted := set(normals))
        for row in Program.objects.filter(normal__in=wanted).select_related("merged_into"):
            program = row.merged_into or row
            self._programs[row.normal] = self._programs.setdefault(program.normal, program)

    def _new_program(self, found: ProgramFound) -> Program:
        program = Program(name=found.name[:120], kind=found.kind)
        program.derive()
        self._programs[program.normal] = program
        self._touched.append(program)
        return program

    @staticmethod
    def _told(program: Program, found: ProgramFound) -> bool:
        parts = [{"name": part.name, "means": list(part.means)} for part in found.parts]
        aliases = [name for name in dict.fromkeys([*program.aliases, *found.aliases]) if name != program.name]
        wanted = {"aliases": aliases, "parts": program.parts or parts}
        changed = {n: v for n, v in wanted.items() if n not in program.decided and getattr(program, n) != v}
        for name, value in changed.items():
            setattr(program, name, value)
        return bool(changed)

    def touched(self) -> list[Program]:
        """The programmes made or changed since last asked, each once, in order; to be saved by who asks."""
        programs = list({id(program): program for program in self._touched}.values())
        self._touched = []
        return programs

    @cached_property
    def practices(self) -> dict[str, int]:
        """Slug → key."""
        return dict(Practice.objects.values_list("slug", "pk"))


def _by_name(model: type[Unit] | type[Indicator], names: Iterable[str | None]) -> dict[str, Any]:
    rows: Any = model.objects.filter(name__in={name for name in names if name})
    return {row.name: row for row in (rows.select_related("merged_into") if model is Indicator else rows)}


def stored_program(found: ProgramFound) -> Program:
    """The programme of this name, saved."""
    vocabulary = Vocabulary()
    program = vocabulary.program(found)
    for touched in vocabulary.touched():
        touched.save()
    return program

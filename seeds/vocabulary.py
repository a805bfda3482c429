"""The records that finds point at, looked up or made: places, programmes, units, indicators."""

from __future__ import annotations

from cases.extract.records import PlaceFound
from cases.models import Place
from metrics.models import Indicator, Unit
from programs.extract.normal import normal_name
from programs.extract.records import ProgramFound
from programs.models import Program


def case_place(found: PlaceFound) -> Place | None:
    """The county under the name it had; the prefecture or province where the text says no more."""
    if not found.code:
        return None
    name = found.county or found.prefecture or found.province
    rows = Place.objects.filter(code=found.code[:6])
    return rows.filter(name=name).first() or rows.first()


def stored_program(found: ProgramFound) -> Program:
    """The programme of this name; aliases and parts it did not have yet are added, what a person set stays."""
    normal = normal_name(found.name)
    parts = [{"name": part.name, "means": list(part.means)} for part in found.parts]
    program = Program.objects.filter(normal=normal).first() or Program(name=found.name[:120], kind=found.kind)
    aliases = [name for name in dict.fromkeys([*program.aliases, *found.aliases]) if name != program.name]
    wanted = {"aliases": aliases, "parts": program.parts or parts}
    changed = {name: value for name, value in wanted.items() if name not in program.decided}
    if program.pk is None or any(getattr(program, name) != value for name, value in changed.items()):
        for name, value in changed.items():
            setattr(program, name, value)
        program.save()
    return program


def stored_unit(name: str) -> Unit | None:
    """The unit of this name; a rate (元/年) not seen before takes dimension and factor from what is counted."""
    if not name:
        return None
    unit = Unit.objects.filter(name=name).first()
    if unit is None:
        head, _, per = name.partition("/")
        counted = Unit.objects.filter(name=head).first()
        factor = counted.factor if counted else 1.0
        base = f"{counted.base if counted and counted.base else head}" + (f"/{per}" if per else "")
        unit = Unit.objects.create(name=name, dimension="rate" if per else "count", base=base, factor=factor)
    return unit


def stored_indicator(name: str | None) -> Indicator | None:
    return Indicator.objects.get_or_create(name=name[:60])[0] if name else None

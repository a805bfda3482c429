"""The text, where it comes from, and the stories in it."""

from cases.models.case import Case, CaseSource, Counter, Section
from cases.models.change import Change
from cases.models.extracted import Extracted, Mask, State, public_name
from cases.models.place import Place
from cases.models.search import SearchRow
from cases.models.source import Source

__all__ = [
    "Case",
    "CaseSource",
    "Change",
    "Counter",
    "Extracted",
    "Mask",
    "Place",
    "SearchRow",
    "Section",
    "Source",
    "State",
    "public_name",
]

"""How to cite a case or a figure: one record, and the forms it is written in."""

from cases.cite.answer import cited
from cases.cite.forms import FORMS, bibtex, csl_json, gbt, json_ld, ris
from cases.cite.record import Passage, Reference, reference_of, reference_to

__all__ = [
    "FORMS", "Passage", "Reference", "bibtex", "cited", "csl_json", "gbt", "json_ld", "reference_of", "reference_to",
    "ris",
]  # fmt: skip

"""Many finds accepted in one step: by kind of find or figure, by how sure the reader was; never more than said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.reviewing import MODELS, Find, Review
from desk.steps import Refused
from metrics.models import Figure


@dataclass(frozen=True)
class Group:
    """Finds that wait: of one kind, figures of one kind at least so sure; nothing named means all."""

    label: str
    name: str = ""
    kind: str = ""
    sure: str = ""
    count: int = 0

    @property
    def value(self) -> str:
        """What its button sends: the group, and how many the person was told."""
        return "|".join([self.name, self.kind, self.sure, str(self.count)])

    def of(self, review: Review) -> list[Find]:
        return [find for find in review.waiting if self._holds(find)]

    def _holds(self, find: Find) -> bool:
        if self.name and find.name != self.name:
            return False
        if self.kind and getattr(find.row, "kind", "") != self.kind:
            return False
        return not self.sure or find.row.confidence >= float(self.sure)

    def counted(self, review: Review) -> Group:
        return Group(self.label, self.name, self.kind, self.sure, len(self.of(review)))


def groups(review: Review) -> list[tuple[str, list[Group]]]:
    """The rows of buttons: all, by kind; figures by their kind; figures at least as sure as the one looked at."""
    names = [Group(str(model._meta.verbose_name_plural), name) for name, model in MODELS.items()]
    rows = [("", [*names, Group(_("the whole case"))]), (_("Figures"), list(_kinds()))]
    if sure := _sure(review):
        shown = _("Figures, confidence %(sure)s or more") % {"sure": f"{float(sure):.2f}"}
        rows.append((shown, [Group(_("all figures"), "figure", sure=sure), *_kinds(sure)]))
    counted = [(title, [group.counted(review) for group in row]) for title, row in rows]
    return [(title, kept) for title, row in counted if (kept := [group for group in row if group.count])]


def _kinds(sure: str = "") -> Iterator[Group]:
    for kind in Figure.Kind:
        yield Group(str(kind.label), "figure", str(kind), sure)


def _sure(review: Review) -> str:
    find = review.current
    return repr(find.row.confidence) if find and find.name == "figure" else ""


def like(review: Review) -> Group | None:
    """All that wait like the find looked at: its kind, of figures those of its kind that are at least as sure."""
    find = review.current
    if find is None or not find.waiting:
        return None
    kind = str(find.row.kind) if find.name == "figure" else ""
    group = Group("", find.name, kind, _sure(review)).counted(review)
    words = ngettext("Accept %d like this", "Accept %d like this", group.count)
    return Group(words % group.count, find.name, kind, group.sure, group.count)


def chosen(review: Review, value: str) -> list[Find]:
    """The finds of the group a button sent; `Refused` where they are no longer as many as it said."""
    name, kind, sure, count = [*value.split("|"), "", "", ""][:4]
    try:
        finds = Group("", name, kind, sure).of(review)
    except (ValueError, AttributeError):
        return []
    if count.isdecimal() and int(count) != len(finds):
        told = ngettext(
            "It is %d now: look again, then accept.", "They are %d now: look again, then accept.", len(finds)
        )
        raise Refused(told % len(finds))
    return finds

"""Divisions of the country, as they were at a time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

STEPS = 3  # successors got beforehand: 98 of 100 names have no more


class Level(models.TextChoices):
    PROVINCE = "province", _("province")
    PREFECTURE = "prefecture", _("prefecture")
    COUNTY = "county", _("county")
    TOWNSHIP = "township", _("township")


class Place(models.Model):
    """One division under one name for a span of years; a renamed one is another record, its `successor`."""

    code = models.CharField(_("code"), max_length=9, help_text=_("GB/T 2260, nine digits for a township"))
    name = models.CharField(_("name"), max_length=60)
    name_key = models.CharField(max_length=200, editable=False, db_index=True)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    province = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    prefecture = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.PositiveSmallIntegerField(_("valid from"), null=True, blank=True)
    valid_to = models.PositiveSmallIntegerField(_("valid to"), null=True, blank=True)
    successor = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="predecessors")

    history = HistoricalRecords()

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [models.UniqueConstraint(fields=["code", "name"], name="place_code_name")]
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """浙江省衢州市开化县: the way down, without the placeholders of the code (市辖区 and the like)."""
        above = [place for place in (self.province, self.prefecture) if place and place.pk != self.pk]
        return "".join(place.name for place in above if not place.is_placeholder) + self.name

    @property
    def is_placeholder(self) -> bool:
        return self.name in {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}

    @property
    def now(self) -> Place:
        """What the place is called today (at most a few steps of successors away)."""
        place, seen = self, {self.pk}
        while place.successor and place.successor.pk not in seen:
            place = place.successor
            seen.add(place.pk)
        return place


def with_successors() -> list[str]:
    """What `now` and `full_name` of places need, for `select_related`."""
    steps = [["successor"] * count for count in range(STEPS + 1)]
    return ["__".join([*step, above]) for step in steps for above in ("province", "prefecture")]

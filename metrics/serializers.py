"""Figures as every file and the API give them: public words only."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from metrics.models import Figure, Flag
from programs.serializers import StoryFields


@extend_schema_field({"type": "number"})
class NumberField(serializers.Field[Decimal, Any, Any, Any]):
    """A decimal as a plain number: 5120000, not "5120000.000000"."""

    def to_representation(self, value: Decimal) -> int | float:
        return int(value) if value == value.to_integral_value() else float(value)


class FigureSerializer(StoryFields, serializers.ModelSerializer[Figure]):
    quote = serializers.CharField(source="public_quote", read_only=True)
    context: Any = serializers.CharField(source="public_context", read_only=True)
    value = NumberField(read_only=True)
    value_max = NumberField(read_only=True, allow_null=True)
    unit = serializers.CharField(source="unit.name", default=None, allow_null=True, read_only=True)
    label: Any = serializers.CharField(source="public_label", read_only=True)
    scope = serializers.CharField(source="public_scope", read_only=True)
    indicator = serializers.CharField(source="indicator.name", default=None, allow_null=True, read_only=True)
    section = serializers.CharField(source="section.kind", default=None, allow_null=True, read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Figure
        fields = [
            "id", "quote", "context", "start", "end", "value", "value_max", "unit", "qualifier", "kind", "claim",
            "label", "indicator", "scope", "period", "period_basis", "state", "confidence", "section", "case",
            "case_title", "place_code", "place", "year_from", "year_to", "year_basis", "words", "url",
        ]  # fmt: skip


class FlagSerializer(serializers.ModelSerializer[Flag]):
    """A doubt: which figures don't fit together, and why."""

    message = serializers.CharField(source="public_message", read_only=True)
    reason = serializers.SerializerMethodField()
    figures: Any = serializers.PrimaryKeyRelatedField(many=True, read_only=True)

    class Meta:
        model = Flag
        fields = ["kind", "message", "state", "reason", "figures"]

    def get_reason(self, flag: Flag) -> str:
        return flag.source.public_words(flag.reason)

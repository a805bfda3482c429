"""Programmes, measures and practices as every file and the API give them: public words only."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from cases.models.source import Rights
from programs.models import Measure, Practice, Program


class StoryFields(serializers.Serializer[Any]):
    """Of which case a find is: its number, title, place and years, and where its words stand."""

    case = serializers.IntegerField(source="case.number", read_only=True)
    case_title = serializers.CharField(source="case.public_title", read_only=True)
    place_code = serializers.CharField(source="case.place.code", default="", read_only=True)
    place = serializers.CharField(source="case.place.full_name", default="", read_only=True)
    year_from = serializers.IntegerField(source="case.year_from", allow_null=True, read_only=True)
    year_to = serializers.IntegerField(source="case.year_to", allow_null=True, read_only=True)
    year_basis = serializers.CharField(source="case.year_basis", read_only=True)
    words = serializers.CharField(source="words_url", read_only=True)


class ProgramInCaseSerializer(StoryFields):
    """A programme named in a case, first at these words."""

    main = serializers.BooleanField(read_only=True)
    named = serializers.CharField(source="public_quote", read_only=True)


class ProgramSerializer(serializers.ModelSerializer[Program]):
    name = serializers.CharField(source="public_name", read_only=True)
    aliases = serializers.ListField(source="public_aliases", child=serializers.CharField(), read_only=True)
    slogan = serializers.ListField(source="public_parts", child=serializers.DictField(), read_only=True)
    cases = ProgramInCaseSerializer(source="case_links", many=True, read_only=True)
    cases_count = serializers.IntegerField(read_only=True)
    measures_count = serializers.IntegerField(read_only=True)
    figures_count = serializers.IntegerField(read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Program
        fields = [
            "id",
            "name",
            "kind",
            "aliases",
            "slogan",
            "cases_count",
            "measures_count",
            "figures_count",
            "cases",
            "url",
        ]


class MeasureSerializer(StoryFields, serializers.ModelSerializer[Measure]):
    heading = serializers.CharField(source="public_heading", read_only=True)
    quote = serializers.SerializerMethodField()
    practices: Any = serializers.SlugRelatedField(slug_field="slug", many=True, read_only=True)

    class Meta:
        model = Measure
        fields = [
            "id",
            "case",
            "case_title",
            "place_code",
            "place",
            "year_from",
            "year_to",
            "year_basis",
            "order",
            "level",
            "heading",
            "practices",
            "quote",
            "start",
            "end",
            "state",
            "words",
        ]

    def get_quote(self, measure: Measure) -> str:
        """Heading and body as given, where the whole text is public."""
        return measure.public_quote if measure.source.rights == Rights.FULL else measure.public_heading


class PracticeSerializer(serializers.ModelSerializer[Practice]):
    measures_count = serializers.IntegerField(read_only=True)
    cases_count = serializers.IntegerField(read_only=True)
    year_from = serializers.IntegerField(source="first_year", allow_null=True, read_only=True)
    year_to = serializers.IntegerField(source="last_year", allow_null=True, read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Practice
        fields = ["slug", "name", "name_en", "aliases", "measures_count", "cases_count", "year_from", "year_to", "url"]

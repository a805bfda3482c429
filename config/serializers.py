"""A case with everything found in it, as the API gives it: the one record that needs all apps."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from cases.models import Case, CaseSource, Section
from cases.models.source import Rights
from cases.serializers import CaseSerializer
from metrics.serializers import FigureSerializer, FlagSerializer
from programs.models import CaseProgram
from programs.serializers import MeasureSerializer


class SectionSerializer(serializers.ModelSerializer[Section]):
    heading = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()

    class Meta:
        model = Section
        fields = ["kind", "heading", "level", "text", "start", "end", "state"]

    def get_heading(self, section: Section) -> str:
        return section.source.public_words(section.heading)

    def get_text(self, section: Section) -> str:
        """The clean text, where the whole text is public."""
        source = section.source
        return source.public_clean(section.start, section.end) if source.rights == Rights.FULL else ""


class CaseProgramSerializer(serializers.ModelSerializer[CaseProgram]):
    id = serializers.IntegerField(source="program_id", read_only=True)
    name = serializers.SerializerMethodField()
    kind = serializers.CharField(source="program.kind", read_only=True)
    named = serializers.CharField(source="public_quote", read_only=True)
    words = serializers.CharField(source="words_url", read_only=True)

    class Meta:
        model = CaseProgram
        fields = ["id", "name", "kind", "main", "named", "start", "end", "state", "words"]

    def get_name(self, link: CaseProgram) -> str:
        return link.source.public_words(link.program.name)


class CaseSourceSerializer(serializers.ModelSerializer[CaseSource]):
    site = serializers.CharField(source="source.site", read_only=True)
    url = serializers.CharField(source="source.url", read_only=True)
    page_title = serializers.SerializerMethodField()
    page_date = serializers.CharField(source="source.page_date", read_only=True)
    sha256 = serializers.CharField(source="source.sha256", read_only=True)
    encoding = serializers.CharField(source="source.encoding", read_only=True)
    damage = serializers.ListField(source="source.damage", child=serializers.CharField(), read_only=True)
    rights = serializers.CharField(source="source.rights", read_only=True)

    class Meta:
        model = CaseSource
        fields = [
            "number", "primary", "start", "end", "site", "url", "page_title", "page_date", "sha256", "encoding",
            "damage", "rights",
        ]  # fmt: skip

    def get_page_title(self, link: CaseSource) -> str:
        return link.source.public_words(link.source.page_title)


class CaseDetailSerializer(CaseSerializer):
    """A case and all its finds (the view gives it `parts`)."""

    sections = SectionSerializer(source="parts.sections", many=True, read_only=True)
    programs = CaseProgramSerializer(source="parts.programs", many=True, read_only=True)
    measures = MeasureSerializer(source="parts.measures", many=True, read_only=True)
    figures = FigureSerializer(source="parts.figures", many=True, read_only=True)
    flags = FlagSerializer(source="parts.flags", many=True, read_only=True)
    sources = CaseSourceSerializer(source="source_links", many=True, read_only=True)

    class Meta(CaseSerializer.Meta):
        model: Any = Case
        fields = [*CaseSerializer.Meta.fields, "sections", "programs", "measures", "figures", "flags", "sources"]
        read_only_fields = fields

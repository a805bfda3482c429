"""One serializer a record: behind JSON, CSV, XLSX and the API alike. It reads public words only."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from cases.models import Case, Place


class PlaceSerializer(serializers.ModelSerializer[Place]):
    full_name = serializers.CharField(read_only=True)
    now = serializers.CharField(source="now.full_name", read_only=True)

    class Meta:
        model = Place
        fields = ["code", "name", "full_name", "level", "valid_from", "valid_to", "now"]
        read_only_fields = fields


class CaseSerializer(serializers.ModelSerializer[Case]):
    """A case as the public may read it (needs `CaseList.shown`)."""

    url = serializers.CharField(source="get_absolute_url", read_only=True)
    title = serializers.CharField(source="public_title", read_only=True)
    lead = serializers.CharField(source="public_lead", read_only=True)
    province = serializers.SerializerMethodField()
    prefecture = serializers.SerializerMethodField()
    county = serializers.SerializerMethodField()
    place_code = serializers.CharField(source="place.code", read_only=True, default=None)
    place_now = serializers.SerializerMethodField()
    program_names = serializers.SerializerMethodField()
    figures_count = serializers.IntegerField(source="figure_count", read_only=True)
    flags_count = serializers.IntegerField(source="flag_count", read_only=True)
    sites = serializers.SerializerMethodField()

    class Meta:
        model = Case
        fields = [
            "number", "url", "title", "lead", "authors", "province", "prefecture", "county", "township", "place_code",
            "place_now", "place_basis", "place_evidence", "year_from", "year_to", "year_basis", "year_evidence",
            "page_date", "truncated", "completeness", "program_names", "figures_count", "flags_count", "sites",
            "published_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_province(self, case: Case) -> str | None:
        return case.place.province.name if case.place and case.place.province else None

    def get_prefecture(self, case: Case) -> str | None:
        return case.place.prefecture.name if case.place and case.place.prefecture else None

    def get_county(self, case: Case) -> str | None:
        return case.place.name if case.place and case.place.level == "county" else None

    def get_place_now(self, case: Case) -> str | None:
        return case.place.now.full_name if case.place else None

    def get_program_names(self, case: Case) -> list[str]:
        """Names, the main one first."""
        return [case.public_words(link.program.name) for link in case.program_links.all() if link.is_public]

    def get_sites(self, case: Case) -> list[str]:
        return [link.source.site for link in case.source_links.all() if link.source.site]

    def to_representation(self, case: Case) -> dict[str, Any]:
        record = super().to_representation(case)
        for name in ("place_evidence", "year_evidence", "township"):
            record[name] = case.public_words(record[name])
        record["authors"] = [case.public_words(str(author)) for author in record["authors"]]
        return record

"""What cleaning did is kept in few words, and comes back whole."""

from __future__ import annotations

import json
from importlib import import_module
from itertools import groupby

from django.apps import apps

from cases.extract.spans import Repair
from cases.models import Source
from cases.repairs import counted, packed, unpacked

FOUND = [
    Repair("gloss", 4, 10, ""),
    Repair("gloss", 12, 16, ""),
    Repair("punctuation", 20, 21, "，"),
    Repair("damaged", 30, 34, "××", certain=False),
    Repair("damaged", 40, 42, "专家"),
    Repair("gloss", 50, 52, ""),
]


def test_repairs_come_back_in_their_order() -> None:
    assert unpacked(json.loads(json.dumps(packed(FOUND)))) == FOUND
    assert unpacked(packed([])) == []


def test_repairs_of_one_kind_that_follow_each_other_share_its_name() -> None:
    kinds = [(group["kind"], group["certain"], len(group["start"])) for group in packed(FOUND)]
    assert kinds == [
        ("gloss", True, 2),
        ("punctuation", True, 1),
        ("damaged", False, 1),
        ("damaged", True, 1),
        ("gloss", True, 1),
    ]


def test_repairs_are_counted_by_kind_as_they_are_stored() -> None:
    assert counted(packed(FOUND)) == {"gloss": 3, "punctuation": 1, "damaged": 2}


def test_what_was_stored_as_records_is_packed_and_back_again(library: None) -> None:
    migration = import_module("cases.migrations.0011_repairs_as_columns")
    before = {source.pk: (source.repairs, source.found_repairs) for source in Source.objects.all()}
    assert any(found for _, found in before.values())
    migration.unpack(apps, None)
    records = {source.pk: source.repairs for source in Source.objects.all()}
    assert {pk: [Repair(**each) for each in found] for pk, found in records.items()} == {
        pk: found for pk, (_, found) in before.items()
    }
    migration.pack(apps, None)
    assert {source.pk: (source.repairs, source.found_repairs) for source in Source.objects.all()} == before
    assert all(
        len(stored) == sum(1 for _ in groupby(found, lambda r: (r.kind, r.certain)))
        for stored, found in before.values()
    )

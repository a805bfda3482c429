"""What cleaning did in a text, kept as columns instead of a record each: see cases/repairs.py."""

from itertools import groupby

from django.db import migrations

TOGETHER = 200
FIELDS = ("start", "end", "clean")


def pack(apps, schema_editor):
    _rewrite(apps, _packed)


def unpack(apps, schema_editor):
    _rewrite(apps, _unpacked)


def _rewrite(apps, change):
    sources = apps.get_model("cases", "Source").objects.order_by("pk")
    last = 0
    while found := list(sources.filter(pk__gt=last).only("repairs")[:TOGETHER]):
        for source in found:
            source.repairs = change(source.repairs)
        sources.bulk_update(found, ["repairs"])
        last = found[-1].pk


def _packed(repairs):
    groups = groupby(repairs, key=lambda repair: (repair["kind"], repair["certain"]))
    return [_columns(kind, certain, list(found)) for (kind, certain), found in groups]


def _columns(kind, certain, found):
    return {"kind": kind, "certain": certain} | {name: [repair[name] for repair in found] for name in FIELDS}


def _unpacked(groups):
    return [
        {"kind": group["kind"], **dict(zip(FIELDS, values, strict=True)), "certain": group["certain"]}
        for group in groups
        for values in zip(*(group[name] for name in FIELDS), strict=True)
    ]


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_fewer_indexes")]
    operations = [migrations.RunPython(pack, unpack)]

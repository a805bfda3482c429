"""Fill units and indicators from the reader's own word lists."""

import json
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "extract" / "data"


def entries(name):
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))[name]


def fill(apps, schema_editor):
    unit, indicator = apps.get_model("metrics", "Unit"), apps.get_model("metrics", "Indicator")
    unit.objects.bulk_create(
        unit(
            name=entry["name"],
            dimension=entry["dimension"],
            base=entry["base"],
            factor=entry["factor"],
            aliases=entry.get("aliases", []),
        )
        for entry in entries("units")
    )
    indicator.objects.bulk_create(
        indicator(
            name=entry["name"],
            name_en=entry.get("name_en", ""),
            dimension=entry.get("dimension", ""),
            aliases=entry.get("aliases", []),
        )
        for entry in entries("indicators")
    )


def empty(apps, schema_editor):
    apps.get_model("metrics", "Indicator").objects.all().delete()
    apps.get_model("metrics", "Unit").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("metrics", "0001_initial")]
    operations = [migrations.RunPython(fill, empty)]

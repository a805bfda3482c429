"""Fill the places from the gazetteer, and keep case numbers 1–8 for the reviewed seeds."""

from django.db import migrations

from cases.divisions import fill_places


def fill(apps, schema_editor):
    fill_places(apps.get_model("cases", "Place"))
    apps.get_model("cases", "Counter").objects.get_or_create(name="case", defaults={"value": 8})


def empty(apps, schema_editor):
    apps.get_model("cases", "Place").objects.update(parent=None, province=None, prefecture=None, successor=None)
    apps.get_model("cases", "Place").objects.all().delete()
    apps.get_model("cases", "Counter").objects.filter(name="case").delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(fill, empty)]

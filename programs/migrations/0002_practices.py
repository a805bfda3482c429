"""Fill the practices from the reader's own word list."""

from django.db import migrations

from programs.extract.practices import PRACTICES


def fill(apps, schema_editor):
    practice = apps.get_model("programs", "Practice")
    practice.objects.bulk_create(
        practice(slug=entry["slug"], name=entry["name"], name_en=entry["name_en"], aliases=[]) for entry in PRACTICES
    )


def empty(apps, schema_editor):
    apps.get_model("programs", "Practice").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("programs", "0001_initial")]
    operations = [migrations.RunPython(fill, empty)]

"""Where the server doesn't know lz4, texts and what was repaired in them are stored as they are: packing took a quarter
of the time of writing a text with all that is read from it. They take twice the room; what is stored is left so."""

from django.db import migrations

from cases.search.postgres import HAS_LZ4

LONG = {"cases_source": ("raw", "text", "cleaned", "runs", "repairs"), "cases_section": ("quote",)}


def unpack(apps, schema_editor):
    _store(schema_editor, "EXTERNAL")


def pack(apps, schema_editor):
    _store(schema_editor, "EXTENDED")


def _store(schema_editor, way):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(HAS_LZ4)
        if not cursor.fetchone():
            for table, columns in LONG.items():
                each = ", ".join(f"ALTER COLUMN {name} SET STORAGE {way}" for name in columns)
                cursor.execute(f"ALTER TABLE {table} {each}")


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_search_tags")]
    operations = [migrations.RunPython(unpack, pack)]

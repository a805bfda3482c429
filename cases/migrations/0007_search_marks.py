"""SQLite's second table of the search: pairs with a punctuation mark. Both are made anew after `migrate`."""

from django.db import migrations

from cases.search import sqlite


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(sqlite.CREATE_MARKS)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(sqlite.DROP_MARKS)


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_work")]
    operations = [migrations.RunPython(create, drop)]

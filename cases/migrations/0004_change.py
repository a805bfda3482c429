"""The log of changed cases; the triggers that write it are made after every `migrate` (cases/changes.py)."""

from django.db import migrations, models

BY_STAMP = "CREATE INDEX cases_change_stamp ON cases_change (stamp)"


def index(apps, schema_editor):
    """PostgreSQL looks for the lines of transactions; SQLite, where they stand in the order of commits, for keys."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BY_STAMP)


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_search")]
    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record", models.BigIntegerField()),
                ("stamp", models.BigIntegerField()),
            ],
            options={"verbose_name": "change"},
        ),
        migrations.RunPython(index, migrations.RunPython.noop),
    ]

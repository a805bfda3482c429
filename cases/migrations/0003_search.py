"""The search's own index: FTS5 on SQLite, GIN on PostgreSQL. Rows are derived: they are made anew after `migrate`."""

from django.db import migrations, models

from cases.search import postgres, sqlite


def create(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            cursor.execute(sqlite.CREATE)
            return
        cursor.execute(postgres.CREATE)
        cursor.execute(postgres.HAS_LZ4)
        if cursor.fetchone():
            cursor.execute(postgres.LZ4)


def drop(apps, schema_editor):
    engine = sqlite if schema_editor.connection.vendor == "sqlite" else postgres
    schema_editor.execute(engine.DROP)


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_places")]
    operations = [
        migrations.DeleteModel("SearchRow"),
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("index", models.CharField(max_length=20)),
                ("record", models.PositiveBigIntegerField()),
                ("title", models.TextField(blank=True)),
                ("body", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "search row",
                "constraints": [models.UniqueConstraint(fields=("index", "record"), name="search_row_record")],
            },
        ),
        migrations.RunPython(create, drop),
    ]

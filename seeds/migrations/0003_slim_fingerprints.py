import django.db.models.deletion
from django.db import migrations, models

COPY = """
INSERT INTO seeds_fingerprint (value, source_id)
SELECT DISTINCT value, source_id FROM seeds_fingerprintofbefore ORDER BY value, source_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_search_list"),
        ("seeds", "0002_fingerprints"),
    ]

    operations = [
        migrations.RenameModel("Fingerprint", "FingerprintOfBefore"),
        migrations.CreateModel(
            name="Fingerprint",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "value", "source", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("value", models.BigIntegerField()),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.source",
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        migrations.DeleteModel("FingerprintOfBefore"),
    ]

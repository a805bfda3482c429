import django.db.models.deletion
from django.db import migrations, models

# Indexes on what another index begins with. Dropped by name: to alter the columns SQLite would copy whole tables.


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_search_list")]

    operations = [
        migrations.RemoveIndex("case", "case_place"),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "DROP INDEX IF EXISTS cases_casesource_case_id_caf16bc9",
                    "CREATE INDEX cases_casesource_case_id_caf16bc9 ON cases_casesource (case_id)",
                ),
                migrations.RunSQL(
                    "DROP INDEX IF EXISTS cases_mask_source_id_0413aabc",
                    "CREATE INDEX cases_mask_source_id_0413aabc ON cases_mask (source_id)",
                ),
            ],
            state_operations=[
                migrations.AlterField(
                    "casesource",
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="source_links",
                        to="cases.case",
                    ),
                ),
                migrations.AlterField(
                    "mask",
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="masks",
                        to="cases.source",
                        verbose_name="source",
                    ),
                ),
            ],
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models

# Indexes on what another index begins with. Dropped by name: to alter the columns SQLite would copy whole tables.


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_fewer_indexes"), ("programs", "0003_merged_programs")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "DROP INDEX IF EXISTS programs_caseprogram_case_id_98a04d0a",
                    "CREATE INDEX programs_caseprogram_case_id_98a04d0a ON programs_caseprogram (case_id)",
                ),
            ],
            state_operations=[
                migrations.AlterField(
                    "caseprogram",
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="program_links",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
            ],
        ),
    ]

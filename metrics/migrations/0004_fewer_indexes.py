import django.db.models.deletion
from django.db import migrations, models

# Indexes on what another index begins with. Dropped by name: to alter the columns SQLite would copy whole tables.


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_fewer_indexes"), ("metrics", "0003_indicators_merged")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "DROP INDEX IF EXISTS metrics_figure_case_id_884014f2",
                    "CREATE INDEX metrics_figure_case_id_884014f2 ON metrics_figure (case_id)",
                ),
                migrations.RunSQL(
                    "DROP INDEX IF EXISTS metrics_figure_unit_id_54ffe218",
                    "CREATE INDEX metrics_figure_unit_id_54ffe218 ON metrics_figure (unit_id)",
                ),
            ],
            state_operations=[
                migrations.AlterField(
                    "figure",
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                migrations.AlterField(
                    "figure",
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="metrics.unit",
                    ),
                ),
            ],
        ),
    ]

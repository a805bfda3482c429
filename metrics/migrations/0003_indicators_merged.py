"""An indicator may be merged into another, as a programme may."""

import django.db.models.deletion
from django.db import migrations, models

KEPT = {"null": True, "blank": True}
OF_HISTORY = {"db_constraint": False, "on_delete": django.db.models.deletion.DO_NOTHING, "related_name": "+"}
OWN = {"on_delete": django.db.models.deletion.PROTECT}


def indicator(**how):
    return models.ForeignKey(to="metrics.indicator", limit_choices_to={"merged_into": None}, **KEPT, **how)


def merged_into(**how):
    return models.ForeignKey(to="metrics.indicator", editable=False, verbose_name="merged into", **KEPT, **how)


class Migration(migrations.Migration):
    dependencies = [("metrics", "0002_units_and_indicators")]
    operations = [
        migrations.AddField("historicalindicator", "merged_into", merged_into(**OF_HISTORY)),
        migrations.AddField("indicator", "merged_into", merged_into(related_name="merged", **OWN)),
        migrations.AlterField("figure", "indicator", indicator(related_name="figures", **OWN)),
        migrations.AlterField("historicalfigure", "indicator", indicator(**OF_HISTORY)),
    ]

"""Masks become proposals like other finds, and know two reasons more."""

from django.db import migrations, models

REASONS = [
    ("death", "a death"),
    ("sect", "religion or sect"),
    ("poverty", "poverty"),
    ("quarrel", "a quarrel"),
    ("illness", "illness"),
    ("disability", "disability"),
    ("crime", "crime"),
    ("family", "family"),
]


def fields(model):
    decided = models.JSONField(default=list, editable=False, verbose_name="fields set by a person")
    reading = models.JSONField(default=dict, editable=False, verbose_name="what the reader said")
    reason = models.CharField(choices=REASONS, max_length=10, verbose_name="reason")
    return [
        migrations.AddField(model, "decided", decided),
        migrations.AddField(model, "reading", reading),
        migrations.AlterField(model, "reason", reason),
    ]


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_change")]
    operations = [*fields("mask"), *fields("historicalmask")]

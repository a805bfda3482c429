"""A mask laid by a person has a reason of its own: other than those the rules know."""

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
    ("other", "other"),
]


def reasons():
    return models.CharField(choices=REASONS, max_length=10, verbose_name="reason")


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_search_marks")]
    operations = [
        migrations.AlterField("historicalmask", "reason", reasons()),
        migrations.AlterField("mask", "reason", reasons()),
    ]

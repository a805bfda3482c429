"""Curators and publishers read and answer the errors that readers report; admins hold every right, as before."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

RIGHTS = ("view_report", "change_report")
EDITORS = ("curators", "publishers")


def give(apps, schema_editor):
    database = schema_editor.connection.alias
    config = apps.get_app_config("desk")
    config.models_module = True
    create_permissions(config, using=database, apps=apps, verbosity=0)
    config.models_module = None
    rights = apps.get_model("auth", "Permission").objects.using(database).filter(content_type__app_label="desk")
    groups = apps.get_model("auth", "Group").objects.using(database)
    for group in groups.filter(name__in=EDITORS):
        group.permissions.add(*rights.filter(codename__in=RIGHTS))
    for group in groups.filter(name="admins"):
        group.permissions.add(*rights)


class Migration(migrations.Migration):
    dependencies = [("desk", "0003_briefs_and_reports")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]

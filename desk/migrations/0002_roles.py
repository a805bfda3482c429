"""Make the three roles: curators, publishers, admins (docs/roles.md).

Permissions are made by Django after all migrations have run; on a fresh database the ones needed here are not
there yet, so they are made first. Both ways of making them are idempotent.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

APPS = ("cases", "programs", "metrics", "desk", "auth")
# What comes from reading is changed, never added or deleted; a mask may be laid by hand.
RECORDS = {
    "cases": ("source", "case", "casesource", "section"),
    "programs": ("program", "caseprogram", "measure"),
    "metrics": ("figure", "flag"),
}
VOCABULARIES = {"cases": ("place",), "programs": ("practice",), "metrics": ("unit", "indicator")}
DESK = {("desk", "view_batch"), ("desk", "add_batch")}
MASKS = {("cases", f"{act}_mask") for act in ("view", "add", "change")}
ROLES = ("curators", "publishers", "admins")


def rights(models, *acts):
    return {(app, f"{act}_{model}") for app, names in models.items() for model in names for act in acts}


def make_roles(apps, schema_editor):
    database = schema_editor.connection.alias
    make_permissions(apps, database)
    permissions = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in apps.get_model("auth", "Permission")
        .objects.using(database)
        .filter(content_type__app_label__in=APPS)
        .select_related("content_type")
    }
    curators = rights(RECORDS, "view", "change") | rights(VOCABULARIES, "view") | MASKS | DESK
    publishers = curators | {("cases", "publish_case")}
    groups = apps.get_model("auth", "Group").objects.using(database)
    for name, keys in zip(ROLES, (curators, publishers, permissions), strict=True):
        group, _new = groups.get_or_create(name=name)
        group.permissions.add(*(permissions[key] for key in keys))


def make_permissions(apps, database):
    for label in APPS:
        config = apps.get_app_config(label)
        # An app as it was then has no models module, and `create_permissions` passes over such apps.
        config.models_module = True
        create_permissions(config, using=database, apps=apps, verbosity=0)
        config.models_module = None


def drop_roles(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    groups.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_initial"),
        ("cases", "0001_initial"),
        ("programs", "0001_initial"),
        ("metrics", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roles, drop_roles)]

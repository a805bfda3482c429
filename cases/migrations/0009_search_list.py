"""PostgreSQL: how much may wait to be indexed is said by who writes, no longer by the index."""

from django.db import migrations


def reset(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in ("search_cases", "search_others"):
            schema_editor.execute(f"ALTER INDEX {name} RESET (gin_pending_list_limit)")


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_masks_by_hand")]
    operations = [migrations.RunPython(reset, migrations.RunPython.noop)]

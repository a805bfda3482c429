"""Which cases have changed: a log that triggers of the database write, in the changing transaction itself.

So whatever writes a watched table is in it: a page, an import by COPY, an `update()`, a statement typed by hand. An
app says by `watch` what of its tables a case's place in lists hangs on. The triggers are made after every `migrate`
and taken away before it, since SQLite rebuilds tables to alter them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Max
from django.db.models.signals import post_migrate, pre_migrate

from cases.models import Case, Change, Place
from cases.planned import fetched, planned

KEPT = 100_000  # lines; who has looked later than that looks at everything
WRITES = ("INSERT", "UPDATE", "DELETE")
KNOWN = 0  # no case has this key: in the log it says that a record was written which pages have at hand

_watched: dict[str, tuple[str, tuple[str, ...]]] = {}

_SQLITE = """
CREATE TRIGGER change_{table}_{event}_{row} AFTER {event} ON {table} BEGIN
INSERT INTO cases_change (record, stamp) SELECT key, random() FROM ({keys}) WHERE key IS NOT NULL; END
"""
_POSTGRES = """
CREATE FUNCTION change_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO cases_change (record, stamp) SELECT DISTINCT keys.key, pg_current_xact_id()::text::bigint
FROM changed AS line, LATERAL ({keys}) AS keys WHERE keys.key IS NOT NULL;
RETURN NULL; END $$
"""
_POSTGRES_ON = """
CREATE TRIGGER change_{event}_{row} AFTER {event} ON {table}
REFERENCING {row} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION change_{table}()
"""
# The two numbers of a key give back a log that has been trimmed, rolled back or put in place of another.
_LINES = "SELECT '', id, stamp, record FROM cases_change WHERE id >= %s ORDER BY id"
_LAST = "SELECT '', id, stamp, record FROM cases_change ORDER BY id DESC LIMIT 1"
# A transaction may commit after another with a higher key: so the lines of those that the last look didn't see, and of
# this very one. Numbers still to come are those of another server, whose dump this base was made from.
_POSTGRES_LINES = """
SELECT pg_current_snapshot()::text, id, stamp, record FROM (SELECT) AS now LEFT JOIN cases_change
ON id = %s OR (stamp >= %s AND stamp < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
AND NOT pg_visible_in_snapshot(stamp::text::xid8, %s::pg_snapshot))
OR stamp = pg_current_xact_id_if_assigned()::text::bigint ORDER BY id
"""


@dataclass(frozen=True)
class Seen:
    """How far the log has been read: its last line, and on PostgreSQL what the statement that read it saw."""

    line: int
    stamp: int
    snapshot: str = ""


def watch(model: type[models.Model], keys: str, on: tuple[str, ...] = WRITES) -> None:
    """Log the cases that `keys` gives as `key` for each row written: `watch(Figure, "SELECT {row}.case_id AS key")`."""
    _watched[model._meta.db_table] = keys, on


def watch_known(model: type[models.Model], keys: str) -> None:
    """The same where a record is changed that pages have at hand (`cases.known`); a new one they ask for by its key."""
    watch(model, f"{keys} UNION ALL SELECT {KNOWN}", on=("UPDATE",))


def since(seen: Seen | None) -> tuple[Seen | None, set[int] | None]:
    """The cases changed since then (None: any may have), and how far the log is read now."""
    lines = _read(seen) if seen else []
    if not seen or (seen.line, seen.stamp) not in {line[1:3] for line in lines}:
        return _last(), None
    snapshot, line, stamp, _ = lines[-1]
    changed = {record for _snapshot, line, stamp, record in lines if (line, stamp) != (seen.line, seen.stamp)}
    return Seen(line, stamp, snapshot), changed


def _read(seen: Seen) -> list[Any]:
    if connection.vendor == "postgresql":
        return planned(_POSTGRES_LINES, [seen.line, int(seen.snapshot.partition(":")[0]), seen.snapshot])
    return planned(_LINES, [seen.line])


def _last() -> Seen | None:
    sql = _LAST.replace("''", "pg_current_snapshot()::text") if connection.vendor == "postgresql" else _LAST
    for snapshot, line, stamp, _record in fetched(sql, []):
        return Seen(line, stamp, snapshot)
    return None


def trim() -> None:
    """Forget old lines: the last thing in a transaction, so that who waits for its end holds nothing others want."""
    last = Change.objects.aggregate(last=Max("pk"))["last"] or 0
    Change.objects.filter(pk__lte=last - KEPT).delete()


def _made() -> Iterator[str]:
    """The statements that make the triggers of the tables that are there."""
    there = connection.introspection.table_names()
    for table, (keys, events) in _watched.items():
        if table not in there:
            continue
        if connection.vendor == "postgresql":
            yield _POSTGRES.format(table=table, keys=keys.format(row="line"))
        for event in events:
            for row in {"INSERT": ["NEW"], "DELETE": ["OLD"]}.get(event, ["OLD", "NEW"]):
                sql = _POSTGRES_ON if connection.vendor == "postgresql" else _SQLITE
                yield sql.format(table=table, event=event, row=row, keys=keys.format(row=row))


def _dropped() -> Iterator[str]:
    if connection.vendor == "postgresql":
        yield from (f"DROP FUNCTION IF EXISTS change_{table}() CASCADE" for table in _watched)
    else:
        names = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'change!_%%' ESCAPE '!'"
        yield from (f"DROP TRIGGER {name}" for (name,) in fetched(names, []))


@transaction.atomic
def install(**_kwargs: Any) -> None:
    """The triggers made anew, and a line that bids every process to look at everything."""
    remove()
    with connection.cursor() as cursor:
        for sql in _made():
            cursor.execute(sql)
    Change.objects.all().delete()
    stamp = "pg_current_xact_id()::text::bigint" if connection.vendor == "postgresql" else "random()"
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO cases_change (record, stamp) VALUES (0, {stamp})")


def remove(**_kwargs: Any) -> None:
    with connection.cursor() as cursor:
        for sql in list(_dropped()):
            cursor.execute(sql)


def connect() -> None:
    """Once, when the app is ready."""
    watch(Case, "SELECT {row}.id AS key")
    around = "SELECT id FROM cases_place WHERE {row}.id IN (id, province_id, prefecture_id)"
    watch_known(Place, f"SELECT id AS key FROM cases_case WHERE place_id IN ({around})")
    sender = apps.get_app_config("cases")
    pre_migrate.connect(remove, sender=sender, dispatch_uid="changes-remove")
    post_migrate.connect(install, sender=sender, dispatch_uid="changes-install")

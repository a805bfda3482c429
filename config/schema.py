"""The API's schema as plain tables, with the meaning of every field from docs/data.md."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import override

DATA = "docs/data.md"
_ROW = re.compile(r"^\| `(\w+)` \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$")

Table = dict[str, dict[str, tuple[str, str, str]]]


@lru_cache(maxsize=1)
def documented() -> Table:
    """docs/data.md as {record: {field: (type, meaning, 含义)}}."""
    found: Table = {}
    record = ""
    for line in (settings.BASE_DIR / DATA).read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            record = line[3:].split()[0]
        elif row := _ROW.match(line):
            found.setdefault(record, {})[row[1]] = (row[2].strip(), row[3].strip(), row[4].strip())
    return found


@lru_cache(maxsize=4)
def schema(language: str) -> dict[str, Any]:
    from drf_spectacular.generators import SchemaGenerator

    with override(language):
        return SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-any-return]


@lru_cache(maxsize=4)
def endpoints(language: str) -> list[dict[str, Any]]:
    """Each address with its parameters; addresses of lists before those of their records."""
    found = []
    for path, operations in schema(language)["paths"].items():
        operation = operations["get"]
        rows = [_parameter(each) for each in operation.get("parameters", []) if each["in"] == "query"]
        found.append({"path": path, "parameters": rows, "open": "{" not in path})
    return [one for one in found if "schema" not in one["path"]]


def _parameter(each: dict[str, Any]) -> dict[str, str]:
    inner = each["schema"].get("items", each["schema"])
    values = "、".join(str(value) for value in inner.get("enum", []))
    return {
        "name": each["name"],
        "type": _type(each["schema"]),
        "values": values,
        "meaning": each.get("description", ""),
    }


def _type(one: dict[str, Any]) -> str:
    return f"{one['items'].get('type', 'object')} …" if one.get("type") == "array" else str(one.get("type", "object"))


@lru_cache(maxsize=4)
def records(language: str) -> list[dict[str, Any]]:
    """Each record with its fields: name, type, meaning."""
    meaning = 1 if language == "en" else 2
    return [
        {
            "name": name,
            "fields": [{"name": field, "type": row[0], "meaning": row[meaning]} for field, row in rows.items()],
        }
        for name, rows in documented().items()
    ]

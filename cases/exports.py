"""A whole list as a file: JSON, CSV or XLSX of exactly the filtered rows, through the record's one serializer."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from rest_framework.serializers import BaseSerializer
from rest_framework.utils.encoders import JSONEncoder

FORMATS = ("json", "csv", "xlsx")
XLSX_ROWS = 1_048_575  # a sheet's rows less the header
XLSX_CELL = 32_767
CHUNK = 500

Record = Mapping[str, Any]


def respond(records: Iterator[Record], columns: list[str], form: str, name: str) -> HttpResponseBase:
    """The response that carries the records in the wanted form."""
    if form == "xlsx":
        return FileResponse(workbook(records, columns), as_attachment=True, filename=f"{name}.xlsx")
    lines, kind = (as_json(records), "application/json") if form == "json" else (as_csv(records, columns), "text/csv")
    response = StreamingHttpResponse(lines, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"' if form == "csv" else "inline"
    return response


def records(queryset: Any, serializer: BaseSerializer[Any]) -> Iterator[Record]:
    """The rows in chunks, so that a long list never stands in memory as a whole."""
    for row in queryset.iterator(chunk_size=CHUNK):
        yield serializer.to_representation(row)


def as_json(records: Iterable[Record]) -> Iterator[str]:
    yield "["
    for count, record in enumerate(records):
        yield (",\n" if count else "\n") + json.dumps(record, cls=JSONEncoder, ensure_ascii=False)
    yield "\n]\n"


class _Line:
    """What `csv.writer` writes to, giving the line back."""

    def write(self, line: str) -> str:
        return line


def as_csv(records: Iterable[Record], columns: list[str]) -> Iterator[str]:
    """With a byte order mark, so that spreadsheets read the characters right."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(columns)
    for record in records:
        yield writer.writerow([harmless(flat(record[name])) for name in columns])


def workbook(records: Iterable[Record], columns: list[str]) -> IO[bytes]:
    """An XLSX in a temporary file, written row by row; text is never taken for a formula, number or link."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
        for at, record in enumerate(records, start=1):
            for column, name in enumerate(columns):
                value = flat(record[name])
                sheet.write(at, column, value[:XLSX_CELL] if isinstance(value, str) else value)
    file.seek(0)
    return file


def flat(value: Any) -> Any:
    """One cell: lists joined, a record as its values."""
    if isinstance(value, list | tuple):
        return "; ".join(str(flat(each)) for each in value)
    if isinstance(value, Mapping):
        return " ".join(str(flat(each)) for each in value.values() if each not in (None, ""))
    return "" if value is None else value


def harmless(value: Any) -> Any:
    """A cell that a spreadsheet would run as a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value

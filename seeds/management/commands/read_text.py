"""`manage.py read_text FILE`: print what is found in a text, write nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.extract.decode import DecodeError
from seeds.reading import read
from seeds.records import as_json_lines
from seeds.table import as_table


class Command(BaseCommand):
    help = "Print what is found in a text; nothing is written to the database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=["table", "jsonl"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            reading = read(path.read_bytes(), path.name)
        except (OSError, DecodeError) as error:
            raise CommandError(f"{path}: {error}") from error
        lines = as_json_lines(reading) if options["format"] == "jsonl" else as_table(reading)
        for line in lines:
            self.stdout.write(line)

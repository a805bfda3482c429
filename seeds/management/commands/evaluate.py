"""`manage.py evaluate [GOLD_DIR] [--field NAME] [--worst N]`: how well the reader reads annotated texts."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.extract.decode import DecodeError
from seeds.evaluation import evaluate, measures_named, table, worst


class Command(BaseCommand):
    help = "Score the reader against annotated texts, by text and by measure, with the worst misses in context."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("gold", type=Path, nargs="?", metavar="GOLD_DIR", help="else the reviewed given texts")
        parser.add_argument("--field", default="", metavar="NAME", help="only measures whose name begins so: kind")
        parser.add_argument("--worst", type=int, default=5, metavar="N", help="so many misses of each measure")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            scores = evaluate(options["gold"])
        except (OSError, ValueError, KeyError, DecodeError) as error:
            raise CommandError(f"{options['gold']}: {error}") from error
        if not scores:
            raise CommandError(f"{options['gold']}: no annotated text (NAME.jsonl beside NAME.txt)")
        names = measures_named(scores[-1], options["field"])
        if not names:
            raise CommandError(f"no measure begins with {options['field']}: {', '.join(scores[-1].tries)}")
        for line in (*table(scores), *worst(scores[-1], names, options["worst"])):
            self.stdout.write(line)

"""`manage.py import_texts PATH…`: files, folders, ZIPs into the library, as drafts unless told to publish."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from seeds import bulk
from seeds.cluster import Cluster, ClusterError
from seeds.intake import Report, plain, take_in, text_files
from seeds.pool import Pool
from seeds.signals import imported
from seeds.unpacking import Unpacked, unpacked


class Command(BaseCommand):
    help = "Import texts (txt, html, docx, pdf, ZIPs of these) from files and folders; many in several processes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument("--publish", action="store_true", help="publish what is found at once")
        parser.add_argument("--retry", action="store_true", help="read texts again that failed before")
        parser.add_argument(
            "--processes", type=int, default=os.cpu_count() or 1, help="that read (default: one a core)"
        )
        parser.add_argument("--scheduler", metavar="ADDRESS", help="read on this dask.distributed cluster")

    def handle(self, *args: Any, **options: Any) -> None:
        report = Report()
        files = text_files(options["paths"])
        if not files:
            report.failed.append((str(options["paths"][0]), _("no txt, html, docx, pdf or zip file in it")))
        try:
            with TemporaryDirectory() as folder:
                _take_in(unpacked(files, Path(folder), report), report, options)
        except ClusterError as error:
            raise CommandError(str(error)) from error
        finally:
            # An import that was stopped tells, too, what is in.
            self._told(report, options["paths"])
        if report.failed:
            sys.exit(1)

    def _told(self, report: Report, paths: Sequence[Path]) -> None:
        if report.sources:
            label = ", ".join(map(str, paths))[:200]
            imported.send(sender=Command, label=label, report=report, user=None)
        for line in report.lines():
            self.stdout.write(line)


def _take_in(given: Unpacked, report: Report, options: dict[str, Any]) -> None:
    files = given.files
    chosen = {name: options[name] for name in ("dry_run", "publish")}
    # The bar is for a person at a terminal; a log gets the report alone.
    with tqdm(total=len(files), unit="text", disable=not sys.stderr.isatty()) as bar:
        if len(files) < bulk.FROM and all(map(plain, files)) and not (given.names or options["scheduler"]):
            for path in files:
                take_in(path, report, **chosen)
                bar.update()
            return
        with _reader(options, len(files)) as reader:
            known = {"retry": options["retry"], "told": _shown(bar), "names": given.names}
            bulk.Bulk(report, **known, **chosen).take_in(files, reader)


def _reader(options: dict[str, Any], files: int) -> Pool | Cluster:
    if options["scheduler"]:
        return Cluster(options["scheduler"])
    return Pool(max(1, min(options["processes"] or 1, files)))


def _shown(bar: tqdm[Any]) -> Callable[[int], None]:
    """One text further, and how many characters were read a second so far."""
    read = 0

    def told(characters: int) -> None:
        nonlocal read
        read += characters
        seconds = bar.format_dict["elapsed"] or 1
        bar.set_postfix_str(f"{read / seconds:,.0f} characters/s", refresh=False)
        bar.update()

    return told

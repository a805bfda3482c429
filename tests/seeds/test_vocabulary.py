"""Two imports at once, each on its own connection: what both name first is made once."""

from __future__ import annotations

import threading
import time
from contextlib import suppress

import pytest
from django.db import OperationalError, connection

from programs.models import Program
from seeds.batch import store_batch
from seeds.load import load, store
from seeds.reading import read
from seeds.reread import reread

STORY = """某某县推行“联心工程”

甲乙县委自2005年起在全县农村推行“联心工程”,取得明显成效。

(一)结对帮扶到户。全县120名党员干部与360户贫困户结成帮扶对子,投入资金45万元。
"""
WAITS = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


class Beside(threading.Thread):
    """Another import on a connection of its own, of other words with the same programme; given up where it waits."""

    def run(self) -> None:
        with suppress(OperationalError):
            load(STORY.replace("甲乙", "丙丁").encode())
        connection.close()

    def waits(self) -> bool:
        """Whether it comes to wait for another that stores; it is ended there."""
        until = time.monotonic() + 30
        with connection.cursor() as cursor:
            while self.is_alive() and time.monotonic() < until:
                cursor.execute(WAITS)
                if found := cursor.fetchone():
                    cursor.execute("SELECT pg_cancel_backend(%s)", found)
                    return True
                self.join(0.05)
        return False


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets but one write")
@pytest.mark.parametrize("way", ["one", "many", "again"])
def test_an_import_waits_for_another_to_be_committed(library: None, way: str) -> None:
    reading = read(STORY.encode())
    if way == "one":
        store(reading, STORY.encode())
    elif way == "many":
        store_batch([])
    else:
        reread(1)
    other = Beside(daemon=True)
    other.start()
    assert other.waits()
    other.join(60)


def test_a_text_stored_since_it_was_looked_for_is_stored_once(library: None) -> None:
    first = load(STORY.encode())
    again = store(read(STORY.encode()), STORY.encode())
    assert again.skipped and again.source == first.source
    assert Program.objects.filter(name="联心工程").count() == 1

"""`manage.py work`: does what pages put off, and gives back what a worker died over."""

from __future__ import annotations

import threading
from typing import Any

from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Command as Worker

from desk.tasks import reclaim

EVERY = 10  # seconds


class Command(Worker):
    help = "Read and store the files handed in at the desk; `make run` starts one beside the server."

    def handle(self, **options: Any) -> None:
        reclaim()
        if not options["batch"]:
            threading.Thread(target=_watch, daemon=True).start()
        super().handle(**options)


def _watch() -> None:
    pause = threading.Event()
    while not pause.wait(EVERY):
        close_old_connections()
        reclaim()

"""Keeps one `manage.py work` going while the server that started us lives: one that dies is followed by another."""

from __future__ import annotations

import os
import subprocess
import sys
import time

LOOK = 0.5  # seconds
PAUSE = 2.0  # seconds before the next worker, so that one that can't start does not fill the log


def main() -> None:
    server = os.getppid()
    try:
        while os.getppid() == server:
            keep(server)
            time.sleep(PAUSE)
    except KeyboardInterrupt:
        return


def keep(server: int) -> None:
    """One worker until it ends, or is ended since the server is gone."""
    worker = subprocess.Popen([sys.executable, "manage.py", "work", "--verbosity=1"])
    try:
        while worker.poll() is None and os.getppid() == server:
            time.sleep(LOOK)
    finally:
        worker.terminate()
        worker.wait()


if __name__ == "__main__":
    main()

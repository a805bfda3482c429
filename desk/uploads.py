"""Given bytes between the look at them and the import: a file named by its SHA-256, gone after a day."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from pathlib import Path

from django.conf import settings

KEPT = 24 * 60 * 60  # seconds
_SHA256 = re.compile(r"[0-9a-f]{64}")


def folder() -> Path:
    path: Path = settings.VAR_DIR / "uploads"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep(data: bytes) -> str:
    """Store the bytes whole or not at all; the name they are kept under is their SHA-256."""
    name = hashlib.sha256(data).hexdigest()
    handle, scratch = tempfile.mkstemp(dir=folder(), suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    os.replace(scratch, folder() / name)
    return name


def kept(name: str) -> bytes | None:
    """The bytes kept under this name; None where they are gone, or are no longer what they were."""
    if not _SHA256.fullmatch(name):
        return None
    try:
        data = (folder() / name).read_bytes()
    except FileNotFoundError:
        return None
    return data if hashlib.sha256(data).hexdigest() == name else None


def drop(name: str) -> None:
    if _SHA256.fullmatch(name):
        (folder() / name).unlink(missing_ok=True)


def sweep(now: float | None = None) -> None:
    """Take away what nobody confirmed within a day."""
    limit = (time.time() if now is None else now) - KEPT
    for path in folder().iterdir():
        try:
            if path.stat().st_mtime < limit:
                path.unlink()
        except FileNotFoundError:
            continue  # another process swept it

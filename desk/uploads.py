"""Files handed in, between the look at them and the import: bytes named by their SHA-256, readings beside them."""

from __future__ import annotations

import hashlib
import os
import pickle
import re
import tempfile
import time
from pathlib import Path

from django.conf import settings

from seeds.reading import READER_VERSION, Reading

KEPT = 7 * 24 * 60 * 60  # seconds a file waits for its confirmation
_SHA256 = re.compile(r"[0-9a-f]{64}")


def folder() -> Path:
    path: Path = settings.VAR_DIR / "uploads"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep(data: bytes) -> str:
    """Store the bytes whole or not at all; the name they are kept under is their SHA-256."""
    name = hashlib.sha256(data).hexdigest()
    _write(folder() / name, data)
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


def keep_reading(name: str, reading: Reading) -> None:
    """What the reader found in the bytes of that name, so that the look and the import need not read again."""
    _write(_reading_path(name), pickle.dumps(reading))


def is_read(name: str) -> bool:
    """Whether a reading by today's reader is kept."""
    return _reading_path(name).exists()


def kept_reading(name: str) -> Reading | None:
    """The reading by today's reader; None where it is gone or another reader made it.

    The folder is open to this program's user alone, who wrote what is in it: only therefore may it be unpickled.
    """
    try:
        found: Reading = pickle.loads(_reading_path(name).read_bytes())
    except FileNotFoundError:
        return None
    return found


def drop(name: str) -> None:
    if _SHA256.fullmatch(name):
        (folder() / name).unlink(missing_ok=True)
        _reading_path(name).unlink(missing_ok=True)


def sweep(now: float | None = None) -> None:
    """Take away what nobody confirmed in time."""
    limit = (time.time() if now is None else now) - KEPT
    for path in folder().iterdir():
        try:
            if path.stat().st_mtime < limit:
                path.unlink()
        except FileNotFoundError:
            continue  # another process swept it


def _reading_path(name: str) -> Path:
    return folder() / f"{name}.{READER_VERSION}.reading"


def _write(path: Path, data: bytes) -> None:
    handle, scratch = tempfile.mkstemp(dir=folder(), suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    os.replace(scratch, path)

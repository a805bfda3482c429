"""What a process that opens a given file may use: a file made to hurt costs its own process, nothing else.

Plain text can't unpack into more than it is; web pages, Word, PDF and archives can, and parsers can be led astray.
"""

from __future__ import annotations

import gc
import resource
from collections.abc import Iterator
from contextlib import contextmanager

MEMORY = 2 * 1024**3  # bytes of address space; a reading of 20 MB of text needs a fifth of it

OBJECTS = 50_000  # more made than let go between two searches for cycles; a reading makes none, its rows a few


def patience(size: int) -> float:
    """Seconds a file of this many bytes may take; a sound one needs a tenth of it."""
    return 15 + size / 50_000


def bound_memory() -> None:
    """From here on this process gets no more memory than a sound file needs, and leaves no core behind."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def bound_time(size: int) -> None:
    """The processor time for the next file: past it the system ends the process, whoever waits for it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime + patience(size)) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def collect_seldom() -> None:
    """From here on this process looks for cycles of garbage less often: at 700 objects (Python's way) it looks
    through what a reading still holds, for some hundredths of its time, and finds none."""
    gc.set_threshold(OBJECTS)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """`collect_seldom` while it lasts: in a process that does other things, too."""
    before = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)

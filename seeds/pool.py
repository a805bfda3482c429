"""Reading texts in processes of their own: a text that raises, hangs or kills its process costs only itself.

No Django in here: the processes hold the reader, nothing else.
"""

from __future__ import annotations

import copyreg
import hashlib
import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from cases.extract.decode import DecodeError
from cases.extract.spans import Repair, Text
from seeds.archives import Archive, is_archive, unpack
from seeds.limits import bound_memory, bound_time, collect_seldom, patience
from seeds.reading import Reading, read

AHEAD = 4  # texts sent to a process beyond the one it reads: it never waits for the writer
WINDOW = 128  # texts read or being read before the first of them is taken: bounds memory
STARTING = 120.0  # seconds a process may take to start: no fault of the text that waits for it
TRIES = 2  # processes that may die over a text


@dataclass(frozen=True, slots=True)
class Given:
    """A file to be read: its bytes as they are to be stored."""

    path: Path
    data: bytes
    sha256: str
    name: str = ""  # where the file's own name is not the path's

    @property
    def file_name(self) -> str:
        return self.name or self.path.name

    @property
    def shown(self) -> str:
        """What a person is told of it."""
        return self.name or str(self.path)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a text could not be read, in words for a person."""

    why: str


def _packed(text: Text) -> tuple[Any, ...]:
    """A text to be sent: its repairs, thousands where there are glosses, as columns instead of records."""
    return _unpacked, (text.string, text.source, text._starts, text._ends, tuple(zip(*text.repairs, strict=True)))


def _unpacked(string: str, source: str, starts: Sequence[int], ends: Sequence[int], columns: Sequence[Any]) -> Text:
    return Text(string, source, starts, ends, tuple(map(_repair, zip(*columns, strict=True))))


_repair: Callable[[tuple[Any, ...]], Repair] = partial(tuple.__new__, Repair)
copyreg.pickle(Text, _packed)
Result = Reading | Failure
Opened = Result | Archive


def reading_of(data: bytes, name: str) -> Result:
    """A reading, or what went wrong: nothing a text does is raised."""
    try:
        return read(data, name)
    except Exception as error:
        return Failure(told(error))


def opened(data: bytes, name: str) -> Opened:
    """As `reading_of`; an archive is taken apart instead."""
    try:
        return unpack(data) if is_archive(data) else reading_of(data, name)
    except Exception as error:
        return Failure(told(error))


def told(error: BaseException) -> str:
    """What a person is told of an error: our own words for a text that is none, else the kind of error too."""
    if isinstance(error, MemoryError):
        return "打开这个文件需要的内存太多，可能是有意做成的炸弹，未予打开。请另存为普通的 .txt 再上传。"
    return str(error) if isinstance(error, DecodeError) else f"{type(error).__name__}: {error}"


Opens = Callable[[bytes, str], Any]


@dataclass(eq=False, slots=True)
class _Task:
    given: Given
    result: Any = None
    deaths: int = 0


class _Worker:
    """A process and the texts sent to it, the first of them being read."""

    def __init__(self, opens: Opens, context: Any) -> None:
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, opens), daemon=True)
        self.process.start()
        theirs.close()
        self.tasks: deque[_Task] = deque()
        self.started = False
        self.since = time.monotonic()

    def send(self, task: _Task) -> None:
        if not self.tasks:
            self.since = time.monotonic()
        self.tasks.append(task)
        # The path alone goes through the pipe: two large messages that meet in it would wait for each other.
        self.pipe.send((task.given.path, task.given.sha256, task.given.file_name))

    def take(self) -> None:
        """Its first word is that it has started, the next ones are results."""
        result = self.pipe.recv()
        if self.started:
            self.tasks.popleft().result = result
        self.started, self.since = True, time.monotonic()

    @property
    def ends(self) -> float:
        return self.since + (patience(len(self.tasks[0].given.data)) if self.started else STARTING)

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _context(size: int) -> Any:
    """How processes start: fresh, or where they are several, forked from one that has read the word lists for all."""
    if size == 1:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["seeds.warm"])
    return context


class Pool:
    """`with Pool(2) as pool: for given, result in pool.read(files): …`, in the order given.

    `opens` is what is done with each file, `reading_of` or `opened`.
    """

    def __init__(self, size: int, opens: Opens = reading_of) -> None:
        self._opens, self._context = opens, _context(size)
        self._workers = [_Worker(opens, self._context) for _ in range(size)]
        self._again: deque[_Task] = deque()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.stop()

    def read(self, files: Iterable[Given]) -> Iterator[tuple[Given, Any]]:
        """Each file with what `opens` made of it, or a failure; at most WINDOW of them are held."""
        given, window = iter(files), deque[_Task]()
        while True:
            self._feed(given, window)
            if not window:
                return
            result = window[0].result
            if result is None:
                self._collect()
            else:
                yield window.popleft().given, result

    def _feed(self, given: Iterator[Given], window: deque[_Task]) -> None:
        for worker in sorted(self._workers, key=lambda worker: len(worker.tasks)):
            while len(worker.tasks) <= AHEAD and (task := self._next(given, window)):
                try:
                    worker.send(task)
                except OSError:
                    self._replace(worker, "")
                    break

    def _next(self, given: Iterator[Given], window: deque[_Task]) -> _Task | None:
        if self._again:
            return self._again.popleft()
        one = next(given, None) if len(window) < WINDOW else None
        if one is None:
            return None
        window.append(_Task(one))
        return window[-1]

    def _collect(self) -> None:
        """Wait until a process has something to give, has died, or took too long."""
        busy = [worker for worker in self._workers if worker.tasks]
        soonest = min(worker.ends for worker in busy)
        ready = wait([worker.pipe for worker in busy], max(0.0, soonest - time.monotonic()))
        for worker in busy:
            if worker.pipe in ready:
                try:
                    worker.take()
                except (EOFError, OSError):
                    self._replace(worker, "")
            elif time.monotonic() > worker.ends:
                limit = patience(len(worker.tasks[0].given.data))
                self._replace(worker, f"reading took longer than {limit:.0f} seconds")

    def _replace(self, worker: _Worker, why: str) -> None:
        """A new process for one that is lost; the text it was reading fails for `why`, or when others died of it."""
        worker.stop()
        first, *others = worker.tasks
        first.deaths += 1
        if why or first.deaths >= TRIES:
            first.result = Failure(why or "读取这篇文本的进程意外退出，未能读完。请把文本拆小后再导入。")
        else:
            others.insert(0, first)
        self._again.extend(others)
        self._workers[self._workers.index(worker)] = _Worker(self._opens, self._context)


def _work(pipe: Connection, opens: Opens) -> None:
    """What a process does: open what comes, until the one who sends is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    bound_memory()
    collect_seldom()
    with suppress(EOFError, OSError):
        pipe.send(None)
        while True:
            pipe.send(_open_file(opens, *pipe.recv()))


def _open_file(opens: Opens, path: Path, sha256: str, name: str) -> Any:
    try:
        data = path.read_bytes()
    except OSError as error:
        return Failure(str(error))
    if hashlib.sha256(data).hexdigest() != sha256:
        return Failure("文件在读取过程中有改动，请重新导入。")
    bound_time(len(data))
    return opens(data, name)

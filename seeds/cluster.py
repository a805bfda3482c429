"""Reading texts on a dask.distributed cluster: its workers run the pure reader, what they find comes back here.

The packages come with `pip install -r requirements-bulk.txt`, here and on the workers, which need this code too.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from seeds.pool import WINDOW, Failure, Given, Result, patience, reading_of, told
from seeds.reading import READER_VERSION


class ClusterError(Exception):
    """The cluster can't be used; the message says what to do."""


class Cluster:
    """`with Cluster("tcp://10.0.0.1:8786") as cluster: for given, result in cluster.read(files): …`, in order."""

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise ClusterError(
                "--scheduler needs dask.distributed: pip install --require-hashes -r requirements-bulk.txt"
            ) from error
        try:
            self._client = Client(address, timeout=10, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(f"no dask scheduler answers at {address}: {error}") from error

    def __enter__(self) -> Cluster:
        try:
            self._check()
        except BaseException:
            self._client.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def _check(self) -> None:
        """Every worker must have this reader, and there must be one."""
        try:
            versions = self._client.run(reader_version)
        except Exception as error:
            raise ClusterError(f"the workers can't load the reader (start them in this folder): {error}") from error
        others = {worker for worker, version in versions.items() if version != READER_VERSION}
        if others or not versions:
            which = ", ".join(sorted(others)) or "no worker"
            raise ClusterError(f"reader {READER_VERSION} is needed on every worker of the cluster: {which}")

    def read(self, files: Iterable[Given]) -> Iterator[tuple[Given, Result]]:
        """Each file with its reading or failure; at most WINDOW of them are held or under way."""
        window: deque[tuple[Given, Any]] = deque()
        for given in files:
            window.append((given, self._client.submit(reading_of, given.data, given.file_name, pure=False)))
            if len(window) >= WINDOW:
                yield self._taken(*window.popleft())
        while window:
            yield self._taken(*window.popleft())

    def _taken(self, given: Given, future: Any) -> tuple[Given, Result]:
        """The scheduler gives the texts of a killed worker to others; one that kills several is given up."""
        from distributed import KilledWorker

        try:
            result: Result = future.result(timeout=patience(len(given.data)))
        except TimeoutError:
            future.cancel(force=True)
            result = Failure("读取超时，或集群里已没有可用的工作进程。")
        except KilledWorker as error:
            result = Failure(f"读取这篇文本的工作进程意外退出：{told(error)}")
        return given, result


def reader_version() -> str:
    return READER_VERSION

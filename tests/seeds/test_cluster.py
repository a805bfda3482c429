"""Reading on a cluster: the workers read, this process writes, and a killed worker costs nothing.

Needs dask.distributed: `pip install --require-hashes -r requirements-bulk.txt`.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cases.models import Case, Source
from seeds.cluster import Cluster, ClusterError
from seeds.pool import Failure, Given
from seeds.reading import Reading

WORDS = "某某县推行联心工程\n\n全县{}名党员干部与360户贫困户结成帮扶对子。\n"
COUNT = 60


@pytest.fixture
def files(tmp_path: Path) -> list[Given]:
    found = []
    for number in range(COUNT):
        path = tmp_path / f"{number:02}.txt"
        path.write_text(WORDS.format(100 + number) * 20, encoding="utf-8")
        data = path.read_bytes()
        found.append(Given(path, data, hashlib.sha256(data).hexdigest()))
    return found


@pytest.fixture
def cluster() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed", reason="dask is not installed: see requirements-bulk.txt")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as local:
        yield local


def test_without_dask_the_command_says_what_to_install(
    library: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    (tmp_path / "a.txt").write_text(WORDS, encoding="utf-8")
    with pytest.raises(CommandError, match=r"requirements-bulk\.txt"):
        call_command("import_texts", str(tmp_path), scheduler="tcp://127.0.0.1:1")


def test_a_scheduler_that_does_not_answer_is_named() -> None:
    pytest.importorskip("distributed", reason="dask is not installed: see requirements-bulk.txt")
    with pytest.raises(ClusterError, match=r"127\.0\.0\.1:1"):
        Cluster("tcp://127.0.0.1:1")


@pytest.mark.filterwarnings("ignore")
def test_a_killed_worker_costs_nothing(cluster: Any, files: list[Given]) -> None:
    results: list[Any] = []
    with Cluster(cluster.scheduler_address) as readers:
        for number, (given, result) in enumerate(readers.read(iter(files))):
            assert given is files[number]
            results.append(result)
            if number == 5:
                worker = next(iter(cluster.workers.values()))
                os.kill(worker.process.pid, signal.SIGKILL)
    assert len(results) == COUNT and all(isinstance(result, Reading) for result in results)


@pytest.mark.filterwarnings("ignore")
def test_a_text_that_can_not_be_read_fails_alone(cluster: Any, files: list[Given]) -> None:
    broken = Given(files[0].path, b"", "0" * 64)
    with Cluster(cluster.scheduler_address) as readers:
        results = [result for _, result in readers.read([files[0], broken, files[1]])]
    assert [type(result) for result in results] == [Reading, Failure, Reading]


@pytest.mark.filterwarnings("ignore")
def test_what_the_cluster_reads_is_stored_here(library: None, cluster: Any, files: list[Given]) -> None:
    folder = files[0].path.parent
    call_command("import_texts", str(folder), scheduler=cluster.scheduler_address)
    assert Source.objects.count() == 5 + COUNT
    assert Case.objects.filter(sources__file_name="00.txt").exists()

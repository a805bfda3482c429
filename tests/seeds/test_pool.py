"""Processes that read: what one text does to its process costs no other text anything."""

from __future__ import annotations

import gc
import hashlib
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from seeds import pool
from seeds.pool import Failure, Given, Pool
from seeds.reading import Reading, read

WORDS = "某某县推行联心工程\n\n全县{}名党员干部与360户贫困户结成帮扶对子。\n"


def given(folder: Path, count: int) -> list[Given]:
    files = []
    for number in range(count):
        path = folder / f"{number:02}.txt"
        path.write_text(WORDS.format(100 + number), encoding="utf-8")
        files.append(of(path))
    return files


def of(path: Path) -> Given:
    data = path.read_bytes()
    return Given(path, data, hashlib.sha256(data).hexdigest())


def test_texts_come_back_in_order_whoever_reads_them(tmp_path: Path) -> None:
    files = given(tmp_path, 40)
    with Pool(2) as readers:
        read = list(readers.read(iter(files)))
    assert [one for one, _ in read] == files
    assert all(isinstance(result, Reading) and one.data.decode() == result.decoded.text for one, result in read)


def test_no_more_than_the_window_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "WINDOW", 6)
    files, asked = given(tmp_path, 30), []
    with Pool(2) as readers:
        results = readers.read(asked.append(one) or one for one in files)
        for taken, _ in enumerate(results, start=1):
            assert len(asked) <= taken + 6
    assert len(asked) == 30


def test_an_empty_file_and_a_vanished_one_fail_alone(tmp_path: Path) -> None:
    files = given(tmp_path, 6)
    (tmp_path / "empty.txt").write_bytes(b"")
    files.insert(3, of(tmp_path / "empty.txt"))
    files[1].path.unlink()
    files[2].path.write_bytes("改过了".encode())
    with Pool(2) as readers:
        results = [result for _, result in readers.read(files)]
    failed = [number for number, result in enumerate(results) if isinstance(result, Failure)]
    assert failed == [1, 2, 3]
    assert "有改动" in results[2].why  # type: ignore[union-attr]


def test_a_text_that_hangs_is_given_up_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = given(tmp_path, 12)
    # A pipe nobody writes to: opening it to read waits for ever.
    files[4].path.unlink()
    os.mkfifo(files[4].path)
    monkeypatch.setattr(pool, "patience", lambda size: 8.0)
    with Pool(2) as readers:
        results = [result for _, result in readers.read(files)]
    failed = [number for number, result in enumerate(results) if isinstance(result, Failure)]
    assert failed == [4]
    assert results[4].why == "reading took longer than 8 seconds"  # type: ignore[union-attr]


def test_a_killed_process_costs_nothing(tmp_path: Path) -> None:
    files = given(tmp_path, 40)
    with Pool(2) as readers:
        results: list[Any] = []
        for number, (_, result) in enumerate(readers.read(files)):
            results.append(result)
            if number == 10:
                os.kill(readers._workers[0].process.pid or 0, signal.SIGKILL)
    assert len(results) == 40 and all(isinstance(result, Reading) for result in results)


def test_a_text_over_which_processes_die_fails_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = given(tmp_path, 12)
    files[4].path.unlink()
    os.mkfifo(files[4].path)
    with Pool(2) as readers:
        results: list[Any] = []
        kill_who_waits_for(files[4].path, readers, monkeypatch)
        results = [result for _, result in readers.read(files)]
    failed = [number for number, result in enumerate(results) if isinstance(result, Failure)]
    assert failed == [4]
    assert results[4].why == "读取这篇文本的进程意外退出，未能读完。请把文本拆小后再导入。"


def kill_who_waits_for(path: Path, readers: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kill each process a moment after that file has become its first."""
    real = readers._collect

    def collect() -> None:
        for worker in readers._workers:
            if worker.tasks and worker.tasks[0].given.path == path:
                time.sleep(0.5)
                with suppress(ProcessLookupError):  # it may be gone, and its end not yet heard of
                    os.kill(worker.process.pid or 0, signal.SIGKILL)
        real()

    monkeypatch.setattr(readers, "_collect", collect)


def test_processes_end_with_the_one_who_sends(tmp_path: Path) -> None:
    readers = Pool(2)
    workers = [worker.process for worker in readers._workers]
    for worker in readers._workers:
        worker.pipe.close()
    for process in workers:
        process.join(timeout=20)
    assert [process.exitcode for process in workers] == [0, 0]


def warm(data: bytes, name: str) -> bool:
    """In place of a reading: whether the process began with the word lists read."""
    return "seeds.warm" in sys.modules


@pytest.mark.parametrize(("size", "shared"), [(1, False), (2, True)])
def test_several_processes_share_the_word_lists(tmp_path: Path, size: int, shared: bool) -> None:
    with Pool(size, warm) as readers:
        assert [found for _, found in readers.read(given(tmp_path, 4))] == [shared] * 4


def test_a_text_comes_back_from_its_process_with_all_its_repairs(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("9個(gè)村、１２戶,開展黨(dǎng)日活動。\n", encoding="utf-8")
    with Pool(1) as readers:
        [(one, result)] = readers.read([of(path)])
    text, again = result.text, read(one.data, path.name).text
    assert text.repairs == again.repairs and len({repair.kind for repair in text.repairs}) > 1
    assert (text.string, text.source, text.runs()) == (again.string, again.source, again.runs())


def threshold(data: bytes, name: str) -> int:
    """In place of a reading: after how many objects the process looks for cycles."""
    return gc.get_threshold()[0]


def test_a_process_that_reads_looks_for_garbage_seldom(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a")
    with Pool(1, threshold) as pool_of_one:
        ((_, found),) = pool_of_one.read([of(path)])
    assert found > 10 * gc.get_threshold()[0]

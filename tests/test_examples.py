"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

import bench
import cases.extract
import cases.search
import metrics.extract
import programs.extract
import seeds

PACKAGES = (bench, cases.extract, cases.search, programs.extract, metrics.extract, seeds)
MODULES = sorted(
    found.name
    for package in PACKAGES
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    if not found.ispkg
)


@pytest.mark.any_engine
@pytest.mark.parametrize("name", MODULES)
def test_every_example_in_a_docstring_holds(name: str) -> None:
    failed, _tried = doctest.testmod(import_module(name))
    assert not failed


@pytest.mark.any_engine
def test_the_readers_give_examples() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    given = sum(len(each.examples) for name in MODULES for each in finder.find(import_module(name)))
    assert given > 150

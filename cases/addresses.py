"""Addresses of pages, each kind worked out once: `reverse` looks through all patterns, and a page holds hundreds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import get_script_prefix, reverse

NUMBER = 987654321  # no page's: stands for one in the address of all pages of a kind

_prefix: ContextVar[str | None] = ContextVar("prefix", default=None)


@contextmanager
def one_prefix() -> Iterator[None]:
    """While a page is made, what stands before all addresses is looked up once."""
    before = _prefix.set(get_script_prefix())
    try:
        yield
    finally:
        _prefix.reset(before)


def address(name: str, *args: Any) -> str:
    """As `reverse(name, args=args)`; raises `NoReverseMatch` where that page isn't there."""
    prefix = _prefix.get() or get_script_prefix()
    if len(args) == 1 and type(args[0]) is int and args[0] >= 0:
        return str(args[0]).join(_around(prefix, settings.ROOT_URLCONF, name))
    return _address(prefix, settings.ROOT_URLCONF, name, args)


@lru_cache(maxsize=256)
def _around(prefix: str, urlconf: str, name: str) -> list[str]:
    """What stands before and after a number in the addresses of this name."""
    return _address(prefix, urlconf, name, (NUMBER,)).split(str(NUMBER))


@lru_cache(maxsize=8192)
def _address(_prefix: str, urlconf: str, name: str, args: tuple[Any, ...]) -> str:
    return reverse(name, urlconf, args=args)

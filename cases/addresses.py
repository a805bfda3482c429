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

_site: ContextVar[tuple[str, str] | None] = ContextVar("site", default=None)


@contextmanager
def one_site() -> Iterator[None]:
    """While a page is made, what all addresses hang on is looked up once."""
    before = _site.set(_here())
    try:
        yield
    finally:
        _site.reset(before)


def _here() -> tuple[str, str]:
    """What stands before all addresses, and the module of their patterns."""
    return get_script_prefix(), settings.ROOT_URLCONF


def address(name: str, *args: Any) -> str:
    """As `reverse(name, args=args)`; raises `NoReverseMatch` where that page isn't there."""
    prefix, urlconf = _site.get() or _here()
    if len(args) == 1 and type(args[0]) is int and args[0] >= 0:
        return str(args[0]).join(_around(prefix, urlconf, name))
    return _address(prefix, urlconf, name, args)


@lru_cache(maxsize=256)
def _around(prefix: str, urlconf: str, name: str) -> list[str]:
    """What stands before and after a number in the addresses of this name."""
    return _address(prefix, urlconf, name, (NUMBER,)).split(str(NUMBER))


@lru_cache(maxsize=8192)
def _address(_prefix: str, urlconf: str, name: str, args: tuple[Any, ...]) -> str:
    return reverse(name, urlconf, args=args)

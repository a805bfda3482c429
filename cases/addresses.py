"""Addresses of pages, each worked out once: `reverse` looks through all patterns, and a page holds hundreds."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, get_urlconf, reverse


def address(name: str, *args: Any) -> str:
    """As `reverse(name, args=args)`; raises `NoReverseMatch` where that page isn't there."""
    return _address(get_script_prefix(), get_urlconf(), name, args)


@lru_cache(maxsize=8192)
def _address(_prefix: str, urlconf: str | None, name: str, args: tuple[Any, ...]) -> str:
    return reverse(name, urlconf, args=args)

"""Typed readers of the environment: a bad value ends in one clear line, never in a default."""

from __future__ import annotations

import secrets
import warnings
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

_env = environ.Env()
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    return str(_env.str(name, default)).strip()


def flag(name: str, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value not in _TRUE | _FALSE:
        raise ImproperlyConfigured(f"{name}={value!r} must be 1 or 0.")
    return value in _TRUE


def number(name: str, default: int, low: int, high: int) -> int:
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise ImproperlyConfigured(f"{name}={value!r} must be a whole number from {low} to {high}.")
    return int(value)


def names(name: str) -> list[str]:
    """A comma-separated list of host names, without scheme, port or path."""
    found = [part.strip() for part in text(name).split(",") if part.strip()]
    for part in found:
        if "/" in part or " " in part:
            raise ImproperlyConfigured(f"{name}: {part!r} must be a host name such as cases.example.cn.")
    return found


def database(name: str, default: Path) -> dict[str, Any]:
    """`postgres://user:password@host:5432/base` or `sqlite:///path`; unset, the SQLite file at `default`."""
    value = text(name)
    if not value:
        value = f"sqlite:///{default}"
    with warnings.catch_warnings():
        # django-environ answers an unknown scheme with {} and a warning: both are an error here.
        warnings.simplefilter("ignore")
        try:
            found: dict[str, Any] = dict(environ.Env.db_url_config(value))
        except (ValueError, TypeError) as error:
            raise ImproperlyConfigured(f"{name}: {error}") from error
    engine = str(found.get("ENGINE", ""))
    if engine not in {"django.db.backends.postgresql", "django.db.backends.sqlite3"} or not found.get("NAME"):
        raise ImproperlyConfigured(f"{name} must look like postgres://user:password@host:5432/base or sqlite:///file.")
    return found


def secret(name: str, path: Path) -> str:
    """The secret key: from the environment, else from a file made once and readable by its owner only."""
    given = text(name)
    if given:
        if len(given) < 32:
            raise ImproperlyConfigured(f"{name} must have at least 32 characters.")
        return given
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=True)
    key = path.read_text(encoding="ascii").strip() or secrets.token_urlsafe(64)
    path.write_text(key + "\n", encoding="ascii")
    return key

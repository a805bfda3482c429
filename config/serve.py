"""`make run`: say where to look, then become gunicorn (one process tree that INT and TERM end as a whole)."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import django
from django.core.exceptions import ImproperlyConfigured


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
        from django.conf import settings

        refuse_taken_port(settings.HOST, settings.PORT)
    except ImproperlyConfigured as error:
        sys.exit(f"Settings: {error}")
    print(banner(), flush=True)
    if settings.WORKER:
        # Outlives the exec below as the server's child, and ends when the server does.
        subprocess.Popen([sys.executable, "-m", "config.keep"])
    os.execv(sys.executable, command())


def refuse_taken_port(host: str, port: int) -> None:
    """One clear line instead of gunicorn's retries."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = f"HOST={host} PORT={port}: {error.strerror}. Choose another: PORT=8001."
            raise ImproperlyConfigured(why) from error


def banner() -> str:
    from django.conf import settings
    from django.contrib.auth import get_user_model

    scheme = "https" if settings.HTTPS else "http"
    lines = [f"党建案例库: {scheme}://{settings.HOST}:{settings.PORT}/  (Ctrl-C to stop)"]
    if not settings.HTTPS:
        lines.append("HTTPS is off: fine on this machine or an office network; set HTTPS=1 behind a TLS proxy.")
    if not get_user_model().objects.filter(is_superuser=True).exists():
        lines.append("No admin yet: make one with `make admin`, then log in at /admin/ or /desk/.")
    return "\n".join(lines)


def command() -> list[str]:
    from django.conf import settings

    bind = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "config.wsgi:application",
        f"--bind={bind}:{settings.PORT}",
        f"--workers={settings.WORKERS}",
        f"--threads={settings.THREADS}",
        "--no-control-socket",
        "--worker-tmp-dir=/dev/shm" if os.path.isdir("/dev/shm") else "--keep-alive=2",
        "--access-logfile=-" if settings.DEBUG else "--log-level=info",
    ]


if __name__ == "__main__":
    main()

"""A server of its own for each process of a run, where there are several: pages are kept in memory as long as nothing
is committed on their server (`cases.kept`), so no test could say what is kept while others commit on the same one.

A plugin of pytest, since settings are read before any conftest.
"""

import os

PREFIX = "DATABASE_URL_gw"


def choose() -> None:
    """The one of this process becomes the one that settings read."""
    number = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    if own := os.environ.get(f"{PREFIX}{number}"):
        os.environ["DATABASE_URL"] = own


choose()

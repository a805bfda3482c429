"""Archives among the files to be imported: taken apart in a process of its own, each member a file like any other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from cases.extract.decode import DecodeError
from seeds.archives import SUFFIXES, Archive, is_archive
from seeds.intake import Report, file_bytes
from seeds.pool import Failure, Given, Pool, opened


@dataclass(slots=True)
class Unpacked:
    """The files to be read, in order, and what members of archives are called: `包.zip/甲.txt`."""

    files: list[Path] = field(default_factory=list)
    names: dict[Path, str] = field(default_factory=dict)


def unpacked(paths: Iterable[Path], folder: Path, report: Report) -> Unpacked:
    """The files themselves, and in place of each archive its members, laid into the folder.

    Never under the names they bear: an archive may call them `../../x`. What can't be taken out is told by name.
    """
    found = Unpacked()
    for path in paths:
        if not _archive(path):
            found.files.append(path)
            continue
        for name, data in _members(path, report):
            place = folder / f"{len(found.names)}{PurePosixPath(name).suffix.lower()}"
            place.write_bytes(data)
            found.files.append(place)
            found.names[place] = f"{path.name}/{name}"
    return found


def _archive(path: Path) -> bool:
    """Told by its bytes; files that bear the name of a text are not looked into."""
    if path.suffix.lower() in SUFFIXES:
        return False
    try:
        return is_archive(file_bytes(path))
    except (OSError, DecodeError):
        return False  # reading it tells why


def _members(path: Path, report: Report) -> Iterator[tuple[str, bytes]]:
    data = file_bytes(path)
    with Pool(1, opened) as pool:
        [(_given, result)] = pool.read([Given(path, data, hashlib.sha256(data).hexdigest())])
    if isinstance(result, Failure):
        report.failed.append((str(path), result.why))
    for member in result.members if isinstance(result, Archive) else ():
        if member.why:
            report.failed.append((f"{path.name}/{member.name}", member.why))
        else:
            yield member.name, member.data

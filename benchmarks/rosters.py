"""Measures the reading of rosters: what is found where, what is mended, how long it takes.

``python -m benchmarks.rosters [--people N] [--seed N] [--write]``; exit code 1 where a figure misses its aim.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from benchmarks.roster_files import KINDS, Planted, write_rosters
from benchmarks.table import machine, markdown, replace_section
from transport.errors import InputIssue
from transport.roster.marked import write_marked
from transport.roster.read import RosterOptions, Rosters, read_rosters
from transport.roster.target import read_target

Result = TypeVar("Result")
README = Path(__file__).with_name("README.md")
BEGIN = "<!-- made by python -m benchmarks.rosters --write -->"
SHARE = 0.2
"""Rows with a fault."""
FOUND, MENDED = 0.995, 0.9
"""Aims: faults found at their cell under their code, and those that can be mended mended or with the right hint."""
_OPTIONS = RosterOptions(date(2027, 2, 10), date(2027, 2, 28), may_add_places=False)
_QUIET = frozenset({"roster_total_row", "roster_note_row", "roster_header_row"})


def main() -> int:
    options = parser().parse_args()
    rows, missed = measure(options.people, options.seed, options.large)
    section = "\n\n".join([f"{machine()}, seed {options.seed}.", markdown(("roster", "figure", "aim"), rows)])
    print(section)
    for line in missed[:40]:
        print(line, file=sys.stderr)
    if options.write:
        replace_section(README, section, BEGIN)
    return int(bool(missed))


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m benchmarks.rosters", description="Measure the reading of rosters.")
    made.add_argument("--people", type=int, default=20_000, help="people in the rosters with faults (20000)")
    made.add_argument("--large", type=int, default=100_000, help="people of the large ones (100000); 0: none")
    made.add_argument("--seed", type=int, default=0, help="of people and faults (0)")
    made.add_argument("--write", action="store_true", help="put the result into benchmarks/README.md")
    return made


def measure(people: int, seed: int, large: int = 100_000) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Return the rows of the table, and what misses an aim."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        planted = write_rosters(folder / "dirty", people, seed, SHARE)
        write_rosters(folder / "clean", people, seed, 0.0)
        dirty, dirty_s, dirty_cpu = timed(lambda: read(folder / "dirty"))
        clean, clean_s, _ = timed(lambda: read(folder / "clean"))
        files = rosters_of(folder / "dirty")
        back, back_s, back_cpu = timed(lambda: write_marked(files, dirty, folder / "back", "zh"))
        wrong, unhelped, mendable = judge(planted, dirty)
        alarms = [issue for issue in clean.log.issues if issue.code not in _QUIET]
        found, mended = 1 - len(wrong) / len(planted), 1 - len(unhelped) / max(mendable, 1)
        rows = [
            ("people, faults, kinds", f"{dirty.people:,}, {len(planted):,}, {len(KINDS)}", ""),
            ("found at the right cell under the right code", f"{found:.2%}", f"≥ {FOUND:.1%}"),
            ("alarms on the clean twin", str(len(alarms)), "0"),
            (
                "mended, or the right hint given, of those that can be",
                f"{mended:.2%} of {mendable:,}",
                f"≥ {MENDED:.0%}",
            ),
            (f"checking {dirty.people:,} people", f"{dirty_s:.1f} s ({dirty_cpu:.1f} s CPU)", "≤ 3 s"),
            (f"giving {len(back)} workbooks back marked", f"{back_s:.1f} s ({back_cpu:.1f} s CPU)", "≤ 15 s"),
            ("checking the clean twin", f"{clean_s:.1f} s", ""),
        ]
        if large:
            write_rosters(folder / "large", large, seed, SHARE)
            _, large_s, large_cpu = timed(lambda: read(folder / "large"))
            rows.append((f"checking {large:,} people", f"{large_s:.1f} s ({large_cpu:.1f} s CPU)", "≤ 10 s"))
    missed = [f"alarm on the clean twin: {issue}" for issue in alarms[:5]]
    if found < FOUND or mended < MENDED:
        missed += wrong + unhelped
    else:
        for line in (wrong + unhelped)[:20]:
            print(f"(within the aim) {line}", file=sys.stderr)
    return rows, missed


def rosters_of(folder: Path) -> list[Path]:
    tables = {"places.csv", "workers.csv"}
    return sorted(path for path in folder.iterdir() if path.suffix in (".xlsx", ".csv") and path.name not in tables)


def read(folder: Path) -> Rosters:
    return read_rosters(rosters_of(folder), read_target(folder).index, _OPTIONS)


def timed(work: Callable[[], Result]) -> tuple[Result, float, float]:
    """Return a result, seconds on the clock, and seconds of this process's CPU."""
    before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    result = work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return result, time.perf_counter() - started, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def judge(planted: Sequence[Planted], rosters: Rosters) -> tuple[list[str], list[str], int]:
    """Return faults that were not found, those that got no help, and how many could have been."""
    issues: dict[tuple[str | None, str | None, int | None, str | None], list[InputIssue]] = {}
    for issue in rosters.log.issues:
        issues.setdefault((issue.file, issue.sheet, issue.row, issue.column), []).append(issue)
    values = used_values(rosters)
    wrong, unhelped, mendable = [], [], 0
    for fault in planted:
        here = issues.get((fault.file, fault.sheet, fault.row, fault.header), [])
        hits = [issue for issue in here if issue.code in fault.fault.codes]
        where = f"{fault.fault.name}: {fault.file}#{fault.sheet}:{fault.row} {fault.header}, meant {fault.meant}"
        if not hits:
            wrong.append(f"{where}, said {[issue.code for issue in here]}")
        if fault.fault.mends == "no":
            continue
        mendable += 1
        used = values.get((fault.file, fault.sheet, fault.row), {}).get(fault.fault.column)
        hints = " ".join(str(value) for issue in here for value in issue.params.values())
        if not (used == fault.meant if fault.fault.mends == "value" else fault.meant in hints):
            unhelped.append(f"{where}, used {used!r}, hints {hints!r}")
    return wrong, unhelped, mendable


def used_values(rosters: Rosters) -> dict[tuple[str, str | None, int], dict[str, str]]:
    """Return what is used of every row."""
    return {
        (sheet.grid.file, sheet.grid.sheet, row + 1): {
            str(name): column[person] for name, column in sheet.values.items()
        }
        for sheet in rosters.sheets
        for person, row in enumerate(sheet.rows)
    }


if __name__ == "__main__":
    sys.exit(main())

"""Finished plans read, compared and written down."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from transport.case import Case
from transport.errors import InputError, InputIssue
from transport.io.atomic import write_text
from transport.io.config_mapping import CASE_FILE
from transport.io.plan_folder import PlanFolder
from transport.io.plan_json import PLAN_FILE, read_document
from transport.locale import Language
from transport.workflow.whatif_folder import CASE, ScenarioFolder

if TYPE_CHECKING:
    from transport.comparison.compared import Candidate, Compared
    from transport.workflow.whatif import WhatIfOutcome

DOCUMENT, PAGE, BOOK = "comparison.json", "comparison.html", "comparison.xlsx"
DIFFERENCES = "differences"


def compare_folders(folders: Sequence[Path], case: Path | None = None) -> Compared:
    """Compare plans in their folders with the first of them.

    Parameters
    ----------
    folders
        Plan folders, or folders of them: of a what-if run the base comes first.
    case
        The case of plans that have none beside them.

    Raises
    ------
    InputError
        A folder holds no plan, there are fewer than two, or the case cannot be read.
    """
    from transport.comparison.compared import compare

    found = [plan for folder in folders for plan in _plan_folders(folder)]
    if len(found) < 2:
        missing = folders[0].name if folders else PLAN_FILE
        raise InputError([InputIssue("too_few_plans", file=missing, params={"count": str(len(found))})])
    shared = None if case is None else _load(case)
    names = _names(found)
    return compare([_candidate(name, folder, shared) for name, folder in zip(names, found, strict=True)])


def compare_outcome(outcome: WhatIfOutcome) -> Compared | None:
    """Compare the plans of a what-if run, ``None`` where the base has none."""
    from transport.comparison.compared import Failed, compare

    planned = [scenario for scenario in outcome.planned if scenario.done.total_cost is not None]
    if not planned or planned[0] is not outcome.planned[0]:
        return None
    failed = [
        Failed(scenario.name, scenario.done.failure or "interrupted", scenario.done.detail)
        for scenario in outcome.planned
        if scenario not in planned
    ]
    return compare([_candidate(scenario.name, scenario.folder, None) for scenario in planned], failed)


def write_comparison(compared: Compared, out: Path, lang: Language, *, planned: bool, maps: bool = True) -> list[Path]:
    """Write the comparison as document, page and workbook; return the files.

    Parameters
    ----------
    compared
        What is compared.
    out
        The folder; older comparisons in it are replaced.
    planned
        Whether the plans are scenarios that were planned together.
    maps
        Whether to draw how each plan differs from the base, where the cases are known.
    """
    from transport.comparison.book import write_book
    from transport.comparison.compared import comparison_document
    from transport.comparison.page import build_comparison

    folder = PlanFolder(out)
    folder.require_usable()
    case = compared.base.case
    title = compared.base.plan.case_name if case is None else case.title
    document = json.dumps(comparison_document(compared), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    drawn = _draw_differences(compared, folder, lang) if maps else {}
    links = {name: path.relative_to(out).as_posix() for name, path in drawn.items()}
    page = build_comparison(compared, title, lang, links, planned=planned)

    def put(name: str, content: str) -> Path:
        def write(root: Path) -> Path:
            write_text(root / name, content)
            return root / name

        return folder.put(write)

    return [
        put(DOCUMENT, document),
        put(PAGE, page),
        folder.put(lambda root: write_book(compared, title, root / BOOK, lang)),
        *drawn.values(),
    ]


def _draw_differences(compared: Compared, folder: PlanFolder, lang: Language) -> dict[str, Path]:
    """Draw a map of how each plan differs from the base; return the pages by the plans' names."""
    from maps.difference_page import write_difference
    from transport.io.file_names import unique_stem
    from transport.roads import build_geometry

    base = compared.base
    entries = [entry for entry in compared.entries[1:] if entry.case is not None and base.case is not None]
    if not entries:
        folder.discard(f"{DIFFERENCES}/")
        return {}

    def write(root: Path) -> list[Path]:
        paths, taken = [], set[str]()
        assert base.case is not None
        geometry = build_geometry(base.case)
        for entry in entries:
            assert entry.case is not None
            path = root / f"{unique_stem([entry.name], taken)}.html"
            names, own = (base.name, entry.name), build_geometry(entry.case)
            write_difference(
                base.case, base.plan, entry.case, entry.plan, path, geometry_a=geometry, geometry_b=own, names=names,
                lang=lang,
            )  # fmt: skip
            paths.append(path)
        return paths

    made = folder.renew(DIFFERENCES, write)
    return {entry.name: path for entry, path in zip(entries, made, strict=True)}


def _candidate(name: str, folder: Path, shared: Case | None) -> Candidate:
    from transport.comparison.compared import Candidate

    document = read_document(folder)
    own = folder / CASE if folder.is_dir() else folder.parent / CASE
    case = _load(own) if (own / CASE_FILE).is_file() else shared
    if case is not None and case.sha256 != document.get("case_sha256"):
        case = None
    return Candidate(name, document, case, ScenarioFolder(own.parent).changes())


def _load(case: Path) -> Case:
    from transport.io.case_reader import load_case

    return load_case(case).case


def _plan_folders(folder: Path) -> Iterator[Path]:
    """Yield a plan's folder, or the plans' folders in it."""
    inside = sorted(folder.glob(f"*/{PLAN_FILE}")) if folder.is_dir() else []
    if (folder / PLAN_FILE).is_file() or not inside:
        yield folder
        return
    yield from sorted((path.parent for path in inside), key=lambda path: (path.name != "base", path.name))


def _names(folders: Sequence[Path]) -> list[str]:
    """Return the folders' names, as much of their paths as tells them apart."""
    resolved = [folder.resolve() for folder in folders]
    for parts in range(1, 1 + max(len(path.parts) for path in resolved)):
        names = ["/".join(path.parts[-parts:]) for path in resolved]
        if len(set(names)) == len(names):
            return names
    return [str(path) for path in resolved]

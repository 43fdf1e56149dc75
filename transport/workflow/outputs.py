"""What is made from a case and its plan: written beside it, or made again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from transport.case import Case
from transport.io.plan_folder import PlanFolder
from transport.locale import Language
from transport.plan import Plan
from transport.travel import TravelMatrix
from transport.workflow.accounts import write_accounts
from transport.workflow.exports import EXPORT
from transport.workflow.options import PlanOptions, Watch
from transport.workflow.reading import read_valid

PAPERS = "papers"
MAPS = "maps"


def remake_papers(path: Path, folder: Path, lang: Language) -> list[Path]:
    """Make the manifests of a written plan again.

    Raises
    ------
    InputError
        The case or the plan cannot be read.
    PlanRefused
        The plan does not fit the case (any more).
    """
    case, plan, target = read_valid(path, folder)
    return _write_papers(case, plan, target, lang)


def remake_maps(path: Path, folder: Path, lang: Language) -> list[Path]:
    """Make the maps of a written plan again; raises as :func:`remake_papers`."""
    case, plan, target = read_valid(path, folder)
    return _write_maps(case, plan, target, lang)


def write_plan(
    case: Case,
    travel: TravelMatrix,
    document: Mapping[str, Any],
    target: PlanFolder,
    options: PlanOptions,
    watch: Watch,
) -> tuple[Plan, list[Path]]:
    """Write the plan, then what is made from it; outputs of an older plan go as soon as the new one stands.

    Returns
    -------
    tuple[Plan, list[Path]]
        The plan as it can be read back, and every file.
    """
    from transport.io.plan_json import plan_from_document, write_document

    plan = plan_from_document(document)
    files = [target.put(lambda folder: write_document(document, folder))]
    target.discard(f"{PAPERS}/", f"{MAPS}/", f"{EXPORT}/")
    files += write_accounts(case, travel, plan, target, options.lang)
    if options.papers and not watch.should_stop():
        watch.on_step("papers")
        files += _write_papers(case, plan, target, options.lang)
    if options.maps and not watch.should_stop():
        watch.on_step("maps")
        files += _write_maps(case, plan, target, options.lang)
    return plan, files


def _write_papers(case: Case, plan: Plan, target: PlanFolder, lang: Language) -> list[Path]:
    from transport.papers.write import write_papers

    return target.renew(PAPERS, lambda folder: write_papers(case, plan, folder, lang))


def _write_maps(case: Case, plan: Plan, target: PlanFolder, lang: Language) -> list[Path]:
    from maps.route_map import write_maps
    from transport.roads import build_geometry

    return target.renew(MAPS, lambda folder: write_maps(case, plan, build_geometry(case), folder, lang))

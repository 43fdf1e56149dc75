"""What is made from a case and its plan: written beside it, or made again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from transport.case import Case
from transport.io.plan_folder import PlanFolder
from transport.locale import Language
from transport.plan import Plan
from transport.travel import TravelMatrix
from transport.workflow.accounts import write_accounts
from transport.workflow.exports import EXPORT
from transport.workflow.mapping import MAPS, write_maps_of
from transport.workflow.options import PlanOptions, Watch
from transport.workflow.reading import read_valid

PAPERS = "papers"


def remake_papers(
    path: Path,
    folder: Path,
    lang: Language,
    *,
    vehicles: Path | None = None,
    unmask: bool = False,
    watch: Watch | None = None,
) -> list[Path]:
    """Make the papers of a written plan again.

    Parameters
    ----------
    vehicles
        A table of number plates and crews that stands for the one of the case.
    unmask
        Show full numbers on what is carried on board and on filing copies; noted in the folder's log before any is
        written.

    Raises
    ------
    InputError
        The case, the plan or the table of vehicles cannot be read.
    PlanRefused
        The plan does not fit the case (any more).
    """
    watch = watch or Watch()
    case, plan, target = read_valid(path, folder)
    if vehicles is not None:
        from transport.io.vehicles import load_vehicles

        case = replace(case, vehicles=load_vehicles(vehicles, case))
    watch.on_step("papers")
    return _write_papers(case, plan, target, lang, watch, unmask=unmask)


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
        files += _write_papers(case, plan, target, options.lang, watch)
    if options.maps and not watch.should_stop():
        watch.on_step("maps")
        files += write_maps_of(case, plan, target, options.lang, watch=watch)
    return plan, files


def _write_papers(
    case: Case, plan: Plan, target: PlanFolder, lang: Language, watch: Watch, *, unmask: bool = False
) -> list[Path]:
    from transport.facts import Facts
    from transport.io.papers_log import PapersLog
    from transport.papers.edition import Edition
    from transport.papers.write import write_papers

    log, mark = PapersLog(target.root), Facts(case, plan).mark
    # A repeatable run gives the same bytes every time, so its papers do not say when it was.
    made = "" if plan.solver.get("repeatable") else plan.created
    edition = Edition(mark, log.version(mark), made)
    if unmask:
        log.note_unmasked(edition.number, mark)

    def write(folder: Path) -> list[Path]:
        return write_papers(case, plan, folder, lang, edition=edition, unmask=unmask, on_part=watch.on_part)

    files = target.renew(PAPERS, write)
    log.note_version(edition.number, mark, made)
    return files

"""Cases and written plans, read and judged."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transport.case import Case
from transport.errors import InputError, InputIssue, PlanRefused
from transport.io.plan_folder import PlanFolder
from transport.plan import Plan
from transport.travel import TravelMatrix

if TYPE_CHECKING:
    from transport.check import CheckReport


def validate_case(path: Path) -> tuple[InputIssue, ...]:
    """Return every issue of a case and of its roads, errors and warnings; nothing is raised for them."""
    from transport.io.case_reader import load_case
    from transport.roads import measure_roads

    found: tuple[InputIssue, ...] = ()
    try:
        loaded = load_case(path)
        found = loaded.issues
        return (*found, *measure_roads(loaded.case, loaded.distances).issues)
    except InputError as error:
        return (*found, *error.issues)


def read_case(path: Path) -> tuple[Case, TravelMatrix, tuple[InputIssue, ...]]:
    """Read a case and measure its roads.

    Raises
    ------
    InputError
        With every issue, when the input cannot be used.
    """
    from transport.io.case_reader import load_case
    from transport.roads import measure_roads

    loaded = load_case(path)
    roads = measure_roads(loaded.case, loaded.distances)
    return roads.case, roads.travel, (*loaded.issues, *roads.issues)


def require_valid(case: Case, travel: TravelMatrix, document: Mapping[str, Any]) -> CheckReport:
    """Have the independent checker judge the document that is to be written.

    Raises
    ------
    PlanRefused
        It breaks a rule, or a figure in it is wrong.
    """
    from transport.check import check_plan

    report = check_plan(case, travel, document)
    if report.violations:
        raise PlanRefused(report.violations)
    return report


def check_folder(path: Path, folder: Path) -> CheckReport:
    """Have the independent checker judge a written plan.

    Raises
    ------
    InputError
        The case or the plan cannot be read.
    """
    from transport.check import check_plan
    from transport.io.plan_json import read_document

    case, travel, _ = read_case(path)
    return check_plan(case, travel, read_document(folder))


def read_valid(path: Path, folder: Path) -> tuple[Case, Plan, PlanFolder]:
    """Read a case and a plan that was written for it; raises as :func:`read_planned`."""
    case, _travel, plan, target = read_planned(path, folder)
    return case, plan, target


def read_planned(path: Path, folder: Path) -> tuple[Case, TravelMatrix, Plan, PlanFolder]:
    """Read a case with its roads, and a plan that was written for it.

    Raises
    ------
    InputError
        The case or the plan cannot be read.
    PlanRefused
        The plan does not fit the case (any more).
    """
    from transport.io.plan_json import plan_from_document, read_document

    case, travel, _ = read_case(path)
    document = read_document(folder)
    require_valid(case, travel, document)
    return case, travel, plan_from_document(document), PlanFolder(folder)

"""The report of a plan, and the ledger of who pays what where the case names payers."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from transport.case import Case
from transport.errors import NoPlanInTime
from transport.io.plan_folder import PlanFolder
from transport.locale import Language, catalogue
from transport.plan import Plan
from transport.travel import TravelMatrix
from transport.workflow.options import PlanOptions, Watch
from transport.workflow.reading import read_planned

if TYPE_CHECKING:
    from transport.facts import Facts
    from transport.ledger.alone import Accounts, StandAlone
    from transport.ledger.ledger import Ledger

REPORT = "report.html"
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def remake_report(path: Path, folder: Path, lang: Language) -> list[Path]:
    """Make the report of a written plan again, and the ledger where the case names payers.

    Raises
    ------
    InputError, PlanRefused
        As :func:`~transport.workflow.reading.read_planned`.
    """
    case, travel, plan, target = read_planned(path, folder)
    return write_accounts(case, travel, plan, target, lang)


def make_ledger(
    path: Path, folder: Path, lang: Language, stand_alone_s: float, watch: Watch | None = None
) -> tuple[Accounts | None, list[Path]]:
    """Share the cost of a written plan out and write it down; the report is made again with it.

    Parameters
    ----------
    stand_alone_s
        Seconds to plan each payer's people as a case of their own; 0: nothing is planned anew.

    Returns
    -------
    tuple
        The accounts, ``None`` where the case names no payers, and the files.

    Raises
    ------
    InputError, PlanRefused
        As :func:`~transport.workflow.reading.read_planned`.
    """
    case, travel, plan, target = read_planned(path, folder)
    accounts = build_accounts(case, travel, plan, stand_alone_s, watch or Watch())
    return accounts, [] if accounts is None else _write(case, plan, accounts, target, lang)


def write_accounts(case: Case, travel: TravelMatrix, plan: Plan, target: PlanFolder, lang: Language) -> list[Path]:
    """Write the report, and the ledger where the case names payers."""
    return _write(case, plan, build_accounts(case, travel, plan, 0.0, Watch()), target, lang)


def build_accounts(case: Case, travel: TravelMatrix, plan: Plan, stand_alone_s: float, watch: Watch) -> Accounts | None:
    """Share a plan's cost out to the payers of its case; ``None`` where it names none."""
    if not case.payers:
        return None
    from transport.facts import Facts
    from transport.ledger.alone import Accounts, quick_alone
    from transport.ledger.ledger import build_ledger

    facts = Facts(case, plan)
    ledger = build_ledger(facts, travel)
    alone = quick_alone(facts, ledger)
    if stand_alone_s > 0:
        alone |= _planned_alone(facts, travel, ledger, stand_alone_s, watch)
    return Accounts(ledger, alone, stand_alone_s or None)


def _planned_alone(
    facts: Facts, travel: TravelMatrix, ledger: Ledger, seconds: float, watch: Watch
) -> dict[str, StandAlone]:
    """Plan each payer's people as a case of their own; the same people are planned once."""
    from transport.facts import Facts
    from transport.io.plan_json import plan_from_document
    from transport.ledger.alone import of_plan, sub_case
    from transport.ledger.rules import NOBODY
    from transport.workflow.planning import plan_document

    plans: dict[frozenset[str], Plan | None] = {}
    found = {}
    for line in ledger.lines:
        people = frozenset(line.people)
        if line.name == NOBODY or not 0 < len(people) < len(facts.itineraries):
            continue
        case = sub_case(facts.case, line.people)
        if people not in plans:
            watch.on_step("alone")
            options = PlanOptions(time_limit_s=seconds)
            try:
                plans[people] = plan_from_document(plan_document(case, travel, options, watch, time.monotonic()))
            except NoPlanInTime:
                plans[people] = None
        plan = plans[people]
        if plan is not None:
            found[line.name] = of_plan("planned", Facts(case, plan), line.name, travel)
    return found


def _write(case: Case, plan: Plan, accounts: Accounts | None, target: PlanFolder, lang: Language) -> list[Path]:
    from transport.report.write import write_report

    target.discard(REPORT, *(str(catalogue(language, "ledger")["file"]) for language in LANGUAGES))
    files = [target.put(lambda folder: write_report(case, plan, folder / REPORT, lang, accounts))]
    if accounts is not None:
        from transport.report.ledger_book import write_ledger

        files.append(target.put(lambda folder: write_ledger(case, plan, accounts, folder, lang)))
    return files

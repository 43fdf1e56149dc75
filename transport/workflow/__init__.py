"""The whole order of work: read, measure the roads, solve, check, write. The one place that knows it.

Heavy libraries are imported where they are needed, so that ``fangang --help`` answers at once.
"""

from transport.workflow.accounts import build_accounts, make_ledger, remake_report
from transport.workflow.exports import make_exports
from transport.workflow.mapping import MapOptions, remake_maps
from transport.workflow.options import PlanOptions, Watch
from transport.workflow.outputs import remake_papers, write_plan
from transport.workflow.planning import Outcome, plan_case, plan_document, search_seconds
from transport.workflow.reading import check_folder, read_case, require_valid, validate_case

__all__ = [
    "MapOptions",
    "Outcome",
    "PlanOptions",
    "Watch",
    "build_accounts",
    "check_folder",
    "make_exports",
    "make_ledger",
    "plan_case",
    "plan_document",
    "read_case",
    "remake_maps",
    "remake_papers",
    "remake_report",
    "require_valid",
    "search_seconds",
    "validate_case",
    "write_plan",
]

"""For analysts: a case and its plan in a notebook or a script, as objects and as pandas tables.

Personal data is masked: identity numbers and phones appear nowhere, names only as ``张*明`` unless asked for.
"""

from __future__ import annotations

import html
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from transport import case as model
from transport import plan as results
from transport import workflow
from transport.clock import to_datetime
from transport.errors import InputIssue
from transport.interrupt import run_stoppable
from transport.io.plan_folder import PlanFolder
from transport.io.plan_json import plan_from_document, read_document
from transport.locale import Language
from transport.travel import TravelMatrix

if TYPE_CHECKING:
    import folium
    import pandas as pd

    from transport.check import Violation
    from transport.solver import Progress

__all__ = ["Case", "Plan", "check_plan", "solve"]


class Case:
    """Everything a plan is made from.

    Parameters
    ----------
    data
        The frozen case: ``case.data.workers``, ``.places``, ``.offers``, ``.services``, ``.rules``, ``.costs``.
    travel
        Km and driving minutes between its places.
    issues
        Warnings from reading it.
    """

    def __init__(self, data: model.Case, travel: TravelMatrix, issues: tuple[InputIssue, ...] = ()) -> None:
        self.data = data
        self.travel = travel
        self.issues = issues

    @classmethod
    def load(cls, path: str | Path) -> Case:
        """Read a case folder (or the ``case.yaml`` in it).

        Raises
        ------
        transport.errors.InputError
            With every problem (``.issues``), when the case cannot be used.
        """
        return cls(*workflow.read_case(Path(path)))

    @classmethod
    def load_shipped(cls, name: str) -> Case:
        """Read a case that comes with the program; ``fangang new`` lists them."""
        from transport.io.shipped import copy_case

        with TemporaryDirectory() as folder:
            return cls.load(copy_case(name, Path(folder) / name))

    @property
    def name(self) -> str:
        return self.data.name

    def solve(
        self,
        *,
        time_limit: float | None = None,
        seed: int | None = None,
        threads: int | None = None,
        repeatable: bool = False,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Plan:
        """Search for the cheapest plan; interrupting (Ctrl-C, or the notebook's stop) keeps the best so far.

        Parameters
        ----------
        time_limit
            Seconds; what is left out is as the case says.
        seed, threads
            For the search; 0 threads: all cores.
        repeatable
            The same input gives the same plan.
        on_progress
            Called with ``cost``, ``lower_bound``, ``gap``, ``elapsed_s`` and ``phase`` as they change.

        Raises
        ------
        transport.errors.NoPlanInTime, transport.errors.PlanRefused
            There is no plan that the independent checker passes.
        """
        started = time.monotonic()
        options = workflow.PlanOptions(time_limit, seed, threads, repeatable)
        show = on_progress or (lambda progress: None)

        def work(should_stop: Callable[[], bool]) -> dict[str, Any]:
            watch = workflow.Watch(on_progress=show, should_stop=should_stop)
            return workflow.plan_document(self.data, self.travel, options, watch, started)

        return Plan(self, run_stoppable(work, on_wish=lambda: None))

    def read_plan(self, folder: str | Path) -> Plan:
        """Read a plan that was written for this case; ``violations()`` tells whether it still fits.

        Raises
        ------
        transport.errors.InputError
            There is no readable ``plan.json``.
        """
        return Plan(self, read_document(Path(folder)))

    def to_frame(self, *, mask: bool = True) -> pd.DataFrame:
        """One row a worker: where from, where to, when, with whom."""
        from transport.frames import workers_frame

        return workers_frame(self.data, mask=mask)

    def __repr__(self) -> str:
        data = self.data
        return (
            f"Case({data.name!r}: {len(data.workers)} workers, {len(data.places)} places, "
            f"{len(data.offers)} offers, {len(data.services)} services)"
        )

    def _repr_html_(self) -> str:
        rows = {
            "title": self.data.title,
            "workers": len(self.data.workers),
            "places": len(self.data.places),
            "vehicle offers": len(self.data.offers),
            "services": len(self.data.services),
            "from": to_datetime(self.data.window_start).date(),
            "until": to_datetime(self.data.window_end - 1).date(),
            "warnings": len(self.issues),
        }
        return _html_table(self.data.name, rows)


class Plan:
    """A plan for a case, with its figures.

    Parameters
    ----------
    case
        The case it was made for.
    document
        The content of ``plan.json``.
    """

    def __init__(self, case: Case, document: Mapping[str, Any]) -> None:
        self.case = case
        self.document = document
        self.data: results.Plan = plan_from_document(document)

    @property
    def summary(self) -> results.Summary:
        """Costs by term, people by mode, bound, baselines."""
        return self.data.summary

    @property
    def total_cost(self) -> float:
        """CNY."""
        return float(self.document["summary"]["total_cost"])

    @property
    def lower_bound(self) -> float | None:
        """CNY: no plan that obeys the case costs less; ``None`` where nothing was proven."""
        return self.summary.lower_bound

    @property
    def gap(self) -> float | None:
        """(total cost − lower bound) / total cost."""
        return self.summary.gap

    @property
    def trips(self) -> tuple[results.Trip, ...]:
        """Every vehicle's runs."""
        return self.data.trips

    @property
    def unserved(self) -> tuple[results.Unserved, ...]:
        """People without any way to travel, with the reason and what would have to change."""
        return self.data.unserved

    @cached_property
    def _violations(self) -> tuple[Violation, ...]:
        return check_plan(self.case, self)

    def violations(self) -> list[Violation]:
        """Everything that the independent checker finds wrong; empty for a valid plan."""
        return list(self._violations)

    def to_frame(self, *, mask: bool = True) -> pd.DataFrame:
        """One row a worker: mode, legs, pick-up and arrival beside who, where from and where to.

        Parameters
        ----------
        mask
            Whether names are masked; identity numbers and phones are never in the table.
        """
        from transport.frames import itineraries_frame

        return itineraries_frame(self.case.data, self.data, mask=mask)

    def trips_frame(self) -> pd.DataFrame:
        """One row a trip: vehicle, times, places, load and cost (km and CNY)."""
        from transport.frames import trips_frame

        return trips_frame(self.case.data, self.data)

    def ledger_frame(self) -> pd.DataFrame:
        """One row an item of the cost and payer of the case: what the payer pays of it, CNY to the fen."""
        from transport.facts import Facts
        from transport.frames import ledger_frame
        from transport.ledger.ledger import build_ledger

        return ledger_frame(build_ledger(Facts(self.case.data, self.data), self.case.travel))

    def map(self, lang: Language = "zh") -> folium.Map:
        """Draw the plan; the map needs no network and shows no personal data."""
        from maps.overview_page import draw_overview
        from transport.roads import build_geometry

        return draw_overview(self.case.data, self.data, build_geometry(self.case.data), lang)

    def write(self, folder: str | Path, *, papers: bool = True, maps: bool = True, lang: Language = "zh") -> list[Path]:
        """Write ``plan.json``, the report, and on demand manifests and maps; return the files.

        Raises
        ------
        transport.errors.PlanRefused
            The independent checker refuses the plan; nothing was written.
        """
        workflow.require_valid(self.case.data, self.case.travel, self.document)
        options = workflow.PlanOptions(papers=papers, maps=maps, lang=lang)
        target = PlanFolder(Path(folder))
        target.require_usable()
        case = self.case
        return workflow.write_plan(case.data, case.travel, self.document, target, options, workflow.Watch())[1]

    def __repr__(self) -> str:
        gap = "no bound" if self.gap is None else f"gap {self.gap:.2%}"
        people = ", ".join(f"{count} {mode}" for mode, count in self.summary.workers.items() if count)
        return f"Plan({self.data.case_name!r}: ¥{self.total_cost:,.2f}, {gap}, {people}, {len(self.trips)} trips)"

    def _repr_html_(self) -> str:
        rows: dict[str, object] = {
            "total cost": f"¥{self.total_cost:,.2f}",
            "lower bound": "–" if self.lower_bound is None else f"¥{self.lower_bound:,.2f}",
            "gap": "–" if self.gap is None else f"{self.gap:.2%}",
            **{f"people, {mode}": count for mode, count in self.summary.workers.items()},
            "trips": len(self.trips),
            "services": len(self.data.services),
        }
        return _html_table(self.data.case_name, rows)


def solve(case: Case, **options: Any) -> Plan:
    """Search for the cheapest plan; the options are those of :meth:`Case.solve`."""
    return case.solve(**options)


def check_plan(case: Case, plan: Plan) -> tuple[Violation, ...]:
    """Have the independent checker judge a plan; return everything it finds wrong."""
    from transport.check import check_plan as check_document

    return check_document(case.data, case.travel, plan.document).violations


def _html_table(caption: str, rows: Mapping[str, object]) -> str:
    cells = "".join(f"<tr><th>{html.escape(name)}</th><td>{html.escape(str(v))}</td></tr>" for name, v in rows.items())
    return f"<table><caption>{html.escape(caption)}</caption>{cells}</table>"

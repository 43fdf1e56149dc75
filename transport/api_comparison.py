"""For analysts: scenarios planned and compared, as pandas tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transport.comparison.compared import Compared, Entry
from transport.comparison.measures import BY_NAME
from transport.interrupt import run_stoppable
from transport.locale import Language
from transport.workflow import comparing, whatif
from transport.workflow.options import PlanOptions

if TYPE_CHECKING:
    import pandas as pd

_SOURCE = "overrides"


class Comparison:
    """Plans side by side, the first of them the base.

    Parameters
    ----------
    data
        The compared plans: ``comparison.data.entries``, each with ``name``, ``plan``, ``values`` and ``changed``.
    """

    def __init__(self, data: Compared) -> None:
        self.data = data

    @classmethod
    def run(
        cls,
        case: str | Path,
        scenarios: str | Path | Mapping[str, Mapping[str, Any]],
        folder: str | Path,
        *,
        time_limit: float | None = None,
        seed: int | None = None,
        jobs: int = 0,
        executor: Executor | None = None,
        pages: bool = False,
    ) -> Comparison:
        """Plan the base and every scenario, and compare; interrupting keeps what is planned.

        What is known from an earlier run into the same folder is not planned again.

        Parameters
        ----------
        case
            The case folder.
        scenarios
            A what-if file, or scenarios by name with what each changes: ``{"dear": {"fleet.K1.km_cost": "*1.3"}}``.
        folder
            Where the plans go, one folder a scenario.
        time_limit
            Seconds for each scenario; what is left out is as the case says.
        seed
            For the searches.
        jobs
            Scenarios at a time; 0: as many as there are cores.
        executor
            Where to search instead: anything like ``concurrent.futures``, such as dask's
            ``Client(...).get_executor()``, whose workers see the same files.
        pages
            Whether each plan gets its report.

        Raises
        ------
        transport.errors.InputError
            With every problem of the case and of every scenario.
        transport.errors.NoPlanInTime
            The base has no plan.
        """
        from transport.errors import NoPlanInTime
        from transport.scenario.variants import build_variants, read_variants

        if isinstance(scenarios, Mapping):
            variants = build_variants(Path(case), scenarios, _SOURCE)
        else:
            variants = read_variants(Path(case), Path(scenarios))
        plan = PlanOptions(time_limit_s=time_limit, seed=seed, papers=False, maps=False)
        options = whatif.WhatIfOptions(plan, jobs, pages, executor)

        def work(should_stop: Callable[[], bool]) -> whatif.WhatIfOutcome:
            return whatif.run_variants(variants, Path(folder), options, whatif.WhatIfWatch(should_stop=should_stop))

        compared = comparing.compare_outcome(run_stoppable(work, on_wish=lambda: None))
        if compared is None:
            raise NoPlanInTime
        return cls(compared)

    @classmethod
    def read(cls, *folders: str | Path, case: str | Path | None = None) -> Comparison:
        """Compare plans that were written; a what-if run's folder stands for all plans in it.

        Parameters
        ----------
        folders
            The base's first.
        case
            The case of plans that have none beside them; without one, figures that need it are missing.
        """
        paths: Sequence[Path] = [Path(folder) for folder in folders]
        return cls(comparing.compare_folders(paths, None if case is None else Path(case)))

    @property
    def names(self) -> list[str]:
        """The plans' names, the base's first."""
        return [entry.name for entry in self.data.entries]

    def to_frame(self) -> pd.DataFrame:
        """One row a scenario, one column a figure: CNY, persons, counts, km, hours, kg; shares from 0 to 1."""
        import pandas as pd

        rows = {entry.name: entry.values for entry in self.data.entries}
        frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(self.data.measures), dtype=float)
        return frame.rename_axis(index="scenario", columns="measure")

    def to_tidy(self) -> pd.DataFrame:
        """One row a scenario and figure, with its unit and its difference from the base."""
        import pandas as pd

        rows = [
            {
                "scenario": entry.name,
                "measure": measure,
                "unit": BY_NAME[measure].unit,
                "value": entry.values.get(measure),
                "delta": self.data.delta(entry, measure),
            }
            for entry in self.data.entries
            for measure in self.data.measures
        ]
        return pd.DataFrame(rows).astype({"value": float, "delta": float})

    def delta(self, base: str | None = None) -> pd.DataFrame:
        """Every figure less that of the base, CNY to the fen.

        Parameters
        ----------
        base
            The name of the plan to compare with; default: the first.

        Raises
        ------
        KeyError
            There is no plan of that name.
        """
        against = self.data.base if base is None else self[base]
        frame = self.to_frame().astype(float)
        for entry in self.data.entries:
            for measure in frame.columns:
                frame.loc[entry.name, measure] = self.data.delta(entry, measure, against)
        return frame

    def to_excel(self, path: str | Path, lang: Language = "zh") -> Path:
        """Write the workbook: figures, differences, changes, and who must be told of another trip."""
        from transport.comparison.book import write_book

        return write_book(self.data, self._title, Path(path), lang)

    def write(self, folder: str | Path, lang: Language = "zh") -> list[Path]:
        """Write ``comparison.json``, ``comparison.html`` and ``comparison.xlsx``; return the files."""
        return comparing.write_comparison(self.data, Path(folder), lang, planned=False)

    def __getitem__(self, name: str) -> Entry:
        """Return one of the plans: its ``values``, ``changes``, ``plan`` and whose trip has ``changed``."""
        return next((entry for entry in self.data.entries if entry.name == name), None) or _missing(name, self.names)

    @property
    def _title(self) -> str:
        base = self.data.base
        return base.plan.case_name if base.case is None else base.case.title

    def __repr__(self) -> str:
        return f"Comparison({', '.join(self.names)})"

    def _repr_html_(self) -> str:
        return str(self.to_frame().T.to_html(float_format="{:,.2f}".format, na_rep="–"))


def _missing(name: str, names: Sequence[str]) -> Entry:
    raise KeyError(f"{name!r} is none of: {', '.join(names)}")

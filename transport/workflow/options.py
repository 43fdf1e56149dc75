"""What a user chooses for a run, and how the run talks back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transport.locale import Language
from transport.plan import Plan

if TYPE_CHECKING:
    from transport.solver import Progress


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What the user chose for one run; ``None``: as the case says.

    Parameters
    ----------
    time_limit_s
        Seconds until the plan is written; papers and maps come on top.
    seed, threads
        For the search; 0 threads: all cores.
    repeatable
        The same input gives the same bytes.
    papers, maps
        Whether to make them.
    lang
        The language of papers and maps.
    start
        A plan that the search may start from, of this case or of another version of it.
    cluster
        Address of a Dask scheduler whose workers solve the parts of a large case; ``None``: this machine does.
    """

    time_limit_s: float | None = None
    seed: int | None = None
    threads: int | None = None
    repeatable: bool = False
    papers: bool = True
    maps: bool = True
    lang: Language = "zh"
    start: Plan | None = None
    cluster: str | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """How the work talks with whoever started it.

    Parameters
    ----------
    on_step
        Called with the name of each step as it begins.
    on_progress
        Called by the search whenever something is new.
    on_part
        Called while papers or maps are made, with how many parts are done and how many there are.
    should_stop
        Asked whether to end with the best plan so far.
    """

    on_step: Callable[[str], None] = lambda step: None
    on_progress: Callable[[Progress], None] = lambda progress: None
    on_part: Callable[[int, int], None] = lambda done, total: None
    should_stop: Callable[[], bool] = lambda: False

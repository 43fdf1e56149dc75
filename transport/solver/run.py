"""The order of the optimiser's work, and what it promises: a valid plan soon, then better ones until the limit."""

from __future__ import annotations

import os
import random
from collections.abc import Callable

from transport.case import Case
from transport.explanation import Explanation
from transport.locale import Language
from transport.plan import Plan
from transport.solver.alone import Alone
from transport.solver.assemble import build_plan, trip_ids
from transport.solver.beginnings import begun, is_middling, on_in_parts
from transport.solver.elite import Elite
from transport.solver.explain import Depth, explain
from transport.solver.farm import cores
from transport.solver.first_plans import practices_of_part, restart
from transport.solver.parts import Piece, Solved
from transport.solver.search import Search, heat_for
from transport.solver.sides import SideSearch
from transport.solver.standing import Progress, Standing, Terms
from transport.solver.together import Together
from transport.travel import TravelMatrix

TEAM_FROM, OUTLINED_FROM = 6.0, 90.0
"""Seconds of time limit from which it pays to start helper processes, and to have them outline a middling case before
it goes on in parts.
"""


def solve(
    case: Case,
    travel: TravelMatrix,
    *,
    time_limit_s: float,
    seed: int = 0,
    threads: int = 0,
    repeatable: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    lang: Language = "zh",
    start: Plan | None = None,
    cluster: str | None = None,
) -> Plan:
    """Plan a case.

    Parameters
    ----------
    case, travel
        The case and its roads.
    time_limit_s
        Seconds of wall clock, from 0; a valid plan comes back however few.
    seed
        Start of the chance that the search uses.
    threads
        Processes to use; 0: as many as there are cores.
    repeatable
        The same input gives the same plan: a fixed amount of work in one process instead of a clock.
    on_progress
        Called when there is a better plan or bound.
    should_stop
        Asked often; once it says yes, the best plan so far comes back.
    lang
        Language of the sentences that say why somebody is left.
    start
        A plan to start from, of this case or of another version of it: what can still be run of it is one more first
        solution. Nothing is refused; of a plan that has nothing to do with the case, nothing is taken.
    cluster
        Address of a Dask scheduler (``tcp://…``) whose workers solve the parts of a large case; ``None``: processes of
        this machine do.

    Raises
    ------
    MissingExtra, ClusterUnreachable
        A cluster is wanted, and the extra ``cluster`` is not installed, or nobody answers at the address.
    """
    helpers = (threads or os.cpu_count() or 1) - 1
    at_once = helpers + 1 if cluster is None else cores(cluster)
    stop = should_stop or (lambda: False)
    terms = Terms(
        time_limit_s, seed, helpers, repeatable,
        lang=lang, start=start, cluster=cluster, at_once=at_once, on_progress=on_progress, should_stop=stop,
    )  # fmt: skip
    return planned(Standing(case, travel, terms), random.Random(seed))


def solve_alone(
    piece: Piece, travel: TravelMatrix, seconds: float, seed: int, should_stop: Callable[[], bool],
    *, practices: bool = False,
) -> Solved:  # fmt: skip
    """Plan a part of a case in this process, for its cost alone: no bounds, and simple practices only if wanted."""
    terms = Terms(seconds, seed, cost_alone=True, start=piece.plan, should_stop=should_stop)
    standing = Standing(piece.case, travel, terms)
    found = practices_of_part(standing, random.Random(seed)) if practices else {}
    return Solved(planned(standing, random.Random(seed)), found)


def planned(standing: Standing, rng: random.Random) -> Plan:
    """All the work, in order."""
    terms, problem = standing.terms, standing.problem
    standing.tell()
    if terms.start is not None:
        restart(standing, terms.start, rng, 0.5)
    baselines = begun(standing, rng)
    if problem.bundles and not standing.done():
        sides = SideSearch(standing.inserter, random.Random(terms.seed))
        elite = Elite(standing.inserter)
        search = Search(standing.inserter, rng, heat_for(standing.limit, len(problem.case.workers)), elite)
        middling = is_middling(standing)
        work: Alone | Together
        if terms.repeatable or terms.helpers == 0 or standing.limit < TEAM_FROM:
            work = Alone(standing, search, sides, elite, rng)
        else:
            work = Together(standing, search, sides, elite)
            if middling and standing.limit >= OUTLINED_FROM:
                work.outline()
        if middling:
            on_in_parts(standing)
        work.run()
    return build_plan(
        problem,
        standing.best,
        lower_bound=None if standing.proven is None else standing.proven.bound,
        lower_bound_method=None if standing.proven is None else standing.proven.method,
        baselines=baselines,
        explanations=explained(standing),
        solver={
            "seed": terms.seed,
            "time_limit_s": terms.time_limit_s,
            "elapsed_s": round(standing.clocked(), 1),
            "repeatable": terms.repeatable,
        },
    )


def explained(standing: Standing) -> tuple[Explanation, ...]:
    """Why people are left, as far as the time that is kept for it goes."""
    terms, best = standing.terms, standing.best
    if terms.cost_alone:
        return ()
    standing.phase = "reasons"

    def over() -> bool:
        return terms.should_stop() or standing.elapsed() >= terms.time_limit_s

    standing.inserter.over = lambda: False  # a single person's way takes milliseconds
    return explain(standing.inserter, best, standing.travel, trip_ids(best), lang=terms.lang, depth=Depth(over=over))

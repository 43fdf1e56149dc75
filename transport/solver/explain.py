"""Why people are left to tickets, or to nothing: a reason for each, what is proven of it, and what would help."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from transport.case import Case
from transport.clock import to_iso
from transport.explanation import NEW_TRIP, NOT_EXAMINED, Change, Explanation, FoundWay, TravelMode
from transport.locale import Language, text
from transport.plan import SERVICE_LEG, Plan
from transport.solver.examine import Carried, Examiner, left_out
from transport.solver.impossible import impossible
from transport.solver.insertion import Inserter
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.remedies import WORTH, Remedies
from transport.solver.restart import rebuilt
from transport.solver.solution import NOBODY, Solution
from transport.solver.trips import TripFactory
from transport.travel import TravelMatrix

_MOMENTS = ("arrival", "report")


@dataclass(frozen=True, slots=True)
class Depth:
    """How far to look: cells of equal people examined, and those for which changes are tried (the largest first).

    ``over``: once it says so, the others are only tested for what is impossible.
    """

    cells: int = 10**9
    changes: int = 10**9
    over: Callable[[], bool] = lambda: False


def explain(
    inserter: Inserter,
    solution: Solution,
    travel: TravelMatrix,
    trip_ids: Mapping[int, str],
    *,
    lang: Language,
    depth: Depth,
    wanted: Iterable[str] | None = None,
    on_better: Callable[[Solution], None] | None = None,
) -> tuple[Explanation, ...]:
    """Explain everybody whom a solution leaves to a ticket or to nothing.

    Parameters
    ----------
    inserter
        Of the solution's problem.
    trip_ids
        What the plan calls the solution's trips.
    wanted
        Only these workers; ``None``: all.
    on_better
        Called with a solution that carries some of them and costs less, if there is one; no changes are tried then.
        ``None``: they are tried all the same.

    Returns
    -------
    tuple[Explanation, ...]
        One for each kind of equal people, the largest groups first; together they name everybody once.
    """
    problem = inserter.problem
    examiner = Examiner(inserter, solution, depth.over)
    asked = None if wanted is None else set(wanted)
    kinds: dict[tuple[int, float], list[int]] = {}
    for b, bundle in enumerate(problem.bundles):
        if solution.ways[b] is None and (asked is None or asked.intersection(bundle.workers)):
            kinds.setdefault((problem.cell_of[b], bundle.fallback), []).append(b)
    ordered = sorted(kinds.values(), key=lambda alike: (-sum(problem.bundles[b].size for b in alike), alike[0]))
    better: list[Solution] = []
    told = []
    for rank, alike in enumerate(ordered):
        proof = impossible(problem, inserter.reach, alike[0])
        teller = _Teller(problem, alike, trip_ids, lang)
        deep = rank < depth.cells and not depth.over()
        if proof is not None:
            told.append(teller.proven(proof.code, proof.numbers))
        else:
            told.append(_examined(examiner, teller, better.append) if deep else teller.unproven(NOT_EXAMINED))
    if better and on_better is not None:
        on_better(min(better, key=lambda found: found.cost))
        return tuple(told)
    changes = _changes(Remedies(problem.case, travel, solution, depth.over), ordered, depth)
    return tuple(replace(explanation, changes=found) for explanation, found in zip(told, changes, strict=True))


def _examined(examiner: Examiner, teller: _Teller, on_better: Callable[[Solution], None]) -> Explanation:
    """Try to carry them, and say what that would cost."""
    beside = examiner.beside_all(teller.alike)
    room = examiner.making_room(teller.alike) if beside is None else None
    found = beside or room
    if found is not None and found.extra_cost < -WORTH:
        on_better(found.solution)
        return teller.unproven("improvable", found)
    if found is not None:
        return teller.unproven("crowded_out" if beside is None else "dearer", found)
    alone = examiner.alone(teller.alike)
    return teller.unproven("not_found") if alone is None else teller.unproven("no_room", alone=alone)


def _changes(remedies: Remedies, kinds: Sequence[list[int]], depth: Depth) -> list[tuple[Change, ...] | None]:
    """What would help each kind of people, the most saving first; ``None``: nothing found, and not all was tried."""
    if depth.changes == 0 or not kinds:
        return [None] * len(kinds)
    helped = list(remedies.resources())
    told: list[tuple[Change, ...] | None] = []
    for rank, alike in enumerate(kinds):
        shifts = remedies.shifts(alike) if rank < depth.changes else ()
        best: dict[str, Change] = {change.kind: change for change in shifts}
        for other in helped:
            known = best.get(other.change.kind)
            if alike[0] in other.bundles and (known is None or other.change.saves > known.saves):
                best[other.change.kind] = other.change
        unfinished = depth.over() or rank >= depth.changes
        told.append(None if unfinished and not best else tuple(sorted(best.values(), key=lambda c: -c.saves)))
    return told


def explain_plan(
    case: Case,
    travel: TravelMatrix,
    plan: Plan,
    *,
    wanted: Iterable[str] | None = None,
    lang: Language = "zh",
    over: Callable[[], bool] = lambda: False,
) -> tuple[Explanation, ...]:
    """Explain everybody whom a written plan leaves to a ticket or to nothing; parameters as for :func:`explain`."""
    problem = Problem(case, travel)
    inserter = Inserter(problem, Reach(problem), TripFactory(problem))
    solution = rebuilt(plan, inserter)
    ids = {frozenset(worker for stop in trip.stops for worker in stop.board): trip.trip_id for trip in plan.trips}
    trip_ids = {
        number: ids.get(frozenset(worker for b in draft.riders for worker in problem.bundles[b].workers), "?")
        for number, draft in solution.trips.items()
    }
    told = explain(inserter, solution, travel, trip_ids, lang=lang, depth=Depth(over=over), wanted=wanted)
    asked = set() if wanted is None else set(wanted)
    carried = [
        b for b, way in enumerate(solution.ways) if way is not None and asked.intersection(problem.bundles[b].workers)
    ]
    return told + tuple(
        _Teller(problem, [b], trip_ids, lang).carried(solution, left_out(inserter, solution, b)) for b in carried
    )


class _Teller:
    """Puts what was found about people who are alike into an explanation."""

    def __init__(self, problem: Problem, alike: list[int], trip_ids: Mapping[int, str], lang: Language) -> None:
        self.problem, self.alike, self.trip_ids, self.lang = problem, alike, trip_ids, lang
        self.bundle = problem.bundles[alike[0]]

    def proven(self, code: str, numbers: Mapping[str, float | str]) -> Explanation:
        return self._explanation(code, numbers, proven=True)

    def unproven(self, code: str, found: Carried | None = None, alone: float | None = None) -> Explanation:
        numbers: dict[str, float | str] = {}
        way = None
        if found is not None:
            way = FoundWay(self._legs(found.solution), found.extra_cost, found.moved)
            numbers = {"extra": f"{abs(found.extra_cost):,.2f}", "moved": found.moved, "way": self._way_text(way)}
        if alone is not None:
            numbers["alone"] = f"{alone:,.2f}"
        return self._explanation(code, numbers, way=way)

    def carried(self, solution: Solution, dearer_without: float) -> Explanation:
        """About people who travel by charter: what the plan would cost more without them on it."""
        way = FoundWay(self._legs(solution), -dearer_without)
        numbers = {"extra": f"{abs(dearer_without):,.2f}", "way": self._way_text(way)}
        mode: TravelMode = "connected" if any(leg.startswith(SERVICE_LEG) for leg in way.legs) else "direct"
        code = "worth_it" if dearer_without >= 0 else "in_excess"
        return self._explanation(code, numbers, way=way, mode=mode)

    def _explanation(
        self, code: str, numbers: Mapping[str, float | str], *, proven: bool = False, way: FoundWay | None = None,
        mode: TravelMode | None = None,
    ) -> Explanation:  # fmt: skip
        p, b = self.problem, self.bundle
        workers = tuple(worker for index in self.alike for worker in p.bundles[index].workers)
        return Explanation(
            workers, mode or ("ticket" if b.ticketed else "unserved"), code, proven, numbers, way, None,
            self._sentence(code, numbers),
        )  # fmt: skip

    def _sentence(self, code: str, numbers: Mapping[str, float | str]) -> str:
        p, b = self.problem, self.bundle
        origin, destination = p.places[b.origin], p.places[b.destination]
        shown = {
            name: to_iso(int(value)).replace("T", " ") if name in _MOMENTS else value for name, value in numbers.items()
        }
        known = "access" if "limit" in numbers else "roles"
        access = text(self.lang, f"reasons.{known}", **shown) if "smallest" in numbers else ""
        sentence = text(
            self.lang,
            f"reasons.{code}",
            origin=origin.name or origin.place_id,
            destination=destination.name or destination.place_id,
            size=b.size,
            report=to_iso(b.report).replace("T", " "),
            instead=text(self.lang, f"reasons.{'by_ticket' if b.ticketed else 'nothing'}"),
            access=access,
            **shown,
        )
        closed = ", ".join(map(str, p.case.roads.closures)) if code == "no_road" else ""
        return sentence + (text(self.lang, "reasons.closed", names=closed) if closed else "")

    def _legs(self, solution: Solution) -> tuple[str, ...]:
        way = solution.ways[self.alike[0]]
        assert way is not None
        legs = [self._trip(solution, way.first)]
        if way.service != NOBODY:
            legs += [SERVICE_LEG + self.problem.services[way.service].service_id, self._trip(solution, way.last)]
        return tuple(leg for leg in legs if leg)

    def _trip(self, solution: Solution, number: int) -> str:
        if number == NOBODY:
            return ""
        known = self.trip_ids.get(number)
        return known or NEW_TRIP + self.problem.offers[solution.trips[number].offer].offer_id

    def _way_text(self, way: FoundWay) -> str:
        return " → ".join(
            text(self.lang, "reasons.added", offer=leg.removeprefix(NEW_TRIP))
            if leg.startswith(NEW_TRIP)
            else leg.removeprefix(SERVICE_LEG)
            for leg in way.legs
        )

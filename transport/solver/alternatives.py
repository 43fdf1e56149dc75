"""Near-optimal alternatives: other plans that cost little more and are better in one plain respect.

Each is sought by solving an edited case from the plan at hand: a price on every trip for fewer vehicles, a shorter
longest journey, fewer operators to call. What is found obeys the case as it is and is judged by the checker.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import Literal

from transport.case import Case
from transport.check import check_plan
from transport.locale import Language
from transport.plan import Plan
from transport.solver.assemble import build_plan, trip_ids
from transport.solver.explain import Depth, explain
from transport.solver.insertion import Inserter
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.restart import restarted
from transport.solver.search import Budget, Search, heat_for
from transport.solver.solution import Solution
from transport.solver.trips import TripFactory
from transport.travel import TravelMatrix

Aim = Literal["fewest_vehicles", "shortest_longest", "fewest_operators"]
AIMS: tuple[Aim, ...] = ("fewest_vehicles", "shortest_longest", "fewest_operators")
LEAST_S = 1.0
"""Seconds that one solve gets at the least."""
PRICES = (1.0, 2.0, 4.0, 8.0)
"""Prices on a trip that are tried, in shares of what may be spent more divided by the trips there are."""
MORE_LEFT = 0.01
"""Share of all people who may go by ticket (or be left) besides those who do in the plan at hand."""
DEARER_TICKETS = 1.08
"""Factor on the price of leaving people to tickets while alternatives are sought."""
SHORTER = 0.96
"""Factor by which the longest journey is asked to shrink at a time."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What alternatives are compared by: CNY, vehicles (each counted once), minutes, operators, people not carried."""

    cost: float
    vehicles: int
    longest_min: int
    operators: int
    not_carried: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another plan and what it was sought for."""

    aim: Aim
    plan: Plan
    figures: Figures


def figures_of(case: Case, plan: Plan) -> Figures:
    """Count what a plan uses."""
    operators = {case.offers[trip.offer_id].operator or trip.offer_id for trip in plan.trips}
    operators |= {case.services[use.service_id].operator or use.service_id for use in plan.services}
    journeys = [i.arrive - i.pickup for i in plan.itineraries if i.pickup is not None and i.arrive is not None]
    return Figures(
        cost=plan.summary.total_cost,
        vehicles=len({(trip.offer_id, trip.vehicle_no) for trip in plan.trips}),
        longest_min=max(journeys, default=0),
        operators=len(operators),
        not_carried=len(plan.tickets) + len(plan.unserved),
    )


class Alternatives:
    """Seeks alternatives to one plan.

    Parameters
    ----------
    case, travel, plan
        The plan at hand, of this case.
    within
        How much more an alternative may cost, as a share of the plan's cost (0.02: 2 %).
    seed
        Start of the chance that the search uses.
    lang
        Language of the sentences that say why somebody is left.
    should_stop
        Asked often; once it says yes, nothing more is tried.
    """

    def __init__(
        self,
        case: Case,
        travel: TravelMatrix,
        plan: Plan,
        *,
        within: float = 0.02,
        seed: int = 0,
        lang: Language = "zh",
        should_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self.case, self.travel, self.plan = case, travel, plan
        self.most = plan.summary.total_cost * (1 + within)
        self.spare = plan.summary.total_cost * within
        self.seed, self.lang, self.should_stop = seed, lang, should_stop
        self.figures = figures_of(case, plan)
        self.left_at_most = self.figures.not_carried + int(MORE_LEFT * len(case.workers))
        self.dear = _with_dear_tickets(case)
        self.problem = Problem(case, travel)
        self.inserter = Inserter(self.problem, Reach(self.problem), TripFactory(self.problem))

    def seek(self, aim: Aim, seconds: float) -> Alternative | None:
        """Return the best plan found for an aim that costs no more than allowed, carries as many, and is better in it.

        ``seconds`` of wall clock are shared by the attempts.
        """
        steps = {
            "fewest_vehicles": self._fewer_vehicles,
            "shortest_longest": self._shorter,
            "fewest_operators": self._fewer_operators,
        }
        best = Alternative(aim, self.plan, self.figures)
        until = time.monotonic() + seconds
        slice_s = max(LEAST_S, seconds / 4)
        attempts = steps[aim](best)
        edited = next(attempts, None)
        while edited is not None and time.monotonic() + LEAST_S / 2 < until and not self.should_stop():
            found = self._solved(edited, best.plan, min(slice_s, max(LEAST_S, until - time.monotonic())))
            accepted = found is not None and self._better(aim, figures_of(self.case, found), best.figures)
            if found is not None and accepted:
                best = Alternative(aim, found, figures_of(self.case, found))
            try:
                edited = attempts.send((best, accepted))
            except StopIteration:
                break
        return None if best.plan is self.plan else best

    # ---- the attempts of each aim: generators that are told what came of the last one

    def _fewer_vehicles(self, best: Alternative) -> _Attempts:
        """A price on every trip, higher and higher."""
        for share in PRICES:
            price = share * self.spare / max(1, len(self.plan.trips))
            offers = {k: replace(o, fixed_cost=o.fixed_cost + price) for k, o in self.case.offers.items()}
            yield _Edited(replace(self.dear, offers=offers), price)

    def _shorter(self, best: Alternative) -> _Attempts:
        """A limit on everybody's journey, shorter each time one is met, halfway back each time it is not."""
        limit, failed = best.figures.longest_min * SHORTER, 0.0
        while best.figures.longest_min > 0 and limit > failed:
            rules = replace(self.case.rules, max_journey_minutes=limit)
            best, met = yield _Edited(replace(self.dear, rules=rules))
            if not met:
                failed = limit
            limit = best.figures.longest_min * SHORTER if failed == 0 else (failed + best.figures.longest_min) / 2
            if best.figures.longest_min - limit < 10:
                return

    def _fewer_operators(self, best: Alternative) -> _Attempts:
        """Without one operator more each time, those with the fewest riders first."""
        barred: set[str] = set()
        for operator in self._operators_by_riders():
            trial = barred | {operator}
            offers = {k: replace(o, count=0) if (o.operator or k) in trial else o for k, o in self.case.offers.items()}
            services = {
                k: replace(s, max_units=0) if (s.operator or k) in trial else s for k, s in self.case.services.items()
            }
            _, met = yield _Edited(replace(self.dear, offers=offers, services=services))
            if met:
                barred = trial

    def _operators_by_riders(self) -> list[str]:
        riders: dict[str, int] = {}
        for trip in self.plan.trips:
            name = self.case.offers[trip.offer_id].operator or trip.offer_id
            riders[name] = riders.get(name, 0) + trip.load
        for use in self.plan.services:
            name = self.case.services[use.service_id].operator or use.service_id
            riders[name] = riders.get(name, 0) + len(use.workers)
        return sorted(riders, key=lambda name: (riders[name], name))

    # ---- one attempt

    def _solved(self, edited: _Edited, start: Plan, seconds: float) -> Plan | None:
        """Search the edited case from a plan, and give what is found as a plan of the case itself.

        ``None`` where the checker refuses it. Tickets are dearer meanwhile, so that nobody is left for the aim's sake.
        """
        problem = Problem(edited.case, self.travel)
        inserter = Inserter(problem, Reach(problem), TripFactory(problem))
        rng = random.Random(self.seed)
        search = Search(inserter, rng, heat_for(seconds, len(self.case.workers)))
        until = time.monotonic() + seconds
        first = min(restarted(start, inserter, rng), key=search.value)
        found = search.run(first, Budget(until, None, self.should_stop), lambda better: None).pack()
        trips = tuple(
            replace(draft, vehicle_cost=draft.vehicle_cost - edited.trip_price, cost=draft.cost - edited.trip_price)
            for draft in found.trips
        )
        solution = Solution.unpack(self.problem, replace(found, trips=trips))
        known = self.plan.summary
        plan = build_plan(
            self.problem,
            solution,
            lower_bound=known.lower_bound,
            lower_bound_method=known.lower_bound_method,
            baselines=known.baselines,
            explanations=explain(
                self.inserter, solution, self.travel, trip_ids(solution), lang=self.lang, depth=Depth(0, 0)
            ),
            solver=self.plan.solver,
        )
        return None if check_plan(self.case, self.travel, plan.to_document()).violations else plan

    def _better(self, aim: Aim, found: Figures, known: Figures) -> bool:
        """Whether a plan is better in what it is sought for, at a price that is allowed, with as many carried."""
        if found.cost > self.most or found.not_carried > self.left_at_most:
            return False
        names = {"fewest_vehicles": "vehicles", "shortest_longest": "longest_min", "fewest_operators": "operators"}
        return bool(getattr(found, names[aim]) < getattr(known, names[aim]))


@dataclass(frozen=True, slots=True)
class _Edited:
    """A case to be solved, and what it puts on top of each trip's cost (CNY)."""

    case: Case
    trip_price: float = 0.0


_Attempts = Generator[_Edited, tuple[Alternative, bool], None]


def _with_dear_tickets(case: Case) -> Case:
    single = case.costs.individual_ticket
    costs = replace(
        case.costs,
        individual_ticket=None if single is None else single * DEARER_TICKETS,
        unserved=case.costs.unserved * DEARER_TICKETS,
    )
    return replace(case, costs=costs, tickets={pair: price * DEARER_TICKETS for pair, price in case.tickets.items()})

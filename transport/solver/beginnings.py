"""Cases that begin otherwise than with first plans of the whole: large ones in parts, alike people in their groups."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

from transport.plan import Plan
from transport.solver.baselines import all_tickets, close_short_services
from transport.solver.first_plans import PRACTICES, practised, relaxed, started
from transport.solver.parts import merged
from transport.solver.restart import rebuilt
from transport.solver.rounds import PART, Rounds
from transport.solver.solution import Solution
from transport.solver.standing import Standing

PARTS_FROM, PARTS_LEAST, PARTS_SHARE = 6000, 20.0, 0.8
"""Persons from which a case is solved in parts first, seconds of time limit from which that pays, and the share of it
that the parts take."""
MIDDLING_FROM, MIDDLING_SHARES, MIDDLING_LEFT = 2000, (0.6, 0.85), 24.0
"""Persons from which a case goes on in parts from its first plans where there are several processes, and the least and
greatest share of the time up to which it does: search and bounds of the whole have so many seconds, if there are."""
MIDDLING_LEAST = 5.0
"""Seconds that there must be for the parts of a middling case."""
GROUP, GROUPS_LEAST = 2, 3.0
"""People of a kind from which their first plan keeps them together, and seconds of time limit from which that pays."""


def begun(standing: Standing, rng: random.Random) -> dict[str, float | None]:
    """First plans and a first bound, in the way that suits the case; what simple practices cost (CNY)."""
    if goes_in_groups(standing):
        return by_groups(standing, rng)
    if is_large(standing):
        return by_parts(standing)
    return practised(standing, rng)


def is_large(standing: Standing) -> bool:
    """Whether the case is solved in parts first: by the people who can go one by one, not by those in groups."""
    terms, persons = standing.terms, len(standing.problem.bundles)
    if terms.parts is not None:
        return terms.parts
    least = PART if terms.cluster else PARTS_FROM
    return not terms.repeatable and not terms.cost_alone and persons > least and standing.limit >= PARTS_LEAST


def is_middling(standing: Standing) -> bool:
    """Whether the case goes on in parts from its first plans, so that every process works at something of its own."""
    terms, persons = standing.terms, len(standing.problem.bundles)
    several = terms.at_once > 1 and not terms.repeatable and not terms.cost_alone and terms.parts is None
    begins_apart = is_large(standing) or goes_in_groups(standing)
    return several and persons >= MIDDLING_FROM and standing.limit >= PARTS_LEAST and not begins_apart


def goes_in_groups(standing: Standing) -> bool:
    """Whether people who may be split begin together with their groups: on one service, and no direct coaches."""
    p = standing.problem
    alike = GROUP * len(p.cells) <= len(p.bundles) and not p.offers_by_kind["direct"] and len(p.services) == 1
    timely = not standing.terms.repeatable and standing.limit >= GROUPS_LEAST
    return p.case.rules.split_groups and alike and timely


def by_groups(standing: Standing, rng: random.Random) -> dict[str, float | None]:
    """The plan in which groups stay together is one of those in which they need not: begin with it."""
    if is_large(standing):
        baselines: dict[str, float | None] = {"all_tickets": all_tickets(standing.problem)}
        relaxed(standing)
    else:
        baselines = practised(standing, rng)
    case, terms = standing.problem.case, standing.terms
    whole = replace(case, rules=replace(case.rules, split_groups=False))
    first = Standing(whole, standing.travel, replace(terms, on_progress=None))
    started(first, random.Random(terms.seed))
    standing.grouped = rebuilt(first.built(first.best), standing.inserter)
    standing.offer(standing.grouped)
    return baselines


def by_parts(standing: Standing) -> dict[str, float | None]:
    """A first bound, and the plans and simple practices of the parts put together."""
    relaxed(standing)
    return {"all_tickets": all_tickets(standing.problem)} | _in_parts(standing, PARTS_SHARE)


def on_in_parts(standing: Standing) -> None:
    """Go on from the best plan in parts of the case, cut anew in each round, if there is time for it."""
    least, most = MIDDLING_SHARES
    share = max(least, min(most, 1 - MIDDLING_LEFT / standing.limit))
    if share * standing.limit - standing.elapsed() >= MIDDLING_LEAST:
        _in_parts(standing, share, standing.built(standing.best))


def _in_parts(standing: Standing, share: float, start: Plan | None = None) -> dict[str, float | None]:
    """Offer what the parts come to together, up to a share of the time; what simple practices of all of them cost."""
    standing.phase = "parts"
    case, terms = standing.problem.case, standing.terms
    costs = dict[str, float | None]()

    def on_round(plans: list[Plan | None], practices: list[Mapping[str, Plan]]) -> None:
        standing.offer(_remains(merged(case, plans), standing))
        for name in PRACTICES:
            if all(name in own for own in practices):
                costs[name] = _merged_cost([own[name] for own in practices], standing)

    rounds = Rounds(terms.at_once, terms.cluster, terms.seed, lambda: standing.over(share + 0.1), on_round)
    rounds.run(case, standing.travel, share * standing.limit - standing.elapsed(), start)
    return costs


def _remains(plan: Plan, standing: Standing) -> Solution:
    """What can be run of a plan."""
    solution = rebuilt(plan, standing.inserter)
    close_short_services(solution, standing.inserter)
    return solution


def _merged_cost(plans: list[Plan], standing: Standing) -> float | None:
    """What a simple practice of all parts costs as one plan; ``None`` where it carries nobody."""
    whole = merged(standing.problem.case, plans)
    return standing.checked(_remains(whole, standing)) if any(i.legs for i in whole.itineraries) else None

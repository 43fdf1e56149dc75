"""Who goes where: how the people of villages divide among employers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from random import Random
from typing import NamedTuple

from scenarios.making.geography import towns
from scenarios.making.sites import County, Factory
from scenarios.making.tables import Row

CUSTOMARY_EMPLOYERS = 3
SEAT_VILLAGE_SCALE = 3.0
"""Villages and resettlement estates at a township's seat are larger than those up the valleys."""


class Group(NamedTuple):
    """People of one village who report to one employer at one moment; the places as rows of places.csv."""

    village: Row
    factory: Row
    report: datetime
    size: int


class Flow(NamedTuple):
    """People of a county's villages who work for the employers of a district."""

    county: County
    people: int
    employers: Sequence[Factory]


def shares(rng: Random, total: int, scales: Sequence[float]) -> list[int]:
    """Divide people unevenly, on average in proportion to the scales; every part gets at least one."""
    weights = [scale * min(rng.paretovariate(1.2), 5.0) for scale in scales]
    cuts = [round((total - len(scales)) * sum(weights[:k]) / sum(weights)) for k in range(len(scales) + 1)]
    return [1 + end - start for start, end in pairwise(cuts)]


def make_groups(rng: Random, villages: dict[str, list[Row]], flows: Sequence[Flow]) -> list[Group]:
    """Decide how many people each village sends to which employer, and when they report.

    Word of mouth clusters people: each county has a few customary employers in a district, each town one of these.
    The rest goes anywhere, to employers without anybody first, so that each has somebody. Where fewer people go than
    there are villages, the first ones send them.
    """
    waiting: dict[int, list[Factory]] = {}
    for flow in flows:
        if id(flow.employers) not in waiting:
            others = waiting[id(flow.employers)] = list(flow.employers)
            rng.shuffle(others)
    groups = []
    for flow in flows:
        others, factories = waiting[id(flow.employers)], flow.employers
        rows, centres = villages[flow.county.name][: flow.people], len(towns(flow.county.name))
        customary = rng.sample(factories, min(CUSTOMARY_EMPLOYERS, len(factories)))
        sizes = shares(rng, flow.people, [SEAT_VILLAGE_SCALE if k < centres else 1.0 for k in range(len(rows))])
        for k, (village, people) in enumerate(zip(rows, sizes, strict=True)):
            chosen = [customary[k % centres % len(customary)]]
            if people > 3:
                chosen.append(others.pop() if others else rng.choice(factories))
            if people > 12:
                chosen.append(rng.choice(customary))
            for factory, size in zip(chosen, shares(rng, people, [4.0, 1.0, 2.0][: len(chosen)]), strict=True):
                weights = [3, 1][: len(factory.moments)]
                groups.append(Group(village, factory.row, rng.choices(factory.moments, weights)[0], size))
    return groups

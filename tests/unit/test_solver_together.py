"""What the first helper is asked for, turn by turn, and what becomes of what it finds."""

import math
import random
import time
from dataclasses import replace

import pytest
from random_cases import tiny

from transport.solver.bound import Proven
from transport.solver.elite import Elite
from transport.solver.search import Search
from transport.solver.sides import SideSearch
from transport.solver.standing import Standing, Terms
from transport.solver.team import Found
from transport.solver.together import Together


class Helpers:
    """Note what they are asked for, and come back with what they are told."""

    def __init__(self):
        self.asked, self.found = [], []

    def ask_outline(self, *_):
        self.asked.append("outline")

    def ask_guide(self, *_):
        self.asked.append("columns")

    def ask_bound(self, *_):
        self.asked.append("bound")

    def ask_search(self, *_):
        self.asked.append("search")

    def collect(self):
        found, self.found = self.found, []
        return found


def at_work():
    scenery = tiny(3)
    standing = Standing(scenery.case, scenery.travel, Terms(100.0))
    rng = random.Random(0)
    search, sides = Search(standing.inserter, rng, 1.0), SideSearch(standing.inserter, rng)
    return Together(standing, search, sides, Elite(standing.inserter))


@pytest.mark.parametrize(
    ("reached", "turns"),
    [
        (99.1, ["outline", "columns", "bound", "bound", "columns", "bound", "bound"]),
        (98.9, ["outline", "columns", "bound", "columns", "columns", "bound", "columns"]),
    ],
)
def test_columns_have_the_turn_after_a_bound_that_came_to_less_than_is_known(reached, turns):
    together, team = at_work(), Helpers()
    together.standing.prove(Proven(100.0, "known before", False))
    for _ in turns:
        together._employ(team, 0, 0.0)
        if team.asked[-1] == "bound":
            team.found = [Found(proven=Proven(reached, "by columns", False))]
        together._collect(team)
    assert team.asked == turns


def test_other_helpers_search():
    together, team = at_work(), Helpers()
    for _ in range(3):
        together._employ(team, 1, 0.0)
    assert team.asked == ["search"] * 3


def test_columns_of_helpers_and_of_the_main_process_are_known_to_both():
    together, team = at_work(), Helpers()
    rng = random.Random(0)
    together._guided(time.monotonic() + 0.2, rng)
    other = at_work()
    other._guided(time.monotonic() + 0.2, rng)
    known = {column.key for column in together.guide.master.columns}
    found = [replace(column, leaves=column.leaves - 5) for column in other.guide.used() if column.kind == "direct"]
    assert found
    team.found = [Found(columns=tuple(found))]
    together._collect(team)
    assert {column.key for column in together.guide.master.columns} == known | {column.key for column in found}
    together.guide.improve(math.inf, lambda: False)
    handed = []
    team.ask_guide = lambda helper, solution, met, columns, seconds: handed.extend(columns)
    together.outlined = True
    together._employ(team, 0, 0.0)
    assert handed == together.guide.used() != []

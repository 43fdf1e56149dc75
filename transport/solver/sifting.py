"""A linear program in which people choose among very many seats: most of their ways are left out until they pay.

Seats have prices, and at given prices everybody has a cheapest way, found by looking at all of them at once. So only
some ways of each flow are in the program; those that its prices make cheaper than what it has found come in, until
there are none, or nearly none (sifting: Bixby et al. 1992). What the prices prove is reckoned anew from them alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ortools.math_opt.python import mathopt
from scipy.sparse import csr_array

from transport.solver.arrays import Floats, Ints
from transport.solver.flows import Flow
from transport.solver.glop import Glop
from transport.solver.stopwatch import VARIABLE, Stopwatch, branching_seconds

AT_ONCE = 30
"""Ways of a flow that come in at a time."""
FEW, MANY = 8, 300
"""Every so many of the flows stand for all of them at first, where there are so many."""
ENOUGH = 1e-4
"""How near what is proven must be to the program's optimum, as a share of what is at stake."""


@dataclass(frozen=True, slots=True)
class Seats:
    """Seats for flows: ``row`` limits how many people take one, each of whom costs ``prices`` more (CNY) than if left
    (less than 0), by position of ``flows``.
    """

    row: mathopt.LinearConstraint
    flows: Ints
    prices: Floats


@dataclass(frozen=True, slots=True)
class Sifted:
    """What the model's objective comes to at the least, and the prices that prove it by row."""

    proven: float
    prices: dict[mathopt.LinearConstraint, float]


class Sifting:
    """Seats for people, and whatever else a model has.

    Parameters
    ----------
    model
        Without people; all its variables are at least 0 and, where they have no limit, at most as many as there are
        people. It is added to.
    flows, served
        The people, and the row that limits how many of each flow travel.
    seats
        What they may choose among.
    """

    def __init__(
        self, model: mathopt.Model, flows: Sequence[Flow], served: Sequence[mathopt.LinearConstraint],
        seats: Sequence[Seats],
    ) -> None:  # fmt: skip
        self.model, self._served, self._seats = model, served, seats
        self._persons = np.array([float(flow.persons) for flow in flows])
        many = [len(group.flows) for group in seats]
        self._group = np.repeat(np.arange(len(seats)), many)
        self._flow = np.concatenate([*(group.flows for group in seats), np.zeros(0, dtype=np.int64)])
        self._price = np.concatenate([*(group.prices for group in seats), np.zeros(0)])
        self._variables: dict[int, mathopt.Variable] = {}
        self._is_in = np.zeros(len(self._flow), dtype=bool)
        self._rest = _Rest(model, served, float(self._persons.sum()))
        self._solver = Glop(model, ())

    def solve(self, until: float, watch: Stopwatch) -> Sifted | None:
        """Solve it with everything in fractions, until a moment of the watch; ``None``: nothing was proven.

        First a few flows stand for all of them: what seats are worth is known sooner.
        """
        best = Sifted(-math.inf, {})
        watch.spend(VARIABLE * self.model.get_num_variables())
        more, order = self._cheapest(self._price), np.arange(len(self._persons))
        for every in (FEW, 1) if len(order) > MANY else (1,):
            chosen = order % every == 0
            persons = np.where(chosen, self._persons, 0.0)
            persons *= self._persons.sum() / max(1.0, persons.sum())
            for row, many in zip(self._served, persons.tolist(), strict=True):
                row.upper_bound = many
            while True:
                self._add(more[chosen[self._flow[more]]])
                result = self._solver.solve()
                if result is None or not result.has_dual_feasible_solution():
                    return best if best.prices else None
                watch.spend(branching_seconds(len(self._variables), result.solve_stats.simplex_iterations))
                found, sampled, more = self._priced(result.dual_values(), persons)
                if found.proven > best.proven:
                    best = found
                near = result.objective_value() - sampled <= ENOUGH * every * abs(sampled)
                if near or not len(more) or watch.now() >= until:
                    break
        return best

    def _priced(self, duals: dict[mathopt.LinearConstraint, float], persons: Floats) -> tuple[Sifted, float, Ints]:
        """What is proven at prices of seats, for all and for so many persons by flow; and ways that are cheaper."""
        seats = np.array([min(0.0, duals[group.row]) for group in self._seats])
        left, cheapest = self._price - seats[self._group], np.zeros(len(persons))
        np.minimum.at(cheapest, self._flow, left)
        rest = self._rest.value(duals)
        paid = np.array([duals[row] for row in self._served])
        prices = {**duals, **dict(zip(self._served, cheapest.tolist(), strict=True))}
        proven = Sifted(rest + float(cheapest @ self._persons), prices)
        return proven, rest + float(cheapest @ persons), self._cheapest(left - paid[self._flow])

    def taken(self) -> list[list[tuple[int, float]]]:
        """Persons in fractions who take seats in the best solution, by position of these, with their flows."""
        self._solver.ask(None)
        found, result = [list[tuple[int, float]]() for _ in self._seats], self._solver.solve()
        if result is not None and result.has_primal_feasible_solution():
            values = result.variable_values(self._variables.values())
            for way, persons in zip(self._variables, values, strict=True):
                found[self._group[way]].append((int(self._flow[way]), persons))
        return found

    def _cheapest(self, prices: Floats) -> Ints:
        """The few cheapest ways of each flow that cost less than nothing and are not in yet."""
        order = np.lexsort((prices, self._flow))
        flow = self._flow[order]
        rank = np.arange(len(order)) - np.searchsorted(flow, flow)
        few = order[(rank < AT_ONCE) & (prices[order] < 0.0)]
        return few[~self._is_in[few]]

    def _add(self, ways: Ints) -> None:
        self._is_in[ways] = True
        for way in ways.tolist():
            x = self.model.add_variable(lb=0.0)
            self.model.objective.set_linear_coefficient(x, float(self._price[way]))
            self._served[self._flow[way]].set_coefficient(x, 1.0)
            self._seats[self._group[way]].row.set_coefficient(x, 1.0)
            self._variables[way] = x


class _Rest:
    """A model without people, none of whose variables is more than ``most`` in a good plan."""

    def __init__(self, model: mathopt.Model, served: Sequence[mathopt.LinearConstraint], most: float) -> None:
        variables, self._rows = list(model.variables()), list(model.linear_constraints())
        number, position = (_positions(items) for items in (variables, self._rows))
        entries = model.export_model(remove_names=True).linear_constraint_matrix
        at = number[list(entries.column_ids)], position[list(entries.row_ids)]
        shape = (len(variables), len(self._rows))
        self._matrix = csr_array((np.array(list(entries.coefficients)), at), shape=shape)
        self._costs = np.array([model.objective.get_linear_coefficient(x) for x in variables])
        self._most = np.array([min(x.upper_bound, most) for x in variables])
        self._low = np.array([row.lower_bound for row in self._rows])
        self._high = np.array([row.upper_bound for row in self._rows])
        self._high[position[[row.id for row in served]]] = 0.0  # people are reckoned with apart

    def value(self, prices: dict[mathopt.LinearConstraint, float]) -> float:
        """What it comes to at the least at given prices of its rows."""
        paid = np.array([prices[row] for row in self._rows])
        paid[~np.isfinite(self._low)] = np.minimum(paid[~np.isfinite(self._low)], 0.0)
        gains = np.minimum(self._costs - self._matrix @ paid, 0.0) @ self._most
        return float(np.where(paid < 0.0, paid * self._high, 0.0).sum() + gains)


def _positions(items: Sequence[mathopt.Variable] | Sequence[mathopt.LinearConstraint]) -> Ints:
    """Where in a model's list is what has a number in its export."""
    ids = [item.id for item in items]
    found = np.zeros(max(ids, default=-1) + 1, dtype=np.int64)
    found[ids] = np.arange(len(ids))
    return found

"""Seats of direct coaches in the line-haul relaxation in time: by slot, and as many coaches out as there are.

There are two ways to see who rides a coach that belongs to the slot of its first drop-off. All of its people may belong
to that slot, their hours those of a ride that ends then or of waiting on from there. Or, where waiting on the way is
cheaper than arriving early, everybody belongs to the slot in which he arrives: coaches carry seats on from slot to
slot, and one that people stay aboard throughout a slot has its vehicle out for so much longer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt

from transport.solver.arrays import Floats, Ints
from transport.solver.bound_direct import DirectSets
from transport.solver.direct_slots import Slot
from transport.solver.sifting import Seats

KINDS = 2
"""Kinds of coaches of a slot that are told apart by when they leave their base."""
Out = dict[int, mathopt.LinearConstraint]
"""An offer's vehicles that are out, by moment."""


def add_seats(
    model: mathopt.Model, sets: DirectSets, fallbacks: Floats, out: Out, *, waiting: bool, apart: bool
) -> Iterator[tuple[Slot, mathopt.Variable, Seats]]:
    """Add one offer's coaches by slot, in fractions, and say who may take their seats.

    Parameters
    ----------
    sets
        The offer's coaches, with single drop-offs as sets.
    fallbacks
        CNY of a person by flow who is left.
    out
        Rows of the vehicles out, which are added to.
    waiting
        Whether people belong to the slots in which they arrive.
    apart
        Whether coaches of a slot are told apart by when they leave their base (but where people are not told apart by
        ``waiting``): who is far from it rides in one that leaves early, which has seats for those who are nearer, too.
    """
    slots, count, room = sets.slots, float(sets.problem.offers[sets.offer].count), float(sets.room)
    seats = [sets.roads.seats[sets.roads.at[slot.flows], sets.roads.to[slot.flows]] for slot in slots]
    cheapest = min((float(own.min()) for own in seats), default=0.0)
    dearest = float(fallbacks.max(initial=0.0))
    before: mathopt.Variable | None = None  # seats that are carried on
    crossings = _crossings(slots) if waiting else [(0, 0)] * len(slots)
    for slot, own, crossing in zip(slots, seats, crossings, strict=True):
        # who is carried on pays for the same coach as who gets off here: one price of a coach for all slots
        least = cheapest if waiting else float(own.min())
        if least >= (dearest if waiting else float(fallbacks[slot.flows].max())):
            continue  # whoever rides would rather be left
        prices = own - least + (slot.arriving if waiting else slot.hours) - fallbacks[slot.flows]
        spare: mathopt.Variable | None = None  # seats of coaches that leave earlier than they need for those here
        for kind in _kinds(slot, sets.roads.at[slot.flows], KINDS if apart and not waiting else 1):
            trips = model.add_variable(lb=0.0, ub=count)
            model.objective.set_linear_coefficient(trips, least * room)
            aboard = model.add_linear_constraint(ub=0.0)
            aboard.set_coefficient(trips, -room)
            _out_by_hour(model, slot, kind.first, trips, count, out)
            if spare is not None:
                aboard.set_coefficient(spare, -1.0)
            if kind.others:
                spare = model.add_variable(lb=0.0)
                aboard.set_coefficient(spare, 1.0)
            willing = kind.riders & (prices < 0.0)
            yield slot, trips, Seats(aboard, slot.flows[willing], prices[willing])
        if waiting:  # there is one kind
            onward = model.add_variable(lb=0.0)
            staying = model.add_linear_constraint(ub=0.0)  # on these coaches, or on those that were there before
            staying.set_coefficient(onward, 1.0)
            staying.set_coefficient(trips, -room)
            aboard.set_coefficient(onward, 1.0)
            if before is not None:
                aboard.set_coefficient(before, -1.0)
                through = model.add_variable(lb=0.0)
                staying.set_coefficient(through, -room)
                for moment in range(*crossing):
                    _row(model, out, moment, count).set_coefficient(through, 1.0)
            before = onward


class _Kind(NamedTuple):
    """Coaches of a slot that leave by the moments ``first``, by hour, for ``riders`` (which of its flows) none of whom
    could be fetched by one that leaves later; ``others`` could, and may ride as well.
    """

    first: Ints
    riders: NDArray[np.bool_]
    others: bool


def _kinds(slot: Slot, at: Ints, most: int) -> list[_Kind]:
    """At most so many kinds of coaches of a slot, those that leave earliest first; ``at`` is where its flows are."""
    latest = slot.out[0].max(axis=1)
    if most == 1:
        return [_Kind(latest, np.ones(len(at), dtype=bool), False)]
    leaves = slot.leaves[:, at]
    early = -leaves.sum(axis=0)
    limits = np.unique(np.quantile(early, np.arange(most) / most, method="higher"))
    kinds = np.searchsorted(limits, early, side="right") - 1
    return [
        _Kind(np.minimum(latest, leaves[:, kinds >= kind].max(axis=1)), kinds == kind, kind > 0)
        for kind in range(len(limits) - 1, -1, -1)
    ]


def _out_by_hour(
    model: mathopt.Model, slot: Slot, first: Ints, trips: mathopt.Variable, count: float, out: Out
) -> None:
    """Have coaches of a slot out at the moments of the hours at which they may run, from the ``first`` of each hour on,
    no longer than any of them is.
    """
    hours = set(zip(first.tolist(), slot.out[1].min(axis=1).tolist(), strict=True))
    parts = [model.add_variable(lb=0.0) for _ in hours]
    model.add_linear_constraint(mathopt.fast_sum(parts) - trips == 0.0)
    for part, hour in zip(parts, sorted(hours), strict=True):
        for moment in range(*hour):
            _row(model, out, moment, count).set_coefficient(part, 1.0)


def _row(model: mathopt.Model, out: Out, moment: int, count: float) -> mathopt.LinearConstraint:
    if moment not in out:
        out[moment] = model.add_linear_constraint(ub=count)
    return out[moment]


def _crossings(slots: Sequence[Slot]) -> list[tuple[int, int]]:
    """By slot, the moments (first, last + 1) at which a vehicle is still out whose people stay aboard throughout: after
    those for which coaches of the slots before are out anyhow, and until any coach could be back that makes its last
    drop-off in a later slot. Those of two slots never overlap.
    """
    backs = [slot.out[1] for slot in slots]
    soonest = [int(back.min()) for back in backs]
    ends = [min(soonest[n + 1 :], default=0) for n in range(len(slots))]
    spans, begin = list[tuple[int, int]](), 0
    for back, end in zip(backs, ends, strict=True):
        spans.append((begin, end))
        begin = max(begin, end, int(back.max()))
    return spans

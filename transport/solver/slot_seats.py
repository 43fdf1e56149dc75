"""Seats of direct coaches in the line-haul relaxation in time: by slot, and as many coaches out as there are.

There are two ways to see who rides a coach that belongs to the slot of its first drop-off. All of its people may belong
to that slot, their hours those of a ride that ends then or of waiting on from there. Or, where waiting on the way is
cheaper than arriving early, everybody belongs to the slot in which he arrives: coaches carry seats on from slot to
slot, and one that people stay aboard throughout a slot has its vehicle out for so much longer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ortools.math_opt.python import mathopt

from transport.solver.arrays import Floats
from transport.solver.bound_direct import DirectSets
from transport.solver.direct_slots import Slot
from transport.solver.sifting import Seats

Out = dict[int, mathopt.LinearConstraint]
"""An offer's vehicles that are out, by moment."""


def add_seats(
    model: mathopt.Model, sets: DirectSets, fallbacks: Floats, out: Out, *, waiting: bool
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
        trips = model.add_variable(lb=0.0, ub=count)
        model.objective.set_linear_coefficient(trips, least * room)
        aboard = model.add_linear_constraint(ub=0.0)
        aboard.set_coefficient(trips, -room)
        _out_by_hour(model, slot, trips, count, out)
        if waiting:
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
        prices = own - least + (slot.arriving if waiting else slot.hours) - fallbacks[slot.flows]
        willing = prices < 0.0
        yield slot, trips, Seats(aboard, slot.flows[willing], prices[willing])


def _out_by_hour(model: mathopt.Model, slot: Slot, trips: mathopt.Variable, count: float, out: Out) -> None:
    """Have a slot's coaches out at the moments of the hours at which they may run, no longer than any of them is."""
    hours = set(zip(slot.out[0].max(axis=1).tolist(), slot.out[1].min(axis=1).tolist(), strict=True))
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

"""The best tour of a direct coach over pick-ups to one set of drop-offs: no village twice, compiled.

For any price m of a seat a trip gains at most m times the seats, plus what the tour is worth where seats are no limit
and everybody pays m less (Lagrange); the least over m is nearly exact. At a price, tours are bounded quickly: by the
best few villages whatever the roads between them, and by the best walk on which nobody goes straight back to where he
came from (Houck et al. 1980), nor again to a few villages that other walks called at twice (decremental state-space
relaxation, Righini and Salani 2008). What still promises enough is searched depth first, back from the last pick-up,
with those walks as bounds for what may come before. Only villages where somebody pays anything are called at: leaving
another one out makes no trip dearer or longer.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from transport.clock import DAY
from transport.compiled import compiled, inner
from transport.solver.areas import Areas
from transport.solver.arrays import Floats, Ints
from transport.solver.direct_roads import Roads
from transport.solver.direct_slots import Slot
from transport.solver.pricing import nearest

CHEAPER = (0.99, 0.97, 0.93, 0.85)
"""Shares of the price of a seat that are tried for those who pay less."""
PAYING, ALL, BELOW = range(3)
"""Villages that count at a price of a seat: where somebody pays it, all, or where nobody does."""
GLANCES = 10
"""Prices of a seat that are tried at most."""
LAST_NODES, QUICK_NODES = 300_000, 1_000
"""Beginnings of tours that are looked at: for the best tours and for good ones. With more, the bound of those left
counts."""
MOST_STEPS = 2e8
"""Steps of looking at sets of a slot, from one village to another, after which beginnings are as few as for good tours.
"""
EXACT = 1.0
"""CNY by which the best trip may be missed."""
LATE, LEVELS, FEW_STOPS = 60.0, 4, 12
"""Minutes by which a tour is later than it could be at the least, in steps, how many of these are told apart, and up to
how many stops.
"""
NEVER = 1e9
"""Minutes that stand for no way on."""
MOST_ONCE = 2
"""Villages that walks of few stops call at once at the most, however often they may call elsewhere."""


class Land(NamedTuple):
    """Roads, days and seats of an offer: arrays of ``Roads`` and its ``DropSets``; ``near`` are the shortest roads to
    each village, from the base or another one, ``stops`` are the most pick-ups.
    """

    first: Floats
    near: Floats
    legs: Floats
    leg_minutes: Floats
    trunk: Floats
    tails: Floats
    ends: Ints
    out: Floats
    stays: Floats
    until: Floats
    day: float
    fixed: float
    rate: float
    room: float
    stops: int


class Crowd(NamedTuple):
    """The flows of a slot in order of their villages: what a person of each would pay, and fields of ``Slot``."""

    at: Ints
    to: Ints
    persons: Floats
    paid: Floats
    own: Floats
    after: Floats
    rides: Floats
    kept: float


def land_of(roads: Roads, rate: float, room: int) -> Land:
    """The roads of an offer for compiled code; a minute costs each person ``rate`` CNY, there are ``room`` seats."""
    packed = np.ascontiguousarray
    return Land(
        first=packed(roads.first), near=nearest(roads.first, roads.legs),
        legs=packed(roads.legs), leg_minutes=packed(roads.leg_minutes),
        trunk=packed(roads.trunk), tails=packed(roads.tails), ends=packed(roads.sets.ends),
        out=packed(roads.out), stays=packed(roads.stays), until=packed(roads.until), day=float(roads.day),
        fixed=float(roads.fixed), rate=rate, room=float(room), stops=min(roads.max_pickups, len(roads.starts)),
    )  # fmt: skip


def crowd_of(roads: Roads, slot: Slot, prices: Floats, persons: Floats) -> Crowd:
    """Who may ride in a slot, at some prices of the flows, to the areas by which its hours are told apart."""
    order = np.argsort(roads.at[slot.flows], kind="stable")
    flows = slot.flows[order]
    own, after, rides = map(np.ascontiguousarray, (slot.own[:, order], slot.after[:, order], slot.rides))
    return Crowd(roads.at[flows], roads.to[flows], persons[flows], prices[flows], own, after, rides, float(slot.kept))


def to_larger(crowd: Crowd, larger: Areas) -> Crowd:
    """The same people, by larger areas that those lie in that they go to."""
    own, after, rides = larger.least(crowd.own), larger.least(crowd.after), larger.least(crowd.rides, 1)
    return crowd._replace(to=larger.of[crowd.to], own=own, after=after, rides=np.ascontiguousarray(rides))


class Desk(NamedTuple):
    """What is known of one pricing problem: its villages (``here``) with their people from ``begins`` on, who pay
    ``gain`` above the best ride and ``most`` above none; and room to reckon in, by number of calls and ``chosen``
    village, ``leg`` and ``away`` being CNY and minutes of the roads between these.
    ``days`` is what days cost at the least where a village is the last pick-up, ``beyond`` how many minutes a trip then
    takes from its first drop-off on; ``span`` are the greatest of those and the least of these. ``bits`` are not 0 for
    those villages, ``once`` of them, at which walks call once at the most; walks are told apart by which of them they
    call at. ``steps`` counts what was done, in steps from one village to another, and in sets glanced at.
    """

    here: Ints
    begins: Ints
    gain: Floats
    most: Floats
    persons: Floats
    first: Floats
    last: Floats
    rides: Floats
    out: Floats
    days: Floats
    beyond: Floats
    span: Floats
    near: Floats
    bits: Ints
    once: Ints
    chosen: Ints
    worth: Floats
    left: Floats
    best: Floats
    second: Floats
    following: Ints
    before: Floats
    other: Floats
    preceding: Ints
    ahead: Floats
    leg: Floats
    away: Floats
    tour: Ints
    tried: Ints
    open: Floats
    opened: Ints
    value: Floats
    spent: Floats
    used: NDArray[np.bool_]
    served: NDArray[np.bool_]
    each: Floats
    many: Floats
    steps: Floats


@inner
def new_desk(villages: int, ends: int, people: int, calls: int, levels: int) -> Desk:
    """Room for so many villages, destinations, flows, calls and steps by which a tour may be late."""
    by_call, ahead, kinds, whole = (calls, villages), (levels, calls, villages), 1 << MOST_ONCE, np.int64
    walks = kinds, calls, villages
    return Desk(
        np.zeros(villages, whole), np.zeros(villages + 1, whole), np.zeros(people), np.zeros(people),
        np.zeros(people), np.zeros(villages), np.zeros(villages), np.zeros(villages), np.zeros(villages),
        np.zeros(villages), np.zeros(villages), np.zeros(2), np.zeros(villages), np.zeros(villages, whole),
        np.zeros(1, whole), np.zeros(villages, whole), np.zeros(by_call), np.zeros(by_call),
        np.zeros(walks), np.zeros(walks), np.zeros((2, kinds, calls, villages), whole),
        np.zeros(ahead), np.zeros(ahead), np.zeros(ahead, whole), np.zeros(ahead), np.zeros((villages, villages)),
        np.zeros((villages, villages)), np.zeros(calls, whole), np.zeros(calls, whole),
        np.zeros(by_call), np.zeros(by_call, whole), np.zeros(by_call), np.zeros(by_call),
        np.zeros(villages, np.bool_), np.zeros(ends + 1, np.bool_), np.zeros(people), np.zeros(people), np.zeros(2),
    )  # fmt: skip


@inner
def days(land: Land, minutes: float) -> float:
    """What the days of a trip cost that takes so many minutes."""
    return float(land.day * np.ceil(minutes / DAY - 1e-9))


@inner
def more_days(desk: Desk, land: Land, first: int, minutes: float, last: int) -> float:
    """What days cost besides where a trip picks up at a village first, so many minutes before its first drop-off, and
    at another one last.
    """
    return float(max(0.0, days(land, desk.out[first] + minutes + desk.beyond[last]) - desk.days[last]))


@inner
def lay_out(desk: Desk, land: Land, crowd: Crowd, row: int, root: int) -> tuple[int, float]:
    """Put the people of a set's drop-offs on the desk, its first one given: how many villages, and the dearest."""
    ends = land.ends[row]
    first_end, villages, count, dearest, before = ends[root], 0, 0, 0.0, -1
    for end in ends:
        desk.served[end] = end >= 0  # the last of them stands for no end
    for f in range(len(crowd.at)):
        gain = crowd.paid[f] - crowd.own[first_end, f]
        if gain <= 0.0:
            continue
        if desk.served[crowd.to[f]]:
            if crowd.at[f] != before:
                before = crowd.at[f]
                desk.here[villages], desk.begins[villages] = before, count
                villages += 1
            desk.gain[count], desk.most[count] = gain, crowd.paid[f] - crowd.after[first_end, f]
            desk.persons[count] = min(crowd.persons[f], land.room)
            count, dearest = count + 1, max(dearest, gain)
    for end in ends:
        desk.served[end] = False
    desk.begins[villages], desk.once[0] = count, 0
    desk.span[0], desk.span[1] = 0.0, np.inf
    for i in range(villages):
        v = desk.here[i]
        desk.first[i], desk.rides[i], desk.out[i] = land.first[v], crowd.rides[v, first_end], land.out[v]
        after = desk.rides[i] + max(crowd.kept, land.stays[row, root])
        for end in ends:
            if end >= 0:
                after = max(after, land.until[v, end])
        desk.beyond[i], desk.days[i] = after - desk.rides[i], days(land, land.out[v] + after)
        desk.last[i] = land.trunk[v, first_end] + land.tails[row, root] + desk.days[i]
        desk.span[0], desk.span[1] = max(desk.span[0], desk.days[i]), min(desk.span[1], desk.beyond[i])
        desk.near[i], desk.bits[i] = land.near[v], 0
    return villages, dearest


@inner
def call_once(desk: Desk, i: int) -> None:
    """Have walks call at a village once at the most from now on."""
    desk.bits[i] = 1 << desk.once[0]
    desk.once[0] += 1


@inner
def paid_at(desk: Desk, i: int, minutes: float, rate: float, seat: float, room: float) -> tuple[float, float]:
    """What the people of a village pay above a price of a seat with so many minutes left, at the most: each of a full
    coach no more than who pays most; and how many do.
    """
    worth, many, greatest = 0.0, 0.0, 0.0
    for f in range(desk.begins[i], desk.begins[i + 1]):
        each = min(desk.gain[f], desk.most[f] - rate * minutes) - seat
        if each > 0.0:
            worth += each * desk.persons[f]
            many += desk.persons[f]
            greatest = max(greatest, each)
    return min(worth, room * greatest), min(many, room)


@inner
def best_few(
    desk: Desk, villages: int, stops: int, rate: float, seat: float, room: float, whom: int
) -> tuple[float, float, int, float]:
    """What the best few villages are worth at a price of a seat, each called at by its shortest road; how many of their
    people pay that price, how many such villages there are, and the least that a trip costs to one where nobody pays
    that price, negative.

    Where ``PAYING`` villages count, trips call at these alone; with ``ALL`` they may call elsewhere too; ``BELOW``
    counts those alone that were worth nothing when it was last asked otherwise.
    """
    kept, value, load = 0, 0.0, 0.0
    start, end, alone = -np.inf, np.inf, -np.inf
    # rows that are not in use now
    best, loads = (desk.best[0, 0], desk.second[0, 0]) if whom == BELOW else (desk.spent[0], desk.value[0])
    for i in range(villages):
        if whom == BELOW and desk.worth[0, i] > 0.0:
            continue
        worth, many = paid_at(desk, i, desk.rides[i], rate, seat, room)
        if whom != BELOW:
            desk.worth[0, i] = worth
        if worth <= 0.0 and whom != ALL:
            alone = max(alone, -desk.first[i] - desk.last[i])
            continue
        start, end = max(start, desk.near[i] - desk.first[i]), min(end, desk.last[i])
        gain = worth - desk.near[i]
        if gain > 0.0 and (kept < stops or gain > best[kept - 1]):
            place = min(kept, stops - 1)
            while place > 0 and best[place - 1] < gain:
                best[place], loads[place] = best[place - 1], loads[place - 1]
                place -= 1
            best[place], loads[place] = gain, many
            kept = min(kept + 1, stops)
    for place in range(kept):
        value += best[place]
        load += loads[place]
    return value + start - end, load, kept, alone


@inner
def shortlist(desk: Desk, villages: int, stops: int, kept: int, spare: float, whom: int) -> int:
    """Choose the villages, ``PAYING`` ones or ``ALL``, that trips may call at without losing more than ``spare``
    against the best few that were ``kept``; how many.
    """
    best, chosen = desk.spent[0], 0
    for i in range(villages):
        if whom == ALL or desk.worth[0, i] > 0.0:
            replaced = best[stops - 1] if kept == stops else 0.0
            if replaced - desk.worth[0, i] + desk.near[i] < spare:
                desk.chosen[chosen] = i
                chosen += 1
    return chosen


@inner
def best_below(desk: Desk, land: Land, villages: int, seat: float, least: float) -> float:
    """What seats and tour of a trip are worth at the most that calls only where nobody pays the price of a seat.

    Its calls but one may be left out, as they add nothing at that price; at lower ones, which are tried as long as more
    than ``least`` is left, they are worth something, but the seats less.
    """
    upper = np.inf
    for share in CHEAPER:
        few, _, _, alone = best_few(desk, villages, land.stops, land.rate, share * seat, land.room, BELOW)
        upper = min(upper, land.room * share * seat + max(few, alone))
        if upper <= least:
            break
    return upper


@inner
def put_roads(desk: Desk, land: Land, chosen: int, calls: int) -> None:
    """Put the roads to each of the ``chosen`` villages (rows) from the others side by side, and the least minutes left
    at each with fewer than so many calls after it.
    """
    for a in range(chosen):
        desk.left[0, a] = desk.rides[desk.chosen[a]]
        end = desk.here[desk.chosen[a]]
        for b in range(chosen):
            start = desk.here[desk.chosen[b]]
            desk.leg[a, b] = land.legs[start, end] if a != b else np.inf
            desk.away[a, b] = land.leg_minutes[start, end] if a != b else np.inf
    for k in range(1, calls):
        for b in range(chosen):
            desk.left[k, b] = NEVER
        for a in range(chosen):
            for b in range(chosen):
                desk.left[k, b] = min(desk.left[k, b], desk.away[a, b] + desk.left[k - 1, a])


@inner
def best_walk(desk: Desk, land: Land, chosen: int, seat: float) -> tuple[float, float, int]:
    """The best walk at a price of a seat over the ``chosen`` villages, its crowd, and the village worth most that it
    calls at again (-1: none).

    The minutes left at the k-th last call are the least of any k calls, and so are the days that a trip takes.
    """
    calls, kinds = min(land.stops, chosen), 1 << desk.once[0]
    depth, begin, kind, value = -1, -1, 0, -np.inf
    put_roads(desk, land, chosen, calls)
    for a in range(chosen):
        i = desk.chosen[a]
        for m in range(kinds):
            desk.best[m, 0, a] = desk.worth[0, i] - desk.last[i] if desk.bits[i] == m else -np.inf
            desk.second[m, 0, a], desk.following[0, m, 0, a] = -np.inf, -1
        if desk.best[desk.bits[i], 0, a] - desk.first[i] > value:
            value, depth, begin, kind = desk.best[desk.bits[i], 0, a] - desk.first[i], 0, a, desk.bits[i]
    desk.steps[0] += kinds * calls * chosen**2
    for k in range(1, calls):
        for a in range(chosen):
            i = desk.chosen[a]
            worth, _ = paid_at(desk, i, desk.left[k, a], land.rate, seat, land.room)
            for m in range(kinds):
                best, second, next_best, next_second = -np.inf, -np.inf, -1, -1
                if desk.bits[i] & m == desk.bits[i]:
                    rest = m ^ desk.bits[i]
                    onward, other = desk.best[rest, k - 1], desk.second[rest, k - 1]
                    following = desk.following[0, rest, k - 1]
                    for b in range(chosen):
                        came = (other[b] if following[b] == a else onward[b]) - desk.leg[b, a]
                        if came > second:
                            if came > best:
                                second, next_second = best, next_best
                                best, next_best = came, b
                            else:
                                second, next_second = came, b
                desk.best[m, k, a], desk.following[0, m, k, a] = best + worth, next_best
                desk.second[m, k, a], desk.following[1, m, k, a] = second + worth, next_second
                whole = whole_walk(desk, land, m, k, a)
                if whole > value:
                    value, depth, begin, kind = whole, k, a, m
    load, again = way_of_walk(desk, land, chosen, seat, depth, begin, kind)
    return value, load, again


@inner
def way_of_walk(
    desk: Desk, land: Land, chosen: int, seat: float, depth: int, begin: int, kind: int
) -> tuple[float, int]:
    """The crowd of the best walk of a kind from a chosen village over so many more, and where it calls again."""
    load, a, rank, m, again = 0.0, begin, 0, kind, -1
    for k in range(depth, -1, -1):
        i = desk.chosen[a]
        load += paid_at(desk, i, desk.left[k, a], land.rate, seat, land.room)[1]
        if desk.used[a] and (again < 0 or desk.worth[0, i] > desk.worth[0, again]):
            again = i
        desk.used[a] = True
        onto = desk.following[rank, m, k, a]
        m ^= desk.bits[i]
        rank = 1 if k > 0 and desk.following[0, m, k - 1, onto] == a else 0
        a = onto
    desk.used[:chosen] = False
    return load, again


@inner
def whole_walk(desk: Desk, land: Land, m: int, k: int, a: int) -> float:
    """What the best walk of a kind from a chosen village over ``k`` more is worth with the way there and the days it
    needs at least.
    """
    i = desk.chosen[a]
    least = days(land, desk.out[i] + desk.left[k, a] + desk.span[1])
    return float(desk.best[m, k, a] - desk.first[i] - max(0.0, least - desk.span[0]))


@inner
def look_ahead(desk: Desk, land: Land, chosen: int, calls: int, seat: float) -> None:
    """What up to so many calls before each of the ``chosen`` villages add at the most: the best two walks that come
    from different ones.

    That depends on how many calls are still to come and on how late the tour is: the minutes left at the k-th last call
    are the least of any k calls, and so many more as these take longer.
    """
    put_roads(desk, land, chosen, calls)
    for level in range(len(desk.before)):
        for a in range(chosen):
            desk.before[level, 0, a] = desk.other[level, 0, a] = -desk.first[desk.chosen[a]]
            desk.preceding[level, 0, a] = -1
        for k in range(1, calls):
            came, back, whence = desk.before[level, k - 1], desk.other[level, k - 1], desk.preceding[level, k - 1]
            worth = desk.ahead[level, calls - k]
            for b in range(chosen):
                left = desk.left[calls - k, b] + level * LATE
                worth[b] = paid_at(desk, desk.chosen[b], left, land.rate, seat, land.room)[0]
            for a in range(chosen):
                best = other = -desk.first[desk.chosen[a]]
                preceding, leg = -1, desk.leg[a]
                for b in range(chosen):
                    value = (back[b] if whence[b] == a else came[b]) + worth[b] - leg[b]
                    if value > best:
                        best, other, preceding = value, best, b
                    elif value > other:
                        other = value
                desk.before[level, k, a], desk.other[level, k, a], desk.preceding[level, k, a] = best, other, preceding


@inner
def best_tour(
    desk: Desk, land: Land, chosen: int, seat: float, cost: float, floor: float, exact: bool, most_nodes: int
) -> tuple[float, float, int]:
    """The best tour over the ``chosen`` villages of a trip of a cost worth more than ``floor`` at a price of a seat
    (``desk.tour``, the last pick-up first); if ``exact``, that with the seats that there are.

    Returns what any tour is worth at the most, what the best one found is worth, and how many calls it has (0: none).
    """
    calls = min(land.stops, chosen)
    look_ahead(desk, land, chosen, calls, seat)
    best, length, nodes, depth = floor, 0, 0, 0
    count, at = np.zeros(max(calls, 1), np.int64), np.zeros(max(calls, 1), np.int64)
    for a in range(chosen):
        i = desk.chosen[a]
        value = land.room * seat - cost + desk.worth[0, i] - desk.last[i]
        count[0] = put_in(desk, 0, count[0], a, value, desk.rides[i], value + desk.before[0, calls - 1, a], best)
    while depth >= 0:
        k = at[depth]
        if k >= count[depth] or desk.open[depth, k] <= best:
            depth -= 1
            if depth >= 0:
                desk.used[desk.opened[depth, at[depth]]] = False
                at[depth] += 1
            continue
        nodes += 1
        if nodes > most_nodes:
            break
        a, value = desk.opened[depth, k], desk.value[depth, k]
        desk.tried[depth] = desk.chosen[a]
        whole = value - desk.first[desk.chosen[a]]
        if whole > best:
            if exact:
                reached = boarded(desk, land, desk.tried, depth + 1, cost)
            else:
                reached = whole - more_days(desk, land, desk.chosen[a], desk.spent[depth, k], desk.tried[0])
            if reached > best:
                best, length = reached, depth + 1
                for n in range(length):
                    desk.tour[n] = desk.tried[n]
        if depth + 1 == calls:
            at[depth] += 1
            continue
        desk.used[a] = True
        depth += 1
        count[depth], at[depth] = further(desk, land, chosen, depth, k, calls, seat, best), 0
    desk.steps[0] += (len(desk.before) + 1) * calls * chosen**2 + nodes * chosen
    if nodes > most_nodes:
        desk.used[:chosen] = False
        return max(best, desk.open[0, at[0]]), best, length
    return best, best, length


@inner
def further(desk: Desk, land: Land, chosen: int, depth: int, k: int, calls: int, seat: float, best: float) -> int:
    """Note the villages that may be called at before the ``depth`` of ``desk.tried``, the last of which is the k-th of
    those noted there; how many they are.
    """
    a = desk.opened[depth - 1, k]
    value, minutes, rest, count = desk.value[depth - 1, k], desk.spent[depth - 1, k], calls - depth - 1, 0
    leg, away, left = desk.leg[a], desk.away[a], desk.left[depth]
    for b in range(chosen):
        if desk.used[b] or b == a:
            continue
        there = away[b] + minutes
        level = min(len(desk.before) - 1, int((there - left[b]) / LATE))
        came = desk.other[level, rest, b] if desk.preceding[level, rest, b] == a else desk.before[level, rest, b]
        if value - leg[b] + desk.ahead[level, depth, b] + came > best:
            longer = value - leg[b] + paid_at(desk, desk.chosen[b], there, land.rate, seat, land.room)[0]
            upper = longer + came - more_days(desk, land, desk.chosen[b], there, desk.tried[0])
            count = put_in(desk, depth, count, b, longer, there, upper, best)
    return count


@inner
def put_in(desk: Desk, depth: int, count: int, i: int, value: float, minutes: float, upper: float, least: float) -> int:
    """Put a village among those to go on to, most promising first, if it promises more than the least; how many."""
    if upper <= least:
        return count
    k = count
    while k > 0 and desk.open[depth, k - 1] < upper:
        desk.open[depth, k], desk.opened[depth, k] = desk.open[depth, k - 1], desk.opened[depth, k - 1]
        desk.value[depth, k], desk.spent[depth, k] = desk.value[depth, k - 1], desk.spent[depth, k - 1]
        k -= 1
    desk.open[depth, k], desk.opened[depth, k], desk.value[depth, k], desk.spent[depth, k] = upper, i, value, minutes
    return count + 1


@inner
def next_seat(seat: float, low: float, high: float, at_low: tuple[float, float], at_high: tuple[float, float]) -> float:
    """The price of a seat to try next: where the tangents at both ends meet; value and slope of each, 0: not known."""
    if at_low[1] == 0.0:
        return low + 0.65 * (seat - low)
    if at_high[1] == 0.0:
        return seat + 0.35 * (high - seat)
    meet = (at_high[0] - at_high[1] * high - at_low[0] + at_low[1] * low) / (at_low[1] - at_high[1])
    return min(max(meet, low + 0.1 * (high - low)), high - 0.1 * (high - low))


@inner
def glance(
    desk: Desk, land: Land, villages: int, dearest: float, seat: float, cost: float, enough: float, walks: bool
) -> tuple[float, float]:
    """The most that a trip of a cost can gain whatever its tour, and at which price of a seat; ``enough`` is no better
    than less. Without ``walks`` every village counts as if it were called at by its shortest road.
    """
    upper, best = glance_by(desk, land, villages, dearest, seat, cost, enough, walks, 0)
    most_once = MOST_ONCE if walks and land.stops <= FEW_STOPS else 0
    if most_once > 0 and upper > enough:
        below, there = glance_by(desk, land, villages, dearest, best, cost, enough, walks, most_once)
        if below < upper:
            upper, best = below, there
    return upper, best


@inner
def glance_by(
    desk: Desk, land: Land, villages: int, dearest: float, seat: float, cost: float, enough: float, walks: bool,
    most_once: int,
) -> tuple[float, float]:  # fmt: skip
    """The same, by walks that call once only at so many villages, at the most, of those that they call at again; where
    they call at none again, there is nothing to try.
    """
    low, high, at_low, at_high = 0.0, dearest, (0.0, 0.0), (0.0, 0.0)
    upper, best = np.inf, seat
    desk.steps[1] += 1
    for _ in range(GLANCES):
        few, load, kept, alone = best_few(desk, villages, land.stops, land.rate, seat, land.room, PAYING)
        seats = land.room * seat - cost
        value = seats + few
        if walks and value > enough:
            chosen = shortlist(desk, villages, land.stops, kept, value - enough, PAYING)
            walk, load, again = best_walk(desk, land, chosen, seat)
            while again >= 0 and seats + walk > enough and desk.once[0] < most_once:
                call_once(desk, again)
                walk, load, again = best_walk(desk, land, chosen, seat)
            value = max(seats + walk, enough)  # a trip to a village that was not chosen gains no more than enough
        slope = land.room - load
        below = seats + alone
        if below > max(value, enough):
            below = min(below, best_below(desk, land, villages, seat, cost + max(value, enough)) - cost)
        if below > value:
            value, slope = below, land.room
        if value < upper:
            upper, best = value, seat
        if upper <= enough or slope == 0.0 or (most_once > 0 and desk.once[0] == 0):
            break
        if slope > 0.0:
            high, at_high = seat, (value, slope)
        else:
            low, at_low = seat, (value, slope)
        if at_low[1] < 0.0 < at_high[1]:
            meet = next_seat(seat, low, high, at_low, at_high)
            least = at_low[0] + at_low[1] * (meet - low)
            if least > enough and upper - least < 0.1 * (upper - enough):
                break
        seat = next_seat(seat, low, high, at_low, at_high)
    return upper, best


@inner
def look(
    desk: Desk, land: Land, villages: int, seat: float, cost: float, enough: float, tour: Ints, nodes: int
) -> tuple[float, float]:
    """The most that a trip of a cost gains, and what the best one found gains, over ``tour``; ``enough`` is no better
    than less. ``seat`` is the price of a seat to look at, best one at which trips gain least.

    First the best tour is found where seats are no limit at that price; then every tour is boarded that promises more
    there, over so many ``nodes`` at the most, also one to places where nobody pays that price: seats may be left.
    """
    upper, found = np.inf, -np.inf
    seats = land.room * seat - cost
    for whom in (PAYING, ALL):
        floor = max(enough, found)
        few, _, kept, alone = best_few(desk, villages, land.stops, land.rate, seat, land.room, whom)
        chosen = shortlist(desk, villages, land.stops, kept, seats + few - floor, whom)
        most, _, length = best_tour(desk, land, chosen, seat, cost, floor, whom == ALL, nodes)
        below = seats + alone
        if below > most:
            below = min(below, best_below(desk, land, villages, seat, cost + most) - cost)
        upper = min(upper, max(most, below))
        if length:
            gain = boarded(desk, land, desk.tour, length, cost)
            if gain > found:
                found = gain
                tour[:] = -1
                for k in range(length):
                    tour[k] = desk.here[desk.tour[length - 1 - k]]
        if upper <= enough or upper - found <= EXACT:
            break
    return upper, found


@inner
def boarded(desk: Desk, land: Land, tour: Ints, length: int, cost: float) -> float:
    """What a trip of a cost over a tour gains with those aboard who pay most."""
    minutes, count = desk.rides[tour[0]], 0
    gain = -cost - desk.last[tour[0]] - desk.first[tour[length - 1]]
    for k in range(length):
        i = tour[k]
        if k > 0:
            minutes += land.leg_minutes[desk.here[i], desk.here[tour[k - 1]]]
            gain -= land.legs[desk.here[i], desk.here[tour[k - 1]]]
        for f in range(desk.begins[i], desk.begins[i + 1]):
            pays = min(desk.gain[f], desk.most[f] - land.rate * minutes)
            if pays > 0.0:
                place = count
                while place > 0 and desk.each[place - 1] < pays:
                    desk.each[place], desk.many[place] = desk.each[place - 1], desk.many[place - 1]
                    place -= 1
                desk.each[place], desk.many[place] = pays, desk.persons[f]
                count += 1
    gain -= more_days(desk, land, tour[length - 1], minutes, tour[0])
    room = land.room
    for place in range(count):
        gain += min(room, desk.many[place]) * desk.each[place]
        room = max(0.0, room - desk.many[place])
    return float(gain)


@compiled
def glance_at(
    land: Land, crowd: Crowd, rows: Ints, roots: Ints, costs: Floats, seats: Floats, enough: float, walks: bool
) -> tuple[Floats, Floats]:
    """The most that trips to sets with given first drop-offs (``roots``) and of given costs can gain, ``enough`` being
    no better than less, and the ``steps`` it took. ``seats`` are prices of a seat to begin at, where above 0, and those
    that proved best.
    """
    upper, begin = np.empty(len(rows)), 0.0
    desk = new_desk(len(land.first), land.trunk.shape[1], len(crowd.at), land.stops, 1)
    for n in range(len(rows)):
        villages, dearest = lay_out(desk, land, crowd, rows[n], roots[n])
        upper[n] = -costs[n]  # where nobody pays
        if villages:
            seat = seats[n] if seats[n] > 0.0 else begin
            seat = seat if 0.02 * dearest < seat < dearest else 0.75 * dearest
            upper[n], begin = glance(desk, land, villages, dearest, seat, costs[n], enough, walks)
            seats[n] = begin
    return upper, desk.steps


@compiled
def look_at(
    land: Land, crowd: Crowd, rows: Ints, roots: Ints, costs: Floats, seats: Floats, upper: Floats, enough: float,
    nodes: int,
) -> tuple[Floats, Ints, Floats]:  # fmt: skip
    """Look for the best trips to sets, one after the other, as long as they may gain more (``upper``, which comes down)
    than what was found, and than ``enough``, each over so many ``nodes`` at the most, as long as it took not too many
    steps.

    Returns what the best one found to each set gains (-inf: none was looked for), over which pick-ups in their order
    (positions among the starts, -1 behind the last), and the ``steps`` it took.
    """
    found, tours = np.full(len(rows), -np.inf), np.full((len(rows), land.stops), -1)
    levels = LEVELS if land.rate > 0.0 and land.stops <= FEW_STOPS else 1
    desk = new_desk(len(land.first), land.trunk.shape[1], len(crowd.at), land.stops, levels)
    for n in range(len(rows)):
        if upper[n] > enough:
            villages, _ = lay_out(desk, land, crowd, rows[n], roots[n])
            beginnings = nodes if desk.steps[0] < MOST_STEPS else min(nodes, QUICK_NODES)
            own, found[n] = look(desk, land, villages, seats[n], costs[n], enough, tours[n], beginnings)
            upper[n], enough = min(upper[n], own), max(enough, found[n])
    return found, tours, desk.steps

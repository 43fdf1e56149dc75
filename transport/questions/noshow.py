"""People who do not come, and people who register late: the plan played through many times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from transport.facts import Facts
from transport.locale import Language, text
from transport.plan import SERVICE_LEG
from transport.questions.answer import Answer, Column, Picture

_COLUMNS = (
    Column("leg"),
    Column("name"),
    Column("seats", "persons"),
    Column("people", "persons"),
    Column("spare", "persons"),
    Column("expected_empty", "value"),
    Column("empty_90", "persons"),
    Column("late_wish", "value"),
    Column("short_chance", "share"),
    Column("hold", "persons"),
)
_NONE = (np.zeros(0, dtype=np.int64),) * 3


@dataclass(frozen=True, slots=True)
class Chances:
    """What is assumed.

    Parameters
    ----------
    no_show
        Chance that a party does not come, 0 to 1; its seats are paid and stay empty.
    late
        Late registrations: chance that, for each party, one more like it asks for seats on the same vehicles.
    runs
        How often the plan is played through, from 1.
    seed
        Of the chance.
    """

    no_show: float = 0.05
    late: float = 0.03
    runs: int = 2000
    seed: int = 0


@dataclass(frozen=True)
class _Legs:
    """Vehicles and services of a plan with their seats for workers, and who rides on which.

    ``rides[leg, party]``: persons of a party on a leg, sparse, by columns; ``seats``, ``people``: persons by leg.
    """

    names: tuple[str, ...]
    labels: tuple[str, ...]
    seats: NDArray[np.int64]
    people: NDArray[np.int64]
    rides: Any
    parties: tuple[tuple[str, ...], ...]

    def way(self, party: int) -> NDArray[np.int64]:
        """Return the legs that a party rides on."""
        start, end = self.rides.indptr[party : party + 2]
        return np.asarray(self.rides.indices[start:end], dtype=np.int64)


def noshow(facts: Facts, chances: Chances, lang: Language) -> Answer:
    """Play the plan through: who does not come, who comes late, whose seats are short or stay empty.

    Parties come or stay away together. A late party wants the way of a party of the plan and gets it where every
    vehicle on it has seats left, counted without those of no-shows (who are known too late) ; otherwise it takes
    tickets, or stays. ``hold`` is the least number of spare seats with which a seat more would be used too seldom to
    pay for itself: a seat that is missing costs a ticket, one that is held costs what a seat costs on average.
    """
    legs = _legs(facts)
    if not legs.names:
        return Answer("noshow", text(lang, "questions.noshow.nobody"), _COLUMNS, ())
    rng = np.random.default_rng(chances.seed)
    sizes = np.array([len(party) for party in legs.parties])
    wasted_each = _wasted(facts, legs)
    extra_each = _extra(facts, legs)
    empty = np.zeros((chances.runs, len(legs.names)), dtype=np.int64)
    wish, turned_away = np.zeros_like(empty), np.zeros_like(empty)
    wasted, extra = np.zeros(chances.runs), np.zeros(chances.runs)
    missing, absent_people = (np.zeros(chances.runs, dtype=np.int64) for _ in range(2))
    for run in range(chances.runs):
        absent = rng.random(len(legs.parties)) < chances.no_show
        empty[run] = legs.rides @ absent
        wasted[run] = wasted_each @ absent
        absent_people[run] = sizes @ absent
        spare = legs.seats - legs.people
        late = np.flatnonzero(rng.random(len(legs.parties)) < chances.late)
        for party in rng.permutation(late):
            way = legs.way(party)
            wish[run, way] += sizes[party]
            full = spare[way] < sizes[party]
            if not full.any():
                spare[way] -= sizes[party]
            else:
                turned_away[run, way[full]] += sizes[party]
                extra[run] += extra_each[party]
                missing[run] += sizes[party]
    outcome = {"absent": absent_people, "missing": missing, "wasted": wasted, "extra": extra, "cost": wasted + extra}
    return _answer(facts, legs, chances, (empty, wish, turned_away), outcome, lang)


def _answer(
    facts: Facts,
    legs: _Legs,
    chances: Chances,
    seats: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
    outcome: Mapping[str, NDArray[Any]],
    lang: Language,
) -> Answer:
    empty, wish, turned_away = seats
    per_seat, ticket = _seat_prices(facts, legs)
    rows: list[tuple[Any, ...]] = []
    for i, name in enumerate(legs.names):
        share = ticket / (ticket + per_seat[i]) if ticket + per_seat[i] > 0 else 0.0
        rows.append(
            (
                name, legs.labels[i], int(legs.seats[i]), int(legs.people[i]), int(legs.seats[i] - legs.people[i]),
                round(float(empty[:, i].mean()), 2), int(np.quantile(empty[:, i], 0.9, method="higher")),
                round(float(wish[:, i].mean()), 2), round(float((turned_away[:, i] > 0).mean()), 4),
                int(np.quantile(wish[:, i], share, method="higher")),
            )
        )  # fmt: skip
    found: dict[str, Any] = {
        "no_show": chances.no_show,
        "late": chances.late,
        "runs": chances.runs,
        "seed": chances.seed,
        **{f"{name}_mean": round(float(values.mean()), 2) for name, values in outcome.items()},
        "cost_90": round(float(np.quantile(outcome["cost"], 0.9)), 2),
    }
    headline = text(
        lang,
        "questions.noshow.headline",
        absent=f"{found['absent_mean']:.1f}",
        wasted=f"{found['wasted_mean']:,.0f}",
        missing=f"{found['missing_mean']:.1f}",
        extra=f"{found['extra_mean']:,.0f}",
        cost=f"{found['cost_mean']:,.0f}",
        most=f"{found['cost_90']:,.0f}",
    )
    picture = Picture("bars", labels=tuple(f"{row[0]}" for row in rows[:40]),
                      spans=tuple(((float(row[5]), float(row[9])), (None, None)) for row in rows[:40]))  # fmt: skip
    notes = (
        text(lang, "questions.notes.noshow", no_show=f"{chances.no_show:.1%}", late=f"{chances.late:.1%}",
             runs=f"{chances.runs:,}", seed=chances.seed),
        text(lang, "questions.notes.hold"),
    )  # fmt: skip
    return Answer("noshow", headline, _COLUMNS, tuple(rows), notes, found, picture)


def _legs(facts: Facts) -> _Legs:
    case, plan = facts.case, facts.plan
    parties = tuple(ids for ids in case.bundles if facts.itineraries[ids[0]].legs)
    seats: dict[str, int] = {trip.trip_id: facts.seats(trip) for trip in plan.trips}
    labels = {trip.trip_id: facts.offer(trip).vehicle or trip.offer_id for trip in plan.trips}
    leg_of: dict[str, str] = {}
    for use in plan.services:  # rows of one run share its seats
        run = case.services[use.service_id].run or use.service_id
        leg_of[f"{SERVICE_LEG}{use.service_id}"] = run
        seats.setdefault(run, facts.service_seats(use))
        labels.setdefault(run, case.services[use.service_id].operator)
    index = {name: i for i, name in enumerate(seats)}
    cells = [
        (index[leg_of.get(leg, leg)], column, len(ids))
        for column, ids in enumerate(parties)
        for leg in facts.itineraries[ids[0]].legs  # a party has the same legs
    ]
    rows, columns, persons = (np.array(part, dtype=np.int64) for part in zip(*cells, strict=True)) if cells else _NONE
    rides = csc_array((persons, (rows, columns)), shape=(len(index), len(parties)), dtype=np.int64)
    people = np.asarray(rides.sum(axis=1), dtype=np.int64)
    capacity = np.array(list(seats.values()), dtype=np.int64)
    names = tuple(index)
    return _Legs(names, tuple(labels[name] for name in names), capacity, people, rides, parties)


def _wasted(facts: Facts, legs: _Legs) -> NDArray[np.float64]:
    """Return CNY that are paid for nothing where a party does not come.

    That is an equal share of each of its vehicles, and of its services with their escorts.
    """
    paid, escorts = _paid(facts), _escorts(facts)
    each = np.array([paid[name] + escorts[name] for name in legs.names]) / np.maximum(1, legs.people)
    return np.asarray(each @ legs.rides, dtype=np.float64)


def _extra(facts: Facts, legs: _Legs) -> NDArray[np.float64]:
    """Return CNY that a late party costs where it gets no seats: tickets, or the price of leaving it."""
    case = facts.case
    unserved = case.costs.unserved
    prices = []
    for ids in legs.parties:
        ticket = case.ticket_cost(case.workers[ids[0]])
        prices.append(len(ids) * (unserved if ticket is None else min(ticket, unserved)))
    return np.array(prices)


def _seat_prices(facts: Facts, legs: _Legs) -> tuple[list[float], float]:
    """Return CNY of a seat by leg, on average over its seats, and of the average ticket."""
    paid = _paid(facts)
    per_seat = [paid[name] / seats if seats > 0 else 0.0 for name, seats in zip(legs.names, legs.seats, strict=True)]
    extra = _extra(facts, legs)
    people = sum(map(len, legs.parties))
    return per_seat, float(extra.sum() / people)


def _paid(facts: Facts) -> dict[str, float]:
    """Return CNY of each vehicle and run."""
    paid = {trip.trip_id: trip.cost for trip in facts.plan.trips}
    for use in facts.plan.services:
        run = facts.case.services[use.service_id].run or use.service_id
        paid[run] = paid.get(run, 0.0) + use.cost
    return paid


def _escorts(facts: Facts) -> dict[str, float]:
    """Return CNY of the escorts on each vehicle and run."""
    each, seats = facts.case.costs.escort, facts.case.rules.escorts
    escorts = {trip.trip_id: each * seats.direct * (trip.kind == "direct") for trip in facts.plan.trips}
    for use in facts.plan.services:
        run = facts.case.services[use.service_id].run or use.service_id
        escorts[run] = each * seats.service_unit * use.units
    return escorts

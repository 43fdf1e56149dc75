"""Which prices and counts matter most: each a little down and up, planned again and with the plan as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from transport.facts import Facts
from transport.locale import Language, text
from transport.questions.answer import Answer, Column, Picture
from transport.questions.asking import Asker, Override

_COLUMNS = (
    Column("lever"),
    Column("low"),
    Column("high"),
    Column("low_replanned", "CNY", delta=True),
    Column("high_replanned", "CNY", delta=True),
    Column("low_frozen", "CNY", delta=True),
    Column("high_frozen", "CNY", delta=True),
)
FLEET_PRICES = ("fixed_cost", "km_cost", "empty_km_cost", "day_cost")
SERVICE_PRICES = ("unit_cost", "seat_cost")
_MOST_COUNTS = 8
"""Operators, offers and services that are tried: those that cost most in the plan."""


@dataclass(frozen=True, slots=True)
class Lever:
    """Something that is moved down and up: its name, what it is at either end, and how to get there."""

    name: str
    low: str
    high: str
    down: Override
    up: Override


def tornado(asker: Asker, percent: float, lang: Language) -> Answer:
    """Move the main prices by ``percent`` down and up, counts by one, and see what it does to the total.

    Parameters
    ----------
    percent
        How far prices and the number of people are moved, above 0 and below 100.
    """
    levers = list(_levers(asker.base.facts, percent, lang))
    overrides = [override for lever in levers for override in (lever.down, lever.up)]
    results = asker.plan(overrides)
    base = asker.base.total_cost  # which a version's plan may have improved
    replanned = [None if result is None else round(result.total_cost - base, 2) for result in results]
    frozen = [None if total is None else round(total - base, 2) for total in asker.frozen(overrides)]
    rows: list[tuple[Any, ...]] = [
        (lever.name, lever.low, lever.high, *replanned[2 * i : 2 * i + 2], *frozen[2 * i : 2 * i + 2])
        for i, lever in enumerate(levers)
    ]
    rows.sort(key=lambda row: -max(abs(value or 0.0) for value in row[3:5]))
    spans = tuple(((row[3], row[4]), (row[5], row[6])) for row in rows)
    picture = Picture("tornado", labels=tuple(str(row[0]) for row in rows), spans=spans)
    facts: dict[str, Any] = {"base": base, "percent": percent}
    headline = text(lang, "questions.tornado.nothing")
    if rows:
        first = rows[0]
        swing = max(abs(value or 0.0) for value in first[3:5])
        facts |= {"most": first[0], "swing": swing}
        headline = text(
            lang, "questions.tornado.headline", lever=first[0], swing=f"{swing:,.0f}", percent=f"{percent:g}"
        )
    notes = (text(lang, "questions.notes.tornado"), text(lang, "questions.notes.frozen"))
    return Answer("tornado", headline, _COLUMNS, tuple(rows), notes, facts, picture)


def _levers(facts: Facts, percent: float, lang: Language) -> Iterator[Lever]:
    case = facts.case
    low, high = f"-{percent:g}%", f"+{percent:g}%"

    def price(name: str, *keys: str) -> Lever:
        return Lever(name, low, high, dict.fromkeys(keys, low), dict.fromkeys(keys, high))

    def named(key: str, **values: str) -> str:
        return text(lang, f"questions.tornado.levers.{key}", **values)

    for mode in ("flight", "train"):
        if any(service.mode == mode for service in case.services.values()):
            yield price(named(mode), *(f"services[mode={mode}].{column}" for column in SERVICE_PRICES))
    for operator in _dearest_operators(facts):
        ids = [offer.offer_id for offer in case.offers.values() if offer.operator == operator]
        keys = [f"fleet.{offer_id}.{column}" for offer_id in ids for column in FLEET_PRICES]
        yield price(named("operator", operator=operator) if operator else named("no_operator"), *keys)
    if case.tickets:
        yield price(named("tickets"), *(f"tickets.{origin},{to}.cost" for origin, to in case.tickets))
    elif case.costs.individual_ticket is not None:
        yield price(named("tickets"), "costs.individual_ticket")
    for key in ("journey_hour", "early_arrival_per_day", "escort"):
        if getattr(case.costs, key) > 0:
            yield price(named(key), f"costs.{key}")
    yield from _counts(facts, lang)
    people = [f"workers[destination={place}]" for place in {w.destination: None for w in case.workers.values()}]
    yield price(named("people"), *people)


def _dearest_operators(facts: Facts) -> list[str]:
    """Return the operators whose vehicles cost most in the plan, the dearest first."""
    spent: dict[str, float] = {}
    for trip in facts.plan.trips:
        operator = facts.offer(trip).operator
        spent[operator] = spent.get(operator, 0.0) + trip.cost
    return sorted(spent, key=lambda operator: -spent[operator])[:_MOST_COUNTS]


def _counts(facts: Facts, lang: Language) -> Iterator[Lever]:
    """Yield one fewer and one more of the offers and services that cost most."""
    case = facts.case
    spent: dict[str, float] = {}
    for trip in facts.plan.trips:
        spent[trip.offer_id] = spent.get(trip.offer_id, 0.0) + trip.cost
    for offer_id in sorted(spent, key=lambda key: -spent[key])[:_MOST_COUNTS]:
        count, key = case.offers[offer_id].count, f"fleet.{offer_id}.count"
        name = text(lang, "questions.tornado.levers.count", what=offer_id)
        yield Lever(name, str(max(0, count - 1)), str(count + 1), {key: max(0, count - 1)}, {key: count + 1})
    runs: dict[str, float] = {}
    for use in facts.plan.services:
        run = case.services[use.service_id].run_key
        runs[run] = runs.get(run, 0.0) + use.cost
    for run in sorted(runs, key=lambda key: -runs[key])[:_MOST_COUNTS]:
        rows = case.runs[run]
        units = rows[0].max_units
        keys = [f"services.{row.service_id}.max_units" for row in rows]
        name = text(lang, "questions.tornado.levers.units", what=rows[0].run or rows[0].service_id)
        fewer = max(0, units - 1)
        yield Lever(name, str(fewer), str(units + 1), dict.fromkeys(keys, fewer), dict.fromkeys(keys, units + 1))

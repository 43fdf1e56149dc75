"""Up to what price something stays worth its money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from transport.errors import InputError, InputIssue
from transport.locale import Language, text
from transport.questions.answer import Answer, Column, Line, Picture
from transport.questions.asking import Asker, Override, Result
from transport.questions.tornado import FLEET_PRICES, SERVICE_PRICES

_COLUMNS = (
    Column("factor", "share"),
    Column("total", "CNY"),
    Column("without", "CNY"),
    Column("spent", "CNY"),
    Column("carried", "persons"),
    Column("verdict"),
)
_MOST_STEPS = 8
_CHEAPEST = 0.05
"""The price at which something that is not used today is tried first, as a share of today's."""


@dataclass(frozen=True, slots=True)
class _Try:
    """The case planned at a price; ``spent`` (CNY) on what is asked about, which carries ``people``."""

    factor: float
    result: Result
    spent: float
    people: int

    def worth(self, limit: float) -> bool:
        """Whether the plan uses what is asked about and costs less than doing without."""
        return self.spent > 0 and self.result.total_cost < limit - _tolerance(limit)

    def crossing(self, other: float) -> float:
        """Return the factor at which this very plan costs as much as ``other``: all its spending scales with it."""
        return (other - (self.result.total_cost - self.spent)) / (self.spent / self.factor)


def breakeven(asker: Asker, key: str, lang: Language) -> Answer:
    """Find the price at which a plan with these offers or services costs as much as the best one found without.

    The least cost as a function of the price factor is concave, and each plan's cost a straight line in it. From one
    plan's line the next price is where it meets the cost without; there the case is planned again, until no plan
    that uses what is asked about is cheaper than doing without it.

    Parameters
    ----------
    key
        Rows of ``fleet`` or ``services`` as in a what-if file: ``services[mode=flight]``, ``fleet.YL-53``.

    Raises
    ------
    InputError
        The key does not name rows of these tables (``not_rows``).
    """
    prices = _prices(key)
    (without,) = asker.plan([{key: "drop"}])
    if without is None:
        return Answer("breakeven", text(lang, "questions.no_plan"), _COLUMNS, ())
    limit, factor = without.total_cost, 1.0
    tries = [_measure(1.0, asker.base, without)]
    best = tries[0] if tries[0].worth(limit) else None
    if best is None:
        factor = _CHEAPEST
    while len(tries) <= _MOST_STEPS:
        if best is not None:
            factor = best.crossing(limit)
        tried = _at(asker, key, prices, factor, without)
        if tried is None:
            break
        tries.append(tried)
        if tried.worth(limit):
            best = tried
        elif not tried.spent and tried.result.total_cost < limit - _tolerance(limit):
            limit = tried.result.total_cost  # a plan without it that is better than the one found at first
        else:
            break
    tries[0] = _measure(1.0, asker.base, without)  # which may have been improved meanwhile
    return _answer(key, tries, best, limit, without, lang)


def _answer(key: str, tries: list[_Try], best: _Try | None, limit: float, without: Result, lang: Language) -> Answer:
    rows: list[tuple[Any, ...]] = []
    for tried in sorted(tries, key=lambda tried: tried.factor):
        verdict = "worth" if tried.worth(limit) else "not_worth"
        rows.append(
            (
                round(tried.factor, 6), tried.result.total_cost, limit, round(tried.spent, 2), tried.people,
                text(lang, f"questions.breakeven.{verdict}"),
            )
        )  # fmt: skip
    facts: dict[str, Any] = {"key": key, "without": limit, "factor": None, "proven_factor": None}
    headline = text(lang, "questions.breakeven.never", key=key)
    if best is not None:
        factor = best.crossing(limit)
        facts["factor"] = round(factor, 6)
        if without.lower_bound is not None:
            facts["proven_factor"] = round(max(0.0, best.crossing(without.lower_bound)), 6)
        which = "above" if factor >= 1 else "below"
        percent = f"{abs(factor - 1):.1%}"
        headline = text(lang, f"questions.breakeven.{which}", key=key, percent=percent)
    points = tuple((tried.factor, tried.result.total_cost) for tried in sorted(tries, key=lambda tried: tried.factor))
    level = tuple((factor, limit) for factor, _ in points)
    picture = Picture("lines", lines=(Line("total", points), Line("without", level)))
    notes = (text(lang, "questions.notes.breakeven"), text(lang, "questions.notes.gap"))
    return Answer("breakeven", headline, _COLUMNS, tuple(rows), notes, facts, picture)


def _prices(key: str) -> list[str]:
    table = key.strip().split("[")[0].split(".")[0]
    if table == "fleet":
        return [f"{key}.{column}" for column in FLEET_PRICES]
    if table == "services":
        return [f"{key}.{column}" for column in SERVICE_PRICES]
    raise InputError([InputIssue("not_rows", seen=key)])


def _at(asker: Asker, key: str, prices: list[str], factor: float, without: Result) -> _Try | None:
    override: Override = dict.fromkeys(prices, f"*{factor:.6f}")
    result, _ = asker.plan([override, {key: "drop"}])  # whose plan is one of this version as well
    return None if result is None else _measure(factor, result, without)


def _measure(factor: float, result: Result, without: Result) -> _Try:
    """Return what a plan spends on what the case without it lacks, and whom that carries."""
    spent, people = 0.0, set[str]()
    for trip in result.plan.trips:
        if trip.offer_id not in without.case.offers:
            spent += trip.cost
            people.update(worker_id for stop in trip.stops for worker_id in stop.board)
    for use in result.plan.services:
        if use.service_id not in without.case.services:
            spent += use.cost
            people.update(use.workers)
    return _Try(factor, result, spent, len(people))


def _tolerance(limit: float) -> float:
    """Return CNY that are no difference."""
    return max(1.0, 1e-6 * limit)

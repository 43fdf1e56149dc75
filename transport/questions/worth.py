"""What one more vehicle of each offer, and one more unit of each service, would be worth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from transport.locale import Language, text
from transport.questions.answer import Answer, Column
from transport.questions.asking import Asker, Override

_COLUMNS = (
    Column("what"),
    Column("name"),
    Column("there", "count"),
    Column("used", "count"),
    Column("worth", "CNY"),
    Column("at_most", "CNY"),
    Column("unserved_fewer", "persons"),
    Column("changed", "persons"),
)


def worth(asker: Asker, lang: Language) -> Answer:
    """Plan the case with one more of everything, one at a time.

    ``worth`` is what the base's plan costs more than the plan found with one more; ``at_most`` what one more could be
    worth whatever is planned: the base's cost less the proven bound with one more.
    """
    facts = asker.base.facts
    case = facts.case
    vehicles: dict[str, set[int]] = {}
    for trip in facts.plan.trips:
        vehicles.setdefault(trip.offer_id, set()).add(trip.vehicle_no)
    units = {case.services[use.service_id].run_key: use.units for use in facts.plan.services}
    asked: list[tuple[str, str, int, int, Override]] = []
    for offer in case.offers.values():
        name = " ".join(part for part in (offer.operator, offer.vehicle) if part)
        used = len(vehicles.get(offer.offer_id, ()))
        more = {f"fleet.{offer.offer_id}.count": offer.count + 1}
        asked.append((offer.offer_id, name, offer.count, used, more))
    for key, rows in case.runs.items():
        first = rows[0]
        what = first.run or first.service_id
        more = {f"services.{row.service_id}.max_units": row.max_units + 1 for row in rows}
        asked.append((what, first.operator, first.max_units, units.get(key, 0), more))
    results = asker.plan([override for *_, override in asked])
    rows_: list[tuple[Any, ...]] = []
    base = asker.base
    for (what, name, there, used, _), result in zip(asked, results, strict=True):
        if result is None:
            rows_.append((what, name, there, used, None, None, None, None))
            continue
        saved = round(base.total_cost - result.total_cost, 2)
        most = None if result.lower_bound is None else round(max(0.0, base.total_cost - result.lower_bound), 2)
        rows_.append(
            (what, name, there, used, saved, most, base.unserved - result.unserved, result.people_changed)
        )  # fmt: skip
    ranked = sorted(rows_, key=lambda row: (-(row[4] or 0.0), row[0]))
    best = ranked[0] if ranked else None
    found: Mapping[str, Any] = {"base": base.total_cost}
    if best is not None and (best[4] or 0) > 0:
        found = {**found, "best": best[0], "worth": best[4]}
        headline = text(lang, "questions.worth.headline", what=best[0], name=best[1], worth=f"{best[4]:,.0f}")
    else:
        headline = text(lang, "questions.worth.nothing")
    notes = (text(lang, "questions.notes.worth"),)
    return Answer("worth", headline, _COLUMNS, tuple(ranked), notes, found)

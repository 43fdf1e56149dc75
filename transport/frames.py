"""A case and its plan as pandas tables for analysts; identity numbers and phones are never in them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from transport.case import Case, Worker
from transport.clock import to_datetime
from transport.ledger.ledger import Ledger
from transport.plan import Plan, Trip
from transport.privacy import mask_name


def workers_frame(case: Case, *, mask: bool) -> pd.DataFrame:
    """One row a worker: where from, where to, when, with whom."""
    return pd.DataFrame([_worker(case, worker, mask=mask) for worker in case.workers.values()])


def itineraries_frame(case: Case, plan: Plan, *, mask: bool) -> pd.DataFrame:
    """One row a worker in the order of the roster: how, and when picked up and there; ``NaT`` for tickets and
    unserved people.
    """
    order = {worker_id: number for number, worker_id in enumerate(case.workers)}
    return pd.DataFrame(
        [
            {
                **_worker(case, case.workers[itinerary.worker_id], mask=mask),
                "mode": itinerary.mode,
                "legs": " → ".join(itinerary.legs),
                "pickup": _moment(itinerary.pickup),
                "arrive": _moment(itinerary.arrive),
            }
            for itinerary in sorted(plan.itineraries, key=lambda i: order[i.worker_id])
        ]
    )


def trips_frame(case: Case, plan: Plan) -> pd.DataFrame:
    """One row a trip: vehicle, times, first and last place, load, km and CNY."""
    return pd.DataFrame([_trip(case, trip) for trip in plan.trips])


def _worker(case: Case, worker: Worker, *, mask: bool) -> dict[str, Any]:
    origin, destination = case.places[worker.origin], case.places[worker.destination]
    return {
        "worker_id": worker.worker_id,
        "name": mask_name(worker.name) if mask else worker.name,
        "party": worker.party,
        "county": origin.county,
        "origin": origin.name,
        "employer": destination.name,
        "ready_from": to_datetime(worker.ready_from),
        "report_by": to_datetime(worker.report_by),
    }


def _trip(case: Case, trip: Trip) -> dict[str, Any]:
    offer = case.offers[trip.offer_id]
    first, last = trip.stops[0], trip.stops[-1]
    return {
        "trip_id": trip.trip_id,
        "kind": trip.kind,
        "offer_id": trip.offer_id,
        "operator": offer.operator,
        "vehicle": offer.vehicle,
        "vehicle_no": trip.vehicle_no,
        "leaves_base": to_datetime(trip.leaves_base),
        "first_stop": case.places[first.place_id].name,
        "start": to_datetime(first.arrive),
        "last_stop": case.places[last.place_id].name,
        "end": to_datetime(last.depart),
        "stops": len(trip.stops),
        "workers": trip.load,
        "seats": offer.seats,
        "km": trip.km,
        "empty_km": trip.empty_km,
        "cost": trip.cost,
    }


def ledger_frame(ledger: Ledger) -> pd.DataFrame:
    """One row an item and payer: term, trip or service, leg, people, and what the payer pays of it (CNY).

    ``payer`` is ``None`` where nobody pays; ``entity`` is empty for tickets and people unserved.
    """
    own = {"tickets", "unserved"}
    rows = [
        {
            "term": row.item.term,
            "entity": "" if row.item.term in own else row.item.entity,
            "leg": row.item.leg,
            "people": len(row.item.people),
            "payer": name or None,
            "pays": fen / 100,
        }
        for row in ledger.rows
        for name, fen in row.shares.items()
    ]
    return pd.DataFrame(rows, columns=["term", "entity", "leg", "people", "payer", "pays"])


def _moment(minutes: int | None) -> Any:
    return pd.NaT if minutes is None else to_datetime(minutes)

"""Kinds of damage to the tiny plan's document, and the codes that each leaves."""

from __future__ import annotations

from check_edits import Edit, again, drop, insert, put, together, whole
from check_scene import iso, itinerary, rest, stop
from check_variants import Variant

_MONEY = ("COST_SUMMARY", "COST_TOTAL", "GAP")
_LOST_TRIP = ("SCHEMA", "LEGS", "MODE", *_MONEY)
"""What a trip leaves that cannot be read: its people are not on it, and nothing of it is paid."""


def _damage(name: str, edit: Edit, *codes: str) -> Variant:
    return Variant(name, edit, frozenset(codes))


WHOLE_DAMAGES = [
    *(_damage(f"the document is {value!r}", whole(value), "SCHEMA") for value in (None, [], "plan", 7, True)),
    _damage("an empty document", whole({}), "FORMAT", "SCHEMA", "WORKER_MISSING"),
    _damage("the format is a string", put("format", "1"), "FORMAT"),
    _damage("the case's name is null", put("case", None), "FORMAT"),
    _damage("the digest is a number", put("case_sha256", 7), "CASE_SHA256"),
    _damage("trips are missing", drop("trips"), "SCHEMA", "LEGS", "MODE", *_MONEY, "BOUND"),
    _damage("services are null", put("services", None), "SCHEMA", "LEGS", *_MONEY, "BOUND"),
    _damage("tickets are a mapping", put("tickets", {}), "SCHEMA", "MODE", *_MONEY),
    _damage("unserved is a string", put("unserved", "w7"), "SCHEMA", "MODE", *_MONEY, "BOUND"),
    _damage("itineraries are a number", put("itineraries", 3), "SCHEMA", "WORKER_MISSING", "COUNTS", *_MONEY),
    _damage("the summary is a list", put("summary", []), "SCHEMA"),
]

TRIP_DAMAGES = [
    _damage("a trip is null", put("trips.3", None), *_LOST_TRIP),
    _damage("a trip is a string", put("trips.3", "T4"), *_LOST_TRIP),
    _damage("a trip's id is a number", put("trips.3.trip_id", 4), *_LOST_TRIP),
    _damage("a trip's id is a list", put("trips.3.trip_id", ["T4"]), *_LOST_TRIP),
    _damage("a trip's kind is unknown", put("trips.3.kind", "shuttle"), *_LOST_TRIP),
    _damage("a trip's kind is missing", drop("trips.3.kind"), *_LOST_TRIP),
    _damage("a trip's vehicle is missing", drop("trips.3.vehicle_no"), *_LOST_TRIP),
    _damage("a trip's time is no time", put("trips.3.leaves_base", "soon"), *_LOST_TRIP),
    _damage("a trip's time is a number", put("trips.3.leaves_base", 1234), *_LOST_TRIP),
    _damage("a trip's time has an offset", put("trips.3.leaves_base", iso("12T08:50+08:00")), *_LOST_TRIP),
    _damage("a trip's km are not a number", put("trips.3.km", float("nan")), *_LOST_TRIP),
    _damage("a trip's km are infinite", put("trips.3.km", float("inf")), *_LOST_TRIP),
    _damage("a trip's cost is true", put("trips.3.cost", True), *_LOST_TRIP),
    _damage("a trip's cost is absurd", put("trips.3.cost", 10**400), *_LOST_TRIP),
    _damage("a trip's cost is huge", put("trips.3.cost", 1e299), "COST_TRIP"),
    _damage("a trip has no stops", put("trips.3.stops", []), *_LOST_TRIP),
    _damage("a trip's stops are a mapping", put("trips.3.stops", {"0": 1}), *_LOST_TRIP),
    _damage("a trip has rests only", put("trips.3.stops", [rest("12T09:20", "12T09:40")]), *_LOST_TRIP),
    _damage("a stop is a number", put("trips.3.stops.0", 5), *_LOST_TRIP),
    _damage("a stop's place is null", put("trips.3.stops.0.place_id", None), *_LOST_TRIP),
    _damage("a stop's place is unknown", put("trips.3.stops.0.place_id", "V9"), *_LOST_TRIP),
    _damage("a stop's people are a string", put("trips.3.stops.0.board", "w10"), *_LOST_TRIP),
    _damage("a stop's people are numbers", put("trips.3.stops.0.board", [10]), *_LOST_TRIP),
    _damage("a rest without an end", drop("trips.2.stops.1.depart"), *_LOST_TRIP, "BOUND"),
    _damage("a stop's empty list is null", put("trips.3.stops.0.alight", None)),
    _damage("a stop's empty list is missing", drop("trips.3.stops.0.alight")),
    _damage("a trip's offer is unknown", put("trips.3.offer_id", "O9"), "UNKNOWN_REF", "LEGS", "MODE", *_MONEY),
    _damage("a trip stands twice", again("trips.3"), "TRIP_TWICE"),
    _damage("a trip under another id", together(again("trips.3"), put("trips.5.trip_id", "T9")),
            "LEGS", "OFFER_COUNT", "VEHICLE_OVERLAP", *_MONEY),
    _damage("a trip is gone", drop("trips.3"), "LEGS", "MODE", *_MONEY),
    _damage("a trip of another kind", put("trips.3.kind", "direct"), "ROLE", "MODE", *_MONEY),
    _damage("a stop is gone", drop("trips.0.stops.1"),
            "BOARD_ORDER", "NO_ROAD", "LEGS", *_MONEY),
    _damage("a rest is gone", drop("trips.2.stops.2"), "DRIVE_CONT"),
    _damage("stops in another order", together(
        put("trips.0.stops.0", stop("V2", "12T06:46", "12T06:56", board="w3")),
        put("trips.0.stops.1", stop("V1", "12T06:20", "12T06:30", board="w1 w2"))),
        "TIME_ORDER", "TRAVEL_TIME", "NO_ROAD"),
    _damage("a vehicle back after the end of time", put("trips.0.stops.2.depart", "9999-12-31T23:59"),
            "WINDOW", "COST_TRIP", "OFFER_COUNT", "VEHICLE_OVERLAP", *_MONEY),
    _damage("a time years away", put("trips.3.stops.1.depart", "9999-12-31T23:59"),
            "WINDOW", "COST_TRIP", *_MONEY),
]  # fmt: skip

PEOPLE_DAMAGES = [
    _damage("nobody boards there", put("trips.0.stops.1.board", []), "STOP_EMPTY", "BOARD_ORDER", "LEGS", *_MONEY),
    _damage("someone never alights", put("trips.0.stops.2.alight", ["w1", "w2"]), "BOARD_ORDER"),
    _damage("someone boards twice", put("trips.0.stops.1.board", ["w3", "w1"]), "WORKER_TWICE"),
    _damage("someone rides twice", together(
        put("trips.0.stops.0.board", ["w1", "w2", "w3"]), put("trips.0.stops.1.alight", ["w3"])),
        "ORDER", "WORKER_TWICE"),
    _damage("a stranger aboard", together(
        put("trips.0.stops.1.board", ["w3", "w99"]), put("trips.0.stops.2.alight", ["w1", "w2", "w3", "w99"])),
        "WORKER_UNKNOWN"),
    _damage("a stranger in the air", put("services.0.workers", ["w1", "w2", "w3", "w99"]),
            "WORKER_UNKNOWN", "COST_SERVICE", *_MONEY),
    _damage("a stranger's ticket", insert("tickets.1", {"worker_id": "w99", "cost": 1.0}), "WORKER_UNKNOWN"),
    _damage("a stranger left behind", put("unserved.0.worker_id", "w99"), "WORKER_UNKNOWN", "MODE", *_MONEY, "BOUND"),
    _damage("a stranger's itinerary", insert("itineraries.0", itinerary("w99", "ticket")), "WORKER_UNKNOWN"),
    _damage("a passenger less", put("services.0.workers", ["w1", "w2"]),
            "MIN_SEATS", "LEGS", "COST_SERVICE", *_MONEY),
    _damage("a passenger twice", put("services.0.workers", ["w1", "w2", "w3", "w3"]),
            "WORKER_TWICE", "COST_SERVICE", *_MONEY),
    _damage("a service stands twice", again("services.0"), "SERVICE_TWICE"),
    _damage("a service is unknown", put("services.0.service_id", "FL9"), "UNKNOWN_REF", "LEGS", *_MONEY),
    _damage("a service's units are half", put("services.0.units", 0.5), "SCHEMA", "LEGS", *_MONEY),
    _damage("a service's units are a string", put("services.0.units", "1"), "SCHEMA", "LEGS", *_MONEY),
    _damage("a service's people are null", put("services.0.workers", None), "SCHEMA", "LEGS", *_MONEY),
    _damage("a ticket is a list", put("tickets.0", ["w6"]), "SCHEMA", "MODE", *_MONEY),
    _damage("a ticket's cost is a string", put("tickets.0.cost", "1100"), "SCHEMA", "MODE", *_MONEY),
    _damage("a ticket stands twice", again("tickets.0"), "WORKER_TWICE", *_MONEY),
    _damage("a traveller has a ticket too", insert("tickets.1", {"worker_id": "w4", "cost": 1100.0}),
            "WORKER_TWICE", *_MONEY),
    _damage("one left behind is a number", put("unserved.0", 7), "SCHEMA", "MODE", *_MONEY, "BOUND"),
    _damage("one left behind without an id", drop("unserved.0.worker_id"), "SCHEMA", "MODE", *_MONEY, "BOUND"),
    _damage("an itinerary is null", put("itineraries.2", None), "SCHEMA", "WORKER_MISSING", "COUNTS", *_MONEY),
    _damage("an itinerary is gone", drop("itineraries.5"), "WORKER_MISSING", "COUNTS"),
    _damage("an itinerary stands twice", again("itineraries.5"), "WORKER_TWICE"),
    _damage("an itinerary's mode is unknown", put("itineraries.5.mode", "bicycle"), "MODE", "COUNTS"),
    _damage("an itinerary's mode is a list", put("itineraries.5.mode", []), "MODE", "COUNTS"),
    _damage("an itinerary's mode is missing", drop("itineraries.5.mode"), "SCHEMA", "WORKER_MISSING", "COUNTS"),
    _damage("an itinerary's legs are a string", put("itineraries.2.legs", "T1"),
            "SCHEMA", "WORKER_MISSING", "COUNTS", *_MONEY),
    _damage("an itinerary's legs are null", put("itineraries.5.legs", None)),
    _damage("another mode than the lists", put("itineraries.5.mode", "unserved"), "MODE", "WORKER_TWICE", "COUNTS"),
    _damage("a ticket with legs", put("itineraries.5.legs", ["T1"]), "LEGS", "MODE"),
    _damage("a leg is not told", put("itineraries.2.legs", ["service:FL1", "T2"]),
            "LEGS", "HUB", "ITIN_TIME", *_MONEY),
    _damage("a leg is told twice", put("itineraries.3.legs", ["T3", "T3"]),
            "MODE", "WORKER_TWICE", "PARTY_SPLIT", *_MONEY),
    _damage("legs in another order", put("itineraries.2.legs", ["T2", "service:FL1", "T1"]), "MODE", *_MONEY),
    _damage("two services", put("itineraries.9.legs", ["T4", "service:G1", "service:FL1"]), "LEGS", "MODE", *_MONEY),
    _damage("two feeders", put("itineraries.9.legs", ["T1", "T4", "service:G1", "T5"]), "LEGS", "MODE", *_MONEY),
    _damage("a leg without a name", put("itineraries.2.legs", ["", "service:FL1", "T2"]), "LEGS", "MODE", *_MONEY),
    _damage("a leg's service is unknown", put("itineraries.2.legs", ["T1", "service:FL9", "T2"]),
            "LEGS", "UNKNOWN_REF", *_MONEY),
    _damage("an itinerary's time is a mapping", put("itineraries.2.pickup", {}), "ITIN_TIME"),
]  # fmt: skip

SUMMARY_DAMAGES = [
    _damage("the costs are missing", drop("summary.cost"), "SCHEMA"),
    _damage("one cost is null", put("summary.cost.journey", None), "SCHEMA"),
    _damage("one cost is not a number", put("summary.cost.journey", float("nan")), "SCHEMA"),
    _damage("the total is a string", put("summary.total_cost", "51595.9"), "SCHEMA"),
    _damage("the total is gone", drop("summary.total_cost"), "SCHEMA"),
    _damage("the people are a list", put("summary.workers", [2, 6, 1, 1]), "SCHEMA"),
    _damage("the people are half", put("summary.workers.direct", 1.5), "COUNTS"),
    _damage("the bound is gone", drop("summary.lower_bound"), "SCHEMA", "GAP"),
    _damage("bound and gap are gone", together(drop("summary.lower_bound"), drop("summary.gap")), "SCHEMA"),
    _damage("the bound is infinite", put("summary.lower_bound", float("inf")), "SCHEMA"),
    _damage("the baselines are null", put("summary.baselines", None), "BASELINE"),
    _damage("a baseline is a string", put("summary.baselines.all_direct", "dear"), "BASELINE"),
    _damage("a lone surrogate", put("trips.3.offer_id", "\ud800"), "UNKNOWN_REF", "LEGS", "MODE", *_MONEY),
]  # fmt: skip

ALL_DAMAGES = [*WHOLE_DAMAGES, *TRIP_DAMAGES, *PEOPLE_DAMAGES, *SUMMARY_DAMAGES]

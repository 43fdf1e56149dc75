"""Every rule at its boundary: a change of the tiny scene, and exactly the codes that it breaks.

Most rules are moved instead of the plan: the limit is set to what the plan does (allowed) and one step further
(forbidden), so that nothing else changes.
"""

from __future__ import annotations

from dataclasses import dataclass

from check_edits import (
    Edit,
    ban,
    case,
    costs,
    driving,
    drop,
    insert,
    offer,
    place,
    put,
    road,
    rules,
    service,
    together,
    worker,
)
from check_scene import DOCUMENT, at, iso, itinerary, rest, stop, trip

from transport.case import Budget
from transport.plan import PAID_TERMS


@dataclass(frozen=True)
class Variant:
    """A change and the codes it breaks; none: it is allowed."""

    name: str
    edit: Edit
    codes: frozenset[str]


def _variant(name: str, edit: Edit, *codes: str) -> Variant:
    return Variant(name, edit, frozenset(codes))


def _hour(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _limit(code: str, name: str, allowed: Edit, forbidden: Edit) -> list[Variant]:
    return [_variant(f"{name}: at the limit", allowed), _variant(f"{name}: beyond it", forbidden, code)]


def _rule(code: str, key: str, allowed: object, forbidden: object, group: str = "") -> list[Variant]:
    def edit(value: object) -> Edit:
        return rules(**({group: {key: value}} if group else {key: value}))

    return _limit(code, f"{group}.{key}".removeprefix("."), edit(allowed), edit(forbidden))


# Two vehicles' worth of trips for one coach: w5 goes by a later trip of the same coach, which is away until it is back.
_SECOND_COACH = together(
    worker("w4", party=None),
    worker("w5", party=None, report_by=at("17T09:30")),
    put("trips.2.stops.0.board", ["w4"]),
    put("trips.2.stops.4.alight", ["w4"]),
    insert("trips.3", trip("T6 direct O2 1", "16T07:00", [
        stop("V3", "16T07:30", "16T07:40", board="w5"),
        rest("16T11:10", "16T11:30"),
        rest("16T15:30", "16T15:50"),
        rest("16T19:50", "17T06:00"),
        stop("F2", "17T09:30", "17T09:40", alight="w5"),
    ], km=1200.0, empty_km=20.0, cost=12680.0)),
    put("itineraries.4", itinerary("w5", "direct", "T6", "16T07:30", "17T09:30")),
    put("summary.cost.vehicles", 27637.1),
    put("summary.cost.escorts", 1500.0),
    put("summary.total_cost", 64575.9),
    put("summary.lower_bound", None),
    put("summary.gap", None),
)  # fmt: skip

# Stop and rest in a row stand long enough together: the coach rests at the village, and drives 240 minutes from there.
_REST_AFTER_STOP = together(
    road("V3", "F2", minutes=890),
    put("trips.2.stops.1", rest("14T11:50", "14T12:10")),
    insert("trips.2.stops.1", rest("14T07:40", "14T07:50")),
)

# Everybody may have a ticket, so that the baseline is due and a bound can be disproved by it.
_TICKETS_FOR_ALL = together(
    costs(individual_ticket=1300),
    put("summary.baselines.all_tickets", 12400.0),
    put("summary.lower_bound", 12400.0),
    put("summary.gap", 0.759671),
)

_HALT_AND_LATE_START = together(road("V3", "F2", minutes=880), put("trips.2.stops.3.depart", iso("15T06:20")))

TRIP_VARIANTS = [
    *_limit("ROLE", "roles", offer("O1", roles=("direct", "feeder")), offer("O1", roles=("direct", "distribution"))),
    _variant("seconds that are none", put("trips.0.leaves_base", iso("12T06:00:00"))),
    _variant("half a minute", put("trips.0.leaves_base", iso("12T05:59:30")), "WHOLE_MINUTES"),
    _variant("departs before it arrives", put("trips.0.stops.2.depart", iso("12T07:59")), "TIME_ORDER"),
    _variant("rest on the way from base", together(
        put("trips.1.leaves_base", iso("12T12:40")), insert("trips.1.stops.0", rest("12T12:50", "12T13:00")))),
    _variant("rest after the end", insert("trips.1.stops.9", rest("12T14:50", "12T15:10")), "REST_PLACE"),
    _variant("no road there", road("V2", "A1"), "NO_ROAD"),
    _variant("no road home", road("A1", "D1"), "NO_ROAD"),
    _variant("no road home, which is not charged", road("F2", "D1"), "NO_ROAD"),
    *_limit("TRAVEL_TIME", "road", road("V1", "V2", minutes=16), road("V1", "V2", minutes=16.1)),
    *_limit("TRAVEL_TIME", "road with rests", road("V3", "F2", minutes=900), road("V3", "F2", minutes=900.5)),
    *_limit("TRAVEL_TIME", "road from base", road("D1", "V1", minutes=20), road("D1", "V1", minutes=21)),
    *_limit("SEATS", "seats of a feeder", offer("O1", seats=3), offer("O1", seats=2)),
    *_limit("SEATS", "seats of a coach with its escort", offer("O2", seats=3), offer("O2", seats=2)),
    *_rule("SEATS", "feeder", 16, 17, group="escorts"),
    _variant("a trip for nobody", insert("trips.5", trip(
        "T6 direct O4 1", "13T08:00", [stop("V2", "13T08:30", "13T08:40")], km=0, empty_km=18, cost=0)),
        "TRIP_EMPTY", "STOP_EMPTY", "COST_SUMMARY", "COST_TOTAL", "GAP"),
    *_limit("WINDOW", "first day", case(window_start=at("11T00:00")), case(window_start=at("12T00:00"))),
    *_limit("WINDOW", "last day", case(window_end=at("16T00:00")), case(window_end=at("15T00:00"))),
    *_limit("WINDOW", "last minute", case(window_end=at("15T09:40")), case(window_end=at("15T09:39"))),
    _variant("a trip before the window", case(window_start=at("12T06:01")), "WINDOW"),
    *_limit("WINDOW", "first minute", case(window_start=at("11T09:00")), case(window_start=at("11T09:01"))),
    *_limit("AVAILABLE", "available_from",
            offer("O2", available_from=at("14T00:00")), offer("O2", available_from=at("15T00:00"))),
    *_limit("AVAILABLE", "available_to",
            offer("O2", available_until=at("16T00:00")), offer("O2", available_until=at("15T00:00"))),
    *_limit("KM", "km", put("trips.0.km", 48.24), put("trips.0.km", 48.25)),
    *_limit("EMPTY_KM", "empty km", put("trips.0.empty_km", 45.46), put("trips.0.empty_km", 45.45)),
    *_limit("COST_TRIP", "cost of a trip", put("trips.0.cost", 535.61), put("trips.0.cost", 535.62)),
    *_rule("TRIP_MINUTES", "feeder", 90, 89, group="max_trip_minutes"),
    *_rule("TRIP_MINUTES", "distribution", 35, 34, group="max_trip_minutes"),
    *_rule("TRIP_MINUTES", "direct", 1550, 1549, group="max_trip_minutes"),
]  # fmt: skip

STOP_VARIANTS = [
    *_limit("PLACE_SEATS", "seats that reach a village", place("V1", max_seats=19), place("V1", max_seats=18)),
    *_limit("PLACE_SEATS", "seats that reach a hub", place("TA", max_seats=35), place("TA", max_seats=34)),
    *_limit("HOURS", "closes", place("F1", closes=_hour("21:10")), place("F1", closes=_hour("21:09"))),
    *_limit("HOURS", "opens", place("F2", opens=_hour("09:30")), place("F2", opens=_hour("09:31"))),
    *_limit("HOURS", "opens at a hub", place("TS", opens=_hour("20:00")), place("TS", opens=_hour("20:01"))),
    *_limit("HOURS", "wraps midnight", place("F2", opens=_hour("22:00"), closes=_hour("09:40")),
            place("F2", opens=_hour("22:00"), closes=_hour("09:39"))),
    _variant("opens when it closes: always", place("F2", opens=_hour("03:00"), closes=_hour("03:00"))),
    *_rule("PICKUP_HOURS", "pickup_from", _hour("06:20"), _hour("06:21")),
    *_rule("PICKUP_HOURS", "pickup_to", _hour("09:30"), _hour("09:29")),
    _variant("equal pick-up hours: always", rules(pickup_from=_hour("12:00"), pickup_to=_hour("12:00"))),
    *_rule("STOP_TIME", "stop_minutes", 10, 10.5),
    _variant("a stop for nobody", together(
        put("trips.0.leaves_base", iso("12T05:40")),
        insert("trips.0.stops.0", stop("V1", "12T06:00", "12T06:10"))), "STOP_EMPTY"),
    _variant("on a feeder, someone alights on the way", together(
        put("trips.0.stops.1.alight", ["w1", "w2"]), put("trips.0.stops.2.alight", ["w3"])),
        "ORDER", "ALIGHT_PLACE"),
    _variant("on a distribution trip, someone boards on the way", together(
        put("trips.1.stops.0.board", ["w1", "w2"]),
        insert("trips.1.stops.1", stop("TA", "12T14:05", "12T14:05", board="w3"))), "ORDER"),
    _variant("on a coach, someone alights before all are aboard", together(
        worker("w4", party=None), worker("w5", party=None),
        put("trips.2.stops.0.board", ["w4"]),
        put("trips.2.stops.4", stop("F2", "15T09:30", "15T09:40", board="w5", alight="w4")),
        insert("trips.2.stops.5", stop("F2", "15T09:40", "15T09:50", alight="w5"))),
        "ORDER", "BOARD_PLACE", "ITIN_TIME", "REPORT", "COST_SUMMARY", "COST_TOTAL", "GAP"),
    *_rule("MAX_STOPS", "feeder", 2, 1, group="max_stops"),
    *_rule("MAX_STOPS", "distribution", 1, 0, group="max_stops"),
    *_rule("MAX_STOPS", "direct_pickup", 1, 0, group="max_stops"),
    *_rule("MAX_STOPS", "direct_dropoff", 1, 0, group="max_stops"),
]  # fmt: skip

DRIVING_VARIANTS = [
    *_rule("DRIVE_CONT", "max_continuous_minutes", 240, 239, group="driving"),
    *_limit("DRIVE_CONT", "rest", driving(rest_minutes=20), driving(rest_minutes=21)),
    *_limit("DRIVE_CONT", "stop and rest in a row", _REST_AFTER_STOP, together(
        _REST_AFTER_STOP, put("trips.2.stops.1.depart", iso("14T07:49")))),
    _variant("no limits", together(offer("O2", drivers=1), driving(
        max_continuous_minutes=None, rest_minutes=10_000, night_max_continuous_minutes=None,
        max_minutes_per_driver_24h=None, second_driver_km=None))),
    *_limit("DRIVE_NIGHT", "night driving",
            driving(night_from=_hour("07:00"), night_to=_hour("12:00"), night_max_continuous_minutes=240),
            driving(night_from=_hour("07:00"), night_to=_hour("12:00"), night_max_continuous_minutes=239)),
    _variant("no night", driving(night_from=0, night_to=0, night_max_continuous_minutes=0)),
    *_limit("DRIVE_HALT", "halt while resting", driving(halt_from=_hour("11:10"), halt_to=_hour("11:30")),
            driving(halt_from=_hour("11:09"), halt_to=_hour("11:30"))),
    *_limit("DRIVE_HALT", "halt while driving empty",
            together(_HALT_AND_LATE_START, driving(halt_from=_hour("06:00"), halt_to=_hour("06:20"))),
            together(_HALT_AND_LATE_START, driving(halt_from=_hour("06:00"), halt_to=_hour("06:21")))),
    _variant("no halt", driving(halt_from=_hour("10:00"), halt_to=_hour("10:00"))),
    *_limit("DRIVE_24H", "driving in 24 h",
            driving(max_minutes_per_driver_24h=395), driving(max_minutes_per_driver_24h=394)),
    _variant("one driver", offer("O2", drivers=1), "DRIVE_24H", "SECOND_DRIVER"),
    *_limit("SECOND_DRIVER", "km of one driver", driving(second_driver_km=48.2), driving(second_driver_km=48.1)),
    _variant("driver-hour rules off", together(offer("O2", drivers=1), driving(enabled=False, rest_minutes=900))),
]  # fmt: skip

NIGHT_ROAD_VARIANTS = [
    *_limit("ROAD_NIGHT", "after the night", ban("V3", "F2", 690, 900),
            together(ban("V3", "F2", 690, 900), driving(night_to=_hour("06:01")))),
    *_limit("ROAD_NIGHT", "before the night", together(ban("V3", "F2", 0, 690), driving(night_from=_hour("19:50"))),
            together(ban("V3", "F2", 0, 690), driving(night_from=_hour("19:49")))),
    *_limit("ROAD_NIGHT", "between two stretches",
            together(ban("V3", "F2", 0, 600, 630, 900), driving(night_from=_hour("18:20"), night_to=_hour("18:50"))),
            together(ban("V3", "F2", 0, 600, 629, 900), driving(night_from=_hour("18:20"), night_to=_hour("18:50")))),
    *_limit("ROAD_NIGHT", "on the way from base", together(ban("D1", "V3", 0, 10), driving(night_to=_hour("07:00"))),
            together(ban("D1", "V3", 0, 10), driving(night_to=_hour("07:01")))),
    _variant("a slower drive is as far along", together(
        road("V3", "F2", minutes=450), ban("V3", "F2", 345, 450), driving(night_to=_hour("06:00")))),
    _variant("a slower drive is not further along", together(
        road("V3", "F2", minutes=450), ban("V3", "F2", 344, 450), driving(night_from=_hour("19:49"))), "ROAD_NIGHT"),
    _variant("banned roads without driver-hour rules", together(
        ban("V3", "F2", 0, 690), driving(enabled=False, night_from=_hour("19:49"))), "ROAD_NIGHT"),
    _variant("banned roads without a night", together(ban("V3", "F2", 0, 900), driving(night_from=0, night_to=0))),
]  # fmt: skip

FLEET_VARIANTS = [
    _variant("the second vehicle of two", put("trips.1.vehicle_no", 2)),
    *(_variant(f"vehicle number {number!r}", put("trips.0.vehicle_no", number), "VEHICLE_NO")
      for number in (0, 2, 1.0, "1", True, None)),
    _variant("leaves before it is back", put("trips.3.leaves_base", iso("12T08:49")), "OFFER_COUNT", "VEHICLE_OVERLAP"),
    _variant("another vehicle leaves", together(
        offer("O1", count=2), put("trips.3.leaves_base", iso("12T08:49")), put("trips.3.vehicle_no", 2))),
    _variant("another vehicle stays at home", together(
        offer("O1", count=2), put("trips.3.leaves_base", iso("12T08:49"))), "VEHICLE_OVERLAP"),
    _variant("a vehicle that there is not leaves", together(
        put("trips.3.leaves_base", iso("12T08:49")), put("trips.3.vehicle_no", 2)), "OFFER_COUNT", "VEHICLE_NO"),
    _variant("back in time", together(_SECOND_COACH, road("F2", "D1", minutes=1280))),
    _variant("back too late, though the way back is not charged",
             together(_SECOND_COACH, road("F2", "D1", minutes=1281)), "OFFER_COUNT", "VEHICLE_OVERLAP"),
    _variant("back after the window and the offer's dates", together(
        case(window_end=at("16T00:00")), offer("O2", available_until=at("16T00:00")))),
]  # fmt: skip

_PAID = sum(DOCUMENT["summary"]["cost"][term] for term in PAID_TERMS)
SERVICE_VARIANTS = [
    *_limit("BUDGET", "budget", case(budget=Budget(_PAID)), case(budget=Budget(_PAID - 0.5))),
    _variant("no budget", case(budget=Budget(None))),
    _variant("must not fly", worker("w1", needs=("no_fly",)), "NO_FLY"),
    _variant("may take a flight only", worker("w1", needs=("only_flight", "no_direct"))),
    _variant("must not take a train", worker("w8", needs=("no_train",)), "NO_TRAIN"),
    _variant("must not take this train", worker("w8", needs=("no_service:K1",)), "NO_SERVICE"),
    _variant("must not take another train", worker("w8", needs=("no_service:K2",))),
    _variant("must take a flight, not a train", worker("w8", needs=("only_flight",)), "NO_TRAIN"),
    _variant("must not take a direct coach", worker("w5", needs=("no_direct",)), "NO_DIRECT"),
    _variant("must take a direct coach", worker("w4", needs=("only_direct",))),
    _variant("must not have a ticket", worker("w6", needs=("no_ticket",)),
             "NO_TICKET", "COST_SUMMARY", "COST_TOTAL", "GAP"),
    _variant("a service for nobody", insert("services.4", {
        "service_id": "G2", "units": 1, "workers": [], "cost": 0.0}),
        "SERVICE_EMPTY", "COST_SUMMARY", "COST_TOTAL", "GAP"),
    *_limit("MIN_SEATS", "min_seats", service("FL1", min_seats=3), service("FL1", min_seats=4)),
    *_limit("UNITS", "units", service("FL1", max_units=1), service("FL1", max_units=0)),
    _variant("no units", put("services.0.units", 0),
             "UNITS", "SERVICE_SEATS", "COST_SERVICE", "COST_SUMMARY", "COST_TOTAL", "GAP"),
    *_limit("SERVICE_SEATS", "seats of a service", service("FL1", seats=4), service("FL1", seats=3)),
    *_limit("SERVICE_SEATS", "seats of a run", together(service("K1", seats=3), service("K2", seats=3)),
            together(service("K1", seats=2), service("K2", seats=2))),
    _variant("units as a float", put("services.2.units", 1.0)),
    _variant("other units in a run", put("services.2.units", 2), "RUN_UNITS"),
    *_limit("COST_SERVICE", "cost of a service", put("services.0.cost", 9200.01), put("services.0.cost", 9200.02)),
    _variant("a run's units are paid in its first row", together(
        put("services.1.cost", 100.0), put("services.2.cost", 680.0)), "COST_SERVICE"),
]  # fmt: skip

SINGLE_VARIANTS = [
    _variant("no ticket to be had", case(tickets={}), "NO_TICKET", "COST_SUMMARY", "COST_TOTAL", "GAP"),
    *_limit("COST_TICKET", "cost of a ticket", put("tickets.0.cost", 1099.99), put("tickets.0.cost", 1099.98)),
    _variant("no reason", put("unserved.0.reason", " "), "REASON"),
    _variant("no sentence", drop("unserved.0.detail"), "REASON"),
]  # fmt: skip

WAY_VARIANTS = [
    _variant("no feeder, and not at the hub", worker("w8", origin="V1"), "HUB"),
    _variant("no distribution trip, and not at the hub", worker("w8", destination="F1"), "HUB"),
    _variant("a feeder from the hub to the hub", worker("w3", origin="A1"), "HUB", "BOARD_PLACE"),
    _variant("a distribution trip to the hub", worker("w3", destination="TA"), "HUB", "ALIGHT_PLACE"),
    _variant("the service leaves elsewhere", service("FL1", from_hub="S1"), "HUB", "ALIGHT_PLACE"),
    _variant("the service arrives elsewhere", service("FL1", to_hub="TS"), "HUB", "BOARD_PLACE"),
    *_rule("CONNECTION", "flight", 120, 121, group="connection_minutes"),
    *_rule("CONNECTION", "train", 60, 61, group="connection_minutes"),
    *_rule("MAX_WAIT", "max_wait_minutes", 120, 119),
    _variant("no longest wait", rules(max_wait_minutes=None, max_egress_wait_minutes=None)),
    *_rule("EGRESS", "flight", 45, 46, group="egress_minutes"),
    *_rule("EGRESS", "train", 30, 31, group="egress_minutes"),
    *_rule("EGRESS_WAIT", "max_egress_wait_minutes", 45, 44),
    *_limit("READY", "ready_from", worker("w3", ready_from=at("12T06:46")), worker("w3", ready_from=at("12T06:47"))),
    *_limit("READY", "ready_from at the hub",
            worker("w8", ready_from=at("11T09:00")), worker("w8", ready_from=at("11T09:01"))),
    *_limit("REPORT", "report_by", worker("w4", report_by=at("15T09:30")), worker("w4", report_by=at("15T09:29"))),
    *_rule("JOURNEY_MINUTES", "max_journey_minutes", 1560, 1559),
    _variant("told another pick-up", put("itineraries.0.pickup", iso("12T06:21")), "ITIN_TIME"),
    _variant("told another arrival", put("itineraries.0.arrive", iso("12T14:39")), "ITIN_TIME"),
    _variant("told no arrival", put("itineraries.0.arrive", None), "ITIN_TIME"),
    _variant("told the pick-up of a ticket", put("itineraries.5.pickup", iso("12T06:21")), "ITIN_TIME"),
    _variant("boards elsewhere", worker("w3", origin="V1"), "BOARD_PLACE"),
    _variant("alights elsewhere", worker("w3", destination="F2"), "ALIGHT_PLACE"),
    _variant("a party that boards at two stops", together(
        road("V1", "V2", minutes=6),
        put("trips.0.stops.0.board", ["w1"]),
        insert("trips.0.stops.1", stop("V1", "12T06:30", "12T06:40", board="w2")),
        put("itineraries.1.pickup", iso("12T06:30")),
        put("summary.cost.journey", 1356.8), put("summary.total_cost", 51593.9)), "PARTY_SPLIT"),
    _variant("a party by coach and by ticket",
             worker("w6", origin="V3", report_by=at("15T09:30"), party="P2"), "PARTY_SPLIT"),
    _variant("groups as they are", rules(split_groups=False)),
    _variant("a group by coach and by ticket", together(
        rules(split_groups=False), worker("w6", origin="V3", report_by=at("15T09:30"))), "GROUP_SPLIT"),
    _variant("another date is another group", together(
        rules(split_groups=False), worker("w6", origin="V3", report_by=at("15T09:31")))),
]  # fmt: skip

SUMMARY_VARIANTS = [
    *_limit("COST_SUMMARY", "a sum of rounded lines",
            put("summary.cost.services", 11180.03), put("summary.cost.services", 11180.04)),
    *_limit("COST_SUMMARY", "a sum without lines",
            put("summary.cost.journey", 1358.81), put("summary.cost.journey", 1358.82)),
    *_limit("COST_TOTAL", "total_cost", put("summary.total_cost", 51595.99), put("summary.total_cost", 51596.0)),
    _variant("early by whole days", worker("w3", report_by=at("13T14:40")),
             "COST_SUMMARY", "COST_TOTAL", "GAP"),
    _variant("people miscounted", put("summary.workers.direct", 3), "COUNTS"),
    _variant("a baseline that is not to be had", put("summary.baselines.all_tickets", 12400.0), "BASELINE"),
    _variant("a baseline that is to be had", _TICKETS_FOR_ALL),
    *_limit("BASELINE", "all_tickets", together(_TICKETS_FOR_ALL, put("summary.baselines.all_tickets", 12400.06)),
            together(_TICKETS_FOR_ALL, put("summary.baselines.all_tickets", 12400.07))),
    _variant("a baseline is missing", together(_TICKETS_FOR_ALL, drop("summary.baselines.all_tickets")), "BASELINE"),
    *_limit("BOUND", "bound above the plan",
            together(put("summary.lower_bound", 51595.91), put("summary.gap", 0.0)),
            together(put("summary.lower_bound", 51595.93), put("summary.gap", 0.0))),
    *_limit("BOUND_DISPROVED", "bound above tickets for all",
            together(_TICKETS_FOR_ALL, put("summary.lower_bound", 12400.01)),
            together(_TICKETS_FOR_ALL, put("summary.lower_bound", 12400.03))),
    *_limit("GAP", "gap", put("summary.gap", 0.20009), put("summary.gap", 0.20011)),
    _variant("neither bound nor gap", together(put("summary.lower_bound", None), put("summary.gap", None))),
    _variant("a bound without a gap", put("summary.gap", None), "GAP"),
    _variant("a gap without a bound", put("summary.lower_bound", None), "GAP"),
    _variant("no digest", drop("case_sha256")),
    _variant("another digest", put("case_sha256", "00"), "CASE_SHA256"),
    _variant("another format", put("format", 2), "FORMAT"),
    _variant("another case", put("case", "large"), "FORMAT"),
]  # fmt: skip

ALL_VARIANTS = [
    *TRIP_VARIANTS,
    *STOP_VARIANTS,
    *DRIVING_VARIANTS,
    *NIGHT_ROAD_VARIANTS,
    *FLEET_VARIANTS,
    *SERVICE_VARIANTS,
    *SINGLE_VARIANTS,
    *WAY_VARIANTS,
    *SUMMARY_VARIANTS,
]

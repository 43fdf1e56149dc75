"""Damage to services, people and the summary."""

from __future__ import annotations

import copy
from random import Random

from damage_base import Document, kind_of_damage, move, one_of, travellers, two_of


@kind_of_damage
def _units_otherwise(document: Document, rng: Random) -> None:
    one_of(rng, document["services"])["units"] = rng.choice([0, 1, 2, 9, -1, 1.0, 1.5, "1"])


@kind_of_damage
def _service_costs_otherwise(document: Document, rng: Random) -> None:
    one_of(rng, document["services"])["cost"] += rng.choice([-1, -0.02, 0.009, 0.02, 1000])


@kind_of_damage
def _trip_costs_otherwise(document: Document, rng: Random) -> None:
    one_of(rng, document["trips"])["cost"] += rng.choice([-1, -0.02, 0.004, 0.02, 1000])


@kind_of_damage
def _km_otherwise(document: Document, rng: Random) -> None:
    one_of(rng, document["trips"])[rng.choice(["km", "empty_km"])] += rng.choice([-1, -0.2, 0.01, 0.2, 1000])


@kind_of_damage
def _passenger_not_on_the_service(document: Document, rng: Random) -> None:
    people = one_of(rng, document["services"])["workers"]
    people.pop(rng.randrange(len(people)))


@kind_of_damage
def _passenger_on_another_service(document: Document, rng: Random) -> None:
    one, other = two_of(rng, document["services"])
    other["workers"].append(one["workers"].pop())


@kind_of_damage
def _passenger_twice_on_the_service(document: Document, rng: Random) -> None:
    people = one_of(rng, document["services"])["workers"]
    people.append(people[0])


@kind_of_damage
def _everybody_on_one_service(document: Document, rng: Random) -> None:
    one_of(rng, document["services"])["workers"] = [row["worker_id"] for row in document["itineraries"]]


@kind_of_damage
def _service_for_nobody(document: Document, rng: Random) -> None:
    one_of(rng, document["services"])["workers"] = []


@kind_of_damage
def _service_lost(document: Document, rng: Random) -> None:
    document["services"].remove(one_of(rng, document["services"]))


@kind_of_damage
def _service_twice(document: Document, rng: Random) -> None:
    document["services"].append(copy.deepcopy(one_of(rng, document["services"])))


@kind_of_damage
def _service_unknown(document: Document, rng: Random) -> None:
    one_of(rng, document["services"])["service_id"] = "nothing"


@kind_of_damage
def _services_exchanged(document: Document, rng: Random) -> None:
    one, other = two_of(rng, document["services"])
    one["service_id"], other["service_id"] = other["service_id"], one["service_id"]


@kind_of_damage
def _ticket_costs_otherwise(document: Document, rng: Random) -> None:
    one_of(rng, document["tickets"])["cost"] += rng.choice([-1, -0.02, 0.009, 0.02, 1000])


@kind_of_damage
def _ticket_lost(document: Document, rng: Random) -> None:
    document["tickets"].remove(one_of(rng, document["tickets"]))


@kind_of_damage
def _ticket_twice(document: Document, rng: Random) -> None:
    document["tickets"].append(dict(one_of(rng, document["tickets"])))


@kind_of_damage
def _ticket_for_another(document: Document, rng: Random) -> None:
    one_of(rng, document["tickets"])["worker_id"] = one_of(rng, document["itineraries"])["worker_id"]


@kind_of_damage
def _left_behind(document: Document, rng: Random) -> None:
    worker_id = one_of(rng, document["itineraries"])["worker_id"]
    document["unserved"].append({"worker_id": worker_id, "reason": rng.choice(["", "full"]), "detail": "none"})


@kind_of_damage
def _reason_lost(document: Document, rng: Random) -> None:
    one_of(rng, document["unserved"])[rng.choice(["reason", "detail"])] = rng.choice(["", " ", None, 0, 5])


@kind_of_damage
def _itinerary_lost(document: Document, rng: Random) -> None:
    document["itineraries"].remove(one_of(rng, document["itineraries"]))


@kind_of_damage
def _itinerary_twice(document: Document, rng: Random) -> None:
    document["itineraries"].append(copy.deepcopy(one_of(rng, document["itineraries"])))


@kind_of_damage
def _itineraries_exchanged(document: Document, rng: Random) -> None:
    one, other = two_of(rng, document["itineraries"])
    one["worker_id"], other["worker_id"] = other["worker_id"], one["worker_id"]


@kind_of_damage
def _mode_otherwise(document: Document, rng: Random) -> None:
    one_of(rng, document["itineraries"])["mode"] = rng.choice(["direct", "connected", "ticket", "unserved", "walk"])


@kind_of_damage
def _leg_lost(document: Document, rng: Random) -> None:
    legs = one_of(rng, travellers(document))["legs"]
    legs.pop(rng.randrange(len(legs)))


@kind_of_damage
def _leg_twice(document: Document, rng: Random) -> None:
    legs = one_of(rng, travellers(document))["legs"]
    legs.append(rng.choice(legs))


@kind_of_damage
def _legs_in_another_order(document: Document, rng: Random) -> None:
    one_of(rng, travellers(document))["legs"].reverse()


@kind_of_damage
def _legs_of_another(document: Document, rng: Random) -> None:
    one, other = two_of(rng, travellers(document))
    one["legs"] = list(other["legs"])


@kind_of_damage
def _leg_unknown(document: Document, rng: Random) -> None:
    legs = one_of(rng, travellers(document))["legs"]
    legs[rng.randrange(len(legs))] = rng.choice(["service:nothing", "service:", "nothing", ""])


@kind_of_damage
def _told_another_time(document: Document, rng: Random) -> None:
    move(one_of(rng, travellers(document)), rng.choice(["pickup", "arrive"]), rng)


@kind_of_damage
def _told_no_time(document: Document, rng: Random) -> None:
    one_of(rng, travellers(document))[rng.choice(["pickup", "arrive"])] = rng.choice([None, "", 0, "2027-02-12"])


@kind_of_damage
def _told_a_time(document: Document, rng: Random) -> None:
    row = one_of(rng, [row for row in document["itineraries"] if not row["legs"]])
    row[rng.choice(["pickup", "arrive"])] = rng.choice(["", "2027-02-12T06:00"])


@kind_of_damage
def _cost_term_otherwise(document: Document, rng: Random) -> None:
    cost = document["summary"]["cost"]
    cost[one_of(rng, cost)] += rng.choice([-1, -0.02, 0.004, 0.5, 1000])


@kind_of_damage
def _total_otherwise(document: Document, rng: Random) -> None:
    document["summary"]["total_cost"] += rng.choice([-100, -0.02, 0.01, 100])


@kind_of_damage
def _people_otherwise(document: Document, rng: Random) -> None:
    people = document["summary"]["workers"]
    people[one_of(rng, people)] += rng.choice([-1, 0.5, 1])


@kind_of_damage
def _bound_otherwise(document: Document, rng: Random) -> None:
    summary = document["summary"]
    total = summary["total_cost"]
    summary["lower_bound"] = rng.choice([None, 0, total / 2, total, total + 0.005, total + 0.02, total * 2])


@kind_of_damage
def _bound_and_gap_otherwise(document: Document, rng: Random) -> None:
    summary = document["summary"]
    total = summary["total_cost"]
    summary["lower_bound"] = rng.choice([0, total / 2, total, total * 1.5])
    summary["gap"] = (total - summary["lower_bound"]) / total if total else 0.0


@kind_of_damage
def _gap_otherwise(document: Document, rng: Random) -> None:
    document["summary"]["gap"] = rng.choice([None, 0, 0.5, 1])


@kind_of_damage
def _baseline_otherwise(document: Document, rng: Random) -> None:
    baselines = document["summary"]["baselines"]
    baselines[rng.choice(["all_tickets", "all_direct"])] = rng.choice([None, 0, "dear", 1e9])


@kind_of_damage
def _head_otherwise(document: Document, rng: Random) -> None:
    document[rng.choice(["format", "case", "case_sha256"])] = rng.choice([None, 2, "other", "00ff"])


@kind_of_damage
def _list_lost(document: Document, rng: Random) -> None:
    key = rng.choice(["trips", "services", "tickets", "unserved", "itineraries", "summary"])
    document[key] = rng.choice([None, {}, "x"])

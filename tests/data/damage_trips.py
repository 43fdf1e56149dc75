"""Damage to trips: times, stops, rests, people aboard, vehicles."""

from __future__ import annotations

import copy
from random import Random

from damage_base import Document, calls, kind_of_damage, move, moved, one_of, rests, two_of


@kind_of_damage
def _trip_moved(document: Document, rng: Random) -> None:
    trip = one_of(rng, document["trips"])
    minutes = rng.choice([-1440, -30, -5, -1, 1, 5, 30, 1440])
    trip["leaves_base"] = moved(trip["leaves_base"], minutes)
    for stop in trip["stops"]:
        stop["arrive"], stop["depart"] = moved(stop["arrive"], minutes), moved(stop["depart"], minutes)


@kind_of_damage
def _trip_moved_with_its_people(document: Document, rng: Random) -> None:
    trip = one_of(rng, document["trips"])
    _trip_moved({"trips": [trip]}, rng)
    for row in document["itineraries"]:
        for stop in calls(trip):
            if row["worker_id"] in stop["board"] and row["legs"][0] == trip["trip_id"]:
                row["pickup"] = stop["arrive"]
            if row["worker_id"] in stop["alight"] and row["legs"][-1] == trip["trip_id"]:
                row["arrive"] = stop["arrive"]


@kind_of_damage
def _leaves_base_moved(document: Document, rng: Random) -> None:
    move(one_of(rng, document["trips"]), "leaves_base", rng)


@kind_of_damage
def _stop_arrives_otherwise(document: Document, rng: Random) -> None:
    move(one_of(rng, one_of(rng, document["trips"])["stops"]), "arrive", rng)


@kind_of_damage
def _stop_departs_otherwise(document: Document, rng: Random) -> None:
    move(one_of(rng, one_of(rng, document["trips"])["stops"]), "depart", rng)


@kind_of_damage
def _half_a_minute(document: Document, rng: Random) -> None:
    move(one_of(rng, document["trips"]), "leaves_base", rng, -0.5, 0.5)


@kind_of_damage
def _offset(document: Document, rng: Random) -> None:
    one_of(rng, document["trips"])["leaves_base"] += "+08:00"


@kind_of_damage
def _stops_exchanged(document: Document, rng: Random) -> None:
    stops = one_of(rng, document["trips"])["stops"]
    one, other = two_of(rng, range(len(stops)))
    stops[one], stops[other] = stops[other], stops[one]


@kind_of_damage
def _places_exchanged(document: Document, rng: Random) -> None:
    one, other = two_of(rng, calls(one_of(rng, document["trips"])))
    one["place_id"], other["place_id"] = other["place_id"], one["place_id"]


@kind_of_damage
def _stop_lost(document: Document, rng: Random) -> None:
    stops = one_of(rng, document["trips"])["stops"]
    del stops[rng.randrange(len(stops))]


@kind_of_damage
def _stop_repeated(document: Document, rng: Random) -> None:
    stops = one_of(rng, document["trips"])["stops"]
    stops.insert(rng.randrange(len(stops)), copy.deepcopy(one_of(rng, stops)))


@kind_of_damage
def _rest_lost(document: Document, rng: Random) -> None:
    trip, rest = one_of(rng, rests(document))
    trip["stops"].remove(rest)


@kind_of_damage
def _rest_shorter(document: Document, rng: Random) -> None:
    _, rest = one_of(rng, rests(document))
    move(rest, "depart", rng, -1, -5, -10)


@kind_of_damage
def _rest_at_the_end(document: Document, rng: Random) -> None:
    trip = one_of(rng, document["trips"])
    end = trip["stops"][-1]["depart"]
    trip["stops"].append({"kind": "rest", "arrive": end, "depart": moved(end, 20)})


@kind_of_damage
def _rest_of_no_time(document: Document, rng: Random) -> None:
    trip = one_of(rng, document["trips"])
    at = trip["stops"][0]["arrive"]
    trip["stops"].insert(0, {"kind": "rest", "arrive": at, "depart": at})


@kind_of_damage
def _rests_lost(document: Document, rng: Random) -> None:
    trip, _ = one_of(rng, rests(document))
    trip["stops"] = calls(trip)


@kind_of_damage
def _passenger_not_aboard(document: Document, rng: Random) -> None:
    aboard = one_of(rng, [stop["board"] for trip in document["trips"] for stop in calls(trip) if stop["board"]])
    aboard.pop(rng.randrange(len(aboard)))


@kind_of_damage
def _passenger_stays_aboard(document: Document, rng: Random) -> None:
    leaving = one_of(rng, [stop["alight"] for trip in document["trips"] for stop in calls(trip) if stop["alight"]])
    leaving.pop(rng.randrange(len(leaving)))


@kind_of_damage
def _passengers_exchanged(document: Document, rng: Random) -> None:
    one, other = two_of(rng, [stop["board"] for trip in document["trips"] for stop in calls(trip) if stop["board"]])
    one[0], other[0] = other[0], one[0]


@kind_of_damage
def _passenger_boards_again(document: Document, rng: Random) -> None:
    stop = one_of(rng, [stop for trip in document["trips"] for stop in calls(trip) if stop["board"]])
    stop["board"].append(rng.choice(stop["board"]))


@kind_of_damage
def _passengers_doubled(document: Document, rng: Random) -> None:
    trip = one_of(rng, document["trips"])
    others = [row["worker_id"] for row in document["itineraries"]]
    extra = rng.sample(others, min(len(others), 60))
    calls(trip)[0].setdefault("board", []).extend(extra)
    calls(trip)[-1].setdefault("alight", []).extend(extra)


@kind_of_damage
def _stranger_aboard(document: Document, rng: Random) -> None:
    one_of(rng, calls(one_of(rng, document["trips"])))["board"].append("nobody")


@kind_of_damage
def _another_offer(document: Document, rng: Random) -> None:
    one, other = two_of(rng, document["trips"])
    one["offer_id"], other["offer_id"] = other["offer_id"], one["offer_id"]


@kind_of_damage
def _anotherkind_of_damage(document: Document, rng: Random) -> None:
    one_of(rng, document["trips"])["kind"] = rng.choice(["feeder", "direct", "distribution"])


@kind_of_damage
def _another_vehicle(document: Document, rng: Random) -> None:
    one_of(rng, document["trips"])["vehicle_no"] = rng.choice([0, 1, 2, 3, 99, -1, "1", 1.0])


@kind_of_damage
def _trip_twice(document: Document, rng: Random) -> None:
    document["trips"].append(copy.deepcopy(one_of(rng, document["trips"])))


@kind_of_damage
def _trip_under_another_id(document: Document, rng: Random) -> None:
    document["trips"].append({**copy.deepcopy(one_of(rng, document["trips"])), "trip_id": "another"})


@kind_of_damage
def _trip_lost(document: Document, rng: Random) -> None:
    document["trips"].remove(one_of(rng, document["trips"]))

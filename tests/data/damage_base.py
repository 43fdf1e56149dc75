"""The registry of kinds of damage, and what they are made of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

Document = dict[str, Any]
Kind = Callable[[Document, Random], None]
KINDS: dict[str, Kind] = {}


class NothingToDamageError(Exception):
    """The document has nothing of the kind."""


def kind_of_damage(damage: Kind) -> Kind:
    KINDS[damage.__name__.strip("_")] = damage
    return damage


def one_of(rng: Random, values: Any) -> Any:
    values = list(values)
    if not values:
        raise NothingToDamageError
    return rng.choice(values)


def two_of(rng: Random, values: Any) -> list[Any]:
    values = list(values)
    if len(values) < 2:
        raise NothingToDamageError
    return rng.sample(values, 2)


def calls(trip: Document) -> list[Document]:
    return [stop for stop in trip["stops"] if "place_id" in stop]


def rests(document: Document) -> list[tuple[Document, Document]]:
    return [(trip, stop) for trip in document["trips"] for stop in trip["stops"] if "place_id" not in stop]


def travellers(document: Document) -> list[Document]:
    return [row for row in document["itineraries"] if row["legs"]]


def moved(time: str, minutes: float) -> str:
    moved = datetime.fromisoformat(time) + timedelta(minutes=minutes)
    return moved.isoformat(timespec="minutes" if moved.second == 0 else "seconds")


def move(row: Document, key: str, rng: Random, *minutes: float) -> None:
    row[key] = moved(row[key], rng.choice(minutes or (-1440, -60, -7, -1, 1, 7, 60, 1440)))

"""Damage to any part of the document that a judge reads: junk, losses, doubles, exchanges."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

from damage_base import KINDS, Document, one_of, two_of

JUNK = (None, True, False, 0, -1, 2.5, 1e299, 10**30, float("nan"), float("inf"), "", "x", "2027-02-12", [], [None], {})


def _places_in(node: Any) -> Iterator[tuple[Any, Any]]:
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in pairs:
        yield node, key
        yield from _places_in(value)


def _judged(document: Document) -> list[tuple[Any, Any]]:
    """Every place in the parts that a judge reads."""
    return [place for key in ("summary", "trips", "services", "tickets", "unserved", "itineraries")
            for place in [(document, key), *_places_in(document[key])]]  # fmt: skip


def _junk_kinds(number: int) -> None:
    def junk(document: Document, rng: Random) -> None:
        container, key = one_of(rng, _judged(document))
        container[key] = rng.choice(JUNK)

    def loss(document: Document, rng: Random) -> None:
        container, key = one_of(rng, _judged(document))
        del container[key]

    def doubling(document: Document, rng: Random) -> None:
        container, key = one_of(rng, (place for place in _judged(document) if isinstance(place[0], list)))
        container.insert(rng.randrange(len(container) + 1), copy.deepcopy(container[key]))

    def exchange(document: Document, rng: Random) -> None:
        (one, key), (other, far) = two_of(rng, _judged(document))
        one[key], other[far] = copy.deepcopy(other[far]), copy.deepcopy(one[key])

    for kind in (junk, loss, doubling, exchange):
        KINDS[f"{kind.__name__} {number}"] = kind


for _number in range(10):
    _junk_kinds(_number)

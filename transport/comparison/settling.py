"""People who are alike change places until as few as possible travel otherwise than in the base plan.

Two parties with the same village, employer, dates, needs and size are the same to every rule and every cost, so a
search may swap them for nothing. Who is told to travel otherwise should be told so for a reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from transport.case import Case, Worker
from transport.comparison.people import Journey, journeys
from transport.plan import Plan

_LIKENESS: tuple[Callable[[Journey], Hashable], ...] = (
    lambda way: way,
    lambda way: (way.mode, way.carriers),
    lambda way: (way.mode, tuple(carrier[0] for carrier in way.carriers)),
    lambda way: way.mode,
)
"""What two ways may have in common, the closest first."""


def settled(document: Mapping[str, Any], plan: Plan, base: Plan, case: Case) -> Mapping[str, Any]:
    """Return a plan document in which people who are alike have changed places towards the base plan.

    Parameters
    ----------
    document, plan
        The plan, as document and as read from it.
    base
        The plan that people were told of before.
    case
        What ``plan`` was made for.
    """
    now, before = journeys(plan), journeys(base)
    takes: dict[str, str] = {}
    for alike in _alike(case):
        takes |= _exchange(alike, now, before)
    if all(worker_id == place for worker_id, place in takes.items()):
        return document
    return _renamed(document, {place: worker_id for worker_id, place in takes.items()})


def _alike(case: Case) -> list[list[list[str]]]:
    """Return groups of bundles that are alike; each bundle's members in an order in which they match the others'."""
    groups: dict[Hashable, list[list[str]]] = defaultdict(list)
    for bundle in case.bundles:
        members = sorted((case.workers[worker_id] for worker_id in bundle), key=_needs)
        first = members[0]
        key = (first.origin, first.destination, first.ready_from, first.report_by, tuple(map(_needs, members)))
        groups[key].append([worker.worker_id for worker in members])
    return [group for group in groups.values() if len(group) > 1]


def _needs(worker: Worker) -> tuple[str, ...]:
    return tuple(sorted(worker.needs))


def _exchange(alike: Sequence[list[str]], now: Mapping[str, Journey], before: Mapping[str, Journey]) -> dict[str, str]:
    """Return whose place each person takes."""
    free = set(range(len(alike)))
    waiting = [index for index, members in enumerate(alike) if members[0] in before]
    place: dict[int, int] = {}
    for likeness in _LIKENESS:
        pool: dict[Hashable, list[int]] = defaultdict(list)
        for index in sorted(free, reverse=True):
            pool[likeness(now[alike[index][0]])].append(index)
        left = []
        for index in waiting:
            fitting = pool[likeness(before[alike[index][0]])]
            if fitting:
                chosen = index if index in fitting else fitting[-1]
                fitting.remove(chosen)
                place[index] = chosen
                free.discard(chosen)
            else:
                left.append(index)
        waiting = left
    for index in range(len(alike)):
        if index not in place:
            place[index] = index if index in free else min(free)
            free.discard(place[index])
    return {
        mine: theirs for index, other in place.items() for mine, theirs in zip(alike[index], alike[other], strict=True)
    }


def _renamed(document: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return the document with people put in each other's places; itineraries stay in the order of the roster."""

    def ids(listed: Sequence[str]) -> list[str]:
        return [names.get(worker_id, worker_id) for worker_id in listed]

    def rows(listed: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [{**row, "worker_id": names.get(row["worker_id"], row["worker_id"])} for row in listed]

    order = {row["worker_id"]: position for position, row in enumerate(document["itineraries"])}

    def stop(row: Mapping[str, Any]) -> Mapping[str, Any]:
        if row.get("kind") == "rest":
            return row
        return {**row, "board": ids(row["board"]), "alight": ids(row["alight"])}

    return {
        **document,
        "trips": [{**trip, "stops": [stop(row) for row in trip["stops"]]} for trip in document["trips"]],
        "services": [{**use, "workers": ids(use["workers"])} for use in document["services"]],
        "explanations": [{**row, "workers": ids(row["workers"])} for row in document.get("explanations") or ()],
        "tickets": rows(document["tickets"]),
        "unserved": rows(document["unserved"]),
        "itineraries": sorted(rows(document["itineraries"]), key=lambda row: order[row["worker_id"]]),
    }

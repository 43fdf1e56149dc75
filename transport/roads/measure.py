"""What holds of every provider: places cut off, vehicles too large for a road, places without a road."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

import numpy as np

from transport.case import Case, Place
from transport.errors import InputError, InputIssue
from transport.roads.closures import in_force
from transport.roads.provider import Measured
from transport.travel import TravelMatrix

CLOSED = "closed"
"""Mark of a pair between which a closure of places stands."""
_WITHOUT_ROADS = frozenset({"matrix", "osrm", "valhalla"})


@dataclass(frozen=True)
class Roads:
    """The roads of a case.

    Parameters
    ----------
    case
        The case with what the roads say about its places: the largest vehicle where the places table is silent.
    travel
        Km and minutes between all places.
    issues
        What is worth a notice.
    """

    case: Case
    travel: TravelMatrix
    issues: tuple[InputIssue, ...] = ()


def measured(case: Case, found: Measured) -> Roads:
    """Return what a provider found, with what follows from it for the case."""
    travel = _cut_off(case, found.travel)
    places, smaller = _limited(case.places, found.seats)
    issues = (*found.issues, *smaller, *_without_road(case, travel))
    return Roads(replace(case, places=places) if smaller else case, travel, issues)


def require_possible(case: Case) -> None:
    """A provider that knows figures alone cannot keep off single roads: that is said, never left out.

    Raises
    ------
    InputError
        ``closure_unknown_place``: a closure names a place or county that the case does not have;
        ``night_unsupported``, ``closure_unsupported``: the provider does not know the roads that this is about.
    """
    issues = list(_unknown_places(case))
    if case.roads.provider in _WITHOUT_ROADS:
        provider = {"provider": case.roads.provider}
        if case.roads.night_ban:
            issues.append(InputIssue("night_unsupported", file="case.yaml", column="roads.night_ban", params=provider))
        issues += [
            InputIssue(
                "closure_unsupported",
                file="case.yaml",
                column="roads.closures",
                seen=closure.name,
                params={"name": closure.name, **provider},
            )
            for closure in in_force(case)[0]
            if not closure.of_places
        ]
    if issues:
        raise InputError(issues)


def _unknown_places(case: Case) -> Iterable[InputIssue]:
    counties = {place.county for place in case.places.values() if place.county}
    for closure in case.roads.closures:
        for names, known in ((closure.places, set(case.places)), (closure.counties, counties)):
            for name in names:
                if name not in known:
                    near = ", ".join(get_close_matches(name, known, 3, 0.5))
                    params = {"name": closure.name, "near": near}
                    yield InputIssue(
                        "closure_unknown_place", file="case.yaml", column="roads.closures", seen=name, params=params
                    )


def _cut_off(case: Case, travel: TravelMatrix) -> TravelMatrix:
    """Leave no road to or from the places that a closure in force cuts off."""
    cut = [place_id for place_id in case.places if _closed(case, place_id)]
    if not cut:
        return travel
    rows = [travel.index[place_id] for place_id in cut]
    km, minutes = travel.km.copy(), travel.minutes.copy()
    source = travel.source.copy() if travel.source.size else np.zeros(km.shape, dtype=np.uint8)
    for square, value in ((km, np.inf), (minutes, np.inf), (source, len(travel.sources))):
        square[rows, :] = square[:, rows] = value
        np.fill_diagonal(square, 0)
    return replace(travel, km=km, minutes=minutes, source=source, sources=(*travel.sources, CLOSED))


def _closed(case: Case, place_id: str) -> bool:
    county = case.places[place_id].county
    return any(place_id in closure.places or county in closure.counties for closure in in_force(case)[0])


def _limited(places: Mapping[str, Place], seats: Mapping[str, float]) -> tuple[dict[str, Place], list[InputIssue]]:
    """Return the places with the road's limit where the table has none, and a notice for each."""
    limited, issues = dict(places), []
    for place_id, most in seats.items():
        place = places[place_id]
        if place.max_seats is None:
            limited[place_id] = replace(place, max_seats=most, seats_by_road=True)
            params = {"place_id": place_id, "name": place.name, "seats": f"{most:g}"}
            issues.append(
                InputIssue("road_limits_vehicle", "warning", file="places", column="max_seats", params=params)
            )
    return limited, issues


def _without_road(case: Case, travel: TravelMatrix) -> Iterable[InputIssue]:
    """Name the places that people need and that no road leads to, or none leads away from.

    A distance table says by itself what it leaves out; there only closures are a reason to speak.
    """
    if case.roads.provider == "matrix" and not case.roads.closures:
        return
    reached = np.isfinite(travel.km)
    np.fill_diagonal(reached, False)
    needed = dict.fromkeys(
        place_id for worker in case.workers.values() for place_id in (worker.origin, worker.destination)
    )
    for place_id in needed:
        row = travel.index[place_id]
        if len(travel.index) > 1 and not (reached[row].any() and reached[:, row].any()):
            people = sum(place_id in (worker.origin, worker.destination) for worker in case.workers.values())
            params = {"place_id": place_id, "name": case.places[place_id].name, "people": str(people)}
            yield InputIssue(
                "place_without_road", "warning", file="places", column="place_id", seen=place_id, params=params
            )

"""The page of one vehicle: each of its trips as drawings and a table. No script, some 20 kB, for phone and paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maps import shapes
from maps.offline import asset
from maps.popups import safe
from maps.road_lines import Roads
from maps.shapes import Position
from maps.sketch import HEIGHT, Frame, Sketch, frame_of
from maps.tracks import halts, point_along, rests
from maps.vehicle_table import BASE_SIGN, HALT_SIGN, REST_SIGN, legend, trip_table
from transport.case import Case, Offer
from transport.clock import to_clock
from transport.locale import Language, text
from transport.plan import Stop, Trip

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_WHOLE_KM = 120
"""A trip that reaches farther than this is drawn once as a whole and once at each end."""
_NEAR_PX = 19


@dataclass(frozen=True)
class Vehicle:
    """One vehicle of an offer with its trips, in order of time."""

    offer: Offer
    number: int
    trips: tuple[Trip, ...]


def vehicle_name(offer: Offer, number: int, lang: Language) -> str:
    """Return what readers call a vehicle, not escaped."""
    return f"{offer.vehicle or offer.operator or offer.offer_id} {text(lang, 'maps.vehicle_no', n=number)}"


def vehicle_html(case: Case, vehicle: Vehicle, roads: Roads, lang: Language, mark: str) -> str:
    """Return the page.

    Parameters
    ----------
    case
        The case; the trips must be of a plan for it.
    vehicle
        What to show.
    roads
        Lines of the case's roads.
    lang
        Language of the texts.
    mark
        The plan's mark.
    """
    offer = vehicle.offer
    name = safe(vehicle_name(offer, vehicle.number, lang))
    facts = [f"<bdi>{safe(part)}</bdi>" for part in (offer.operator, case.title or case.name) if part]
    facts += [text(lang, "maps.sheet.seats", n=offer.seats), text(lang, "maps.mark", mark=safe(mark))]
    sections = "".join(_section(case, trip, roads, lang) for trip in vehicle.trips)
    return (
        f'<!DOCTYPE html><html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{name} · {text(lang, 'maps.sheet.title')}</title><style>{asset('sheet/sheet.css')}</style></head>"
        f"<body><header><h1>{name}</h1><p>{' · '.join(facts)}</p></header>{sections}"
        f"<footer>{text(lang, 'maps.attribution')} · {text(lang, 'maps.sheet.counts')}</footer></body></html>"
    )


def _section(case: Case, trip: Trip, roads: Roads, lang: Language) -> str:
    places, stops = case.places, trip.stops
    title = (
        f"<bdi>{safe(trip.trip_id)}</bdi> · {text(lang, f'maps.layer.{trip.kind}')} · "
        f"<bdi>{safe(places[stops[0].place_id].name)}</bdi> → <bdi>{safe(places[stops[-1].place_id].name)}</bdi>"
    )
    load = text(lang, "maps.trip_load", people=trip.load, seats=case.offers[trip.offer_id].seats, km=f"{trip.km:,.0f}")
    drawings = list(_drawings(case, trip, roads, lang))
    figures = "".join(
        f"<figure>{f'<figcaption>{caption}</figcaption>' if len(drawings) > 1 else ''}{svg}</figure>"
        for caption, svg in drawings
    )
    one = " one" if len(drawings) == 1 else ""
    return (
        f'<section class="{trip.kind}"><h2>{title}</h2><p class="facts">{load}</p><div class="pair{one}">'
        f'<div><div class="maps">{figures}</div>{legend(trip, lang)}</div>'
        f"{trip_table(case, trip, lang)}</div></section>"
    )


# ---- drawings


@dataclass(frozen=True)
class _Marks:
    """What stands on a drawing: numbered stops, rests, the base."""

    stops: tuple[tuple[Position, int, Stop], ...]
    rests: tuple[tuple[Position, str], ...]
    base: Position | None


def _drawings(case: Case, trip: Trip, roads: Roads, lang: Language) -> Iterator[tuple[str, str]]:
    """Yield (caption, drawing): the whole trip, and its ends where they would be too small on it."""
    marks = _marks(case, trip, roads)
    if not marks.stops:
        return
    loaded = roads.line(stop.place_id for stop in trip.stops)
    empty = roads.leg(case.offers[trip.offer_id].base, trip.stops[0].place_id)
    whole = frame_of(loaded if marks.base is None else [*loaded, marks.base])
    yield text(lang, "maps.view.all"), _drawing(case, trip, whole, marks, (loaded, empty), lang)
    if whole.km(HEIGHT) < _WHOLE_KM:
        return
    first_off = next((i for i, stop in enumerate(trip.stops) if stop.alight), len(trip.stops) - 1)
    for key, part in (("pickups", marks.stops[:first_off]), ("dropoffs", marks.stops[first_off:])):
        if len(part) > 1 or (part and key == "pickups"):
            frame = frame_of([at for at, _, _ in part])
            yield text(lang, f"maps.sheet.{key}"), _drawing(case, trip, frame, marks, (loaded, empty), lang)


def _marks(case: Case, trip: Trip, roads: Roads) -> _Marks:
    stops = [
        (at, number, stop)
        for number, stop in enumerate(trip.stops, 1)
        if (at := shapes.place_position(case.places[stop.place_id])) is not None
    ]
    halted = {start for start, _ in halts(trip, case)}
    standing = []
    for rest, leg in rests(trip, case):
        line = roads.leg(leg.origin, leg.destination)
        if line:
            sign = HALT_SIGN if rest.arrive in halted else REST_SIGN
            standing.append((point_along(line, leg.driven(rest.arrive)), sign))
    return _Marks(tuple(stops), tuple(standing), shapes.place_position(case.places[case.offers[trip.offer_id].base]))


def _drawing(
    case: Case, trip: Trip, frame: Frame, marks: _Marks, lines: tuple[list[Position], list[Position]], lang: Language
) -> str:
    sketch = Sketch(frame, lang)
    sketch.ground()
    loaded, empty = lines
    if len(empty) > 1:
        sketch.line(empty, "empty")
    if len(loaded) > 1:
        sketch.line(loaded, "way-under")
        sketch.line(loaded, "way")
    sketch.keep_clear(0, HEIGHT - 26, 150, HEIGHT)
    groups = list(_gathered(frame, marks.stops))
    stops = [frame.pixel(group[0][0]) for group in groups]
    for at, sign in ((marks.base, BASE_SIGN), *marks.rests):
        if at is not None and not any(_near(frame.pixel(at), stop) for stop in stops):
            sketch.sign(at, sign, "base" if sign == BASE_SIGN else "rest", 8)
    for group in groups:
        sketch.sign(group[0][0], _numbers([number for _, number, _ in group]), "stop")
    for group in groups:
        at, _, stop = group[0]
        if len(group) == 1:
            sketch.write(at, [case.places[stop.place_id].name[:14], _told(stop)], "name")
    sketch.place_names()
    return sketch.svg(trip.trip_id)


def _told(stop: Stop) -> str:
    """``06:00 +12``: when people board (or alight) and how many."""
    parts = [
        to_clock(stop.arrive),
        *(f"{sign}{len(ids)}" for sign, ids in (("+", stop.board), ("−", stop.alight)) if ids),
    ]
    return " ".join(parts)


def _gathered(frame: Frame, stops: Sequence[tuple[Position, int, Stop]]) -> Iterator[list[tuple[Position, int, Stop]]]:
    """Yield stops in groups whose signs would cover each other."""
    groups: list[list[tuple[Position, int, Stop]]] = []
    for one in stops:
        for group in groups:
            if _near(frame.pixel(one[0]), frame.pixel(group[0][0])):
                group.append(one)
                break
        else:
            groups.append([one])
    yield from groups


def _near(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) < _NEAR_PX and abs(one[1] - other[1]) < _NEAR_PX


def _numbers(numbers: Sequence[int]) -> str:
    """``3``, ``3–5``, or ``3,7`` for numbers that do not follow each other."""
    if len(numbers) > 1 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]}–{numbers[-1]}"
    return ",".join(map(str, numbers))

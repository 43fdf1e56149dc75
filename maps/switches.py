"""What a map's features can be switched by, in the order that its script counts them by, and the rows of the card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from maps import panel
from maps.features import Feature, vehicle_key
from maps.journeys import UNDATED, Journeys
from maps.popups import counted, safe
from maps.style import MODES, SITES
from transport.clock import DAY, to_datetime
from transport.locale import Language, text


@dataclass(frozen=True)
class Switches:
    """Counties of origin and destination, employers (place ids), days and vehicles, each once."""

    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    employers: tuple[str, ...]
    days: tuple[int, ...]
    vehicles: tuple[str, ...]


def collect_switches(features: Sequence[Feature]) -> Switches:
    """Return what these features of :func:`maps.layers.build_layers` differ by."""
    facts = [feature["properties"] for feature in features]
    flows = [flow for one in facts for flow in one["flows"]]
    days = {flow[4] for flow in flows if flow[4] is not None} | {day for one in facts for day in one["days"] or ()}
    return Switches(
        origins=tuple(dict.fromkeys(flow[0] for flow in flows)),
        destinations=tuple(dict.fromkeys(flow[1] for flow in flows)),
        employers=tuple(dict.fromkeys(flow[2] for flow in flows)),
        days=(*sorted(days - {UNDATED}), *sorted(days & {UNDATED})),
        vehicles=tuple(sorted({vehicle for one in facts for vehicle in one["vehicles"]})),
    )


def groups(journeys: Journeys, features: Sequence[Feature], switches: Switches, lang: Language) -> list[str]:
    """Return the card's groups of switches."""
    case = journeys.case
    people = journeys.flows(journeys.by_worker)
    by_origin, by_destination, by_employer = (
        dict.fromkeys(keys, 0) for keys in (switches.origins, switches.destinations, switches.employers)
    )
    for flow, n in people.items():
        for counts, key in ((by_origin, flow.origin), (by_destination, flow.destination), (by_employer, flow.employer)):
            counts[key] = counts.get(key, 0) + n

    def rows_of(counts: dict[str, int], keys: Sequence[str], names: Sequence[str]) -> list[str]:
        shown = sorted(zip(range(len(keys)), keys, names, strict=True), key=lambda row: -counts[row[1]])
        return [
            panel.row(
                index, safe(name) or text(lang, "maps.panel.nowhere"), counted(lang, "maps.people", counts[key]), lang
            )
            for index, key, name in shown
        ]

    employers = [case.places[place_id].name for place_id in switches.employers]
    few = len(switches.origins) + len(switches.destinations) <= panel.MANY_ROWS
    return [
        panel.group("modes", _mode_rows(features, lang), lang),
        panel.group("days", _day_rows(switches, lang), lang, pills=True),
        panel.group("origins", rows_of(by_origin, switches.origins, switches.origins), lang, unfolded=few),
        panel.group(
            "destinations", rows_of(by_destination, switches.destinations, switches.destinations), lang, unfolded=False
        ),
        panel.group("employers", rows_of(by_employer, switches.employers, employers), lang, unfolded=False),
        panel.group("vehicles", _vehicle_rows(journeys, switches, lang), lang, unfolded=False),
        panel.group("sites", _site_rows(features, lang), lang, comment=text(lang, "maps.panel.sizes")),
    ]


def _mode_rows(features: Sequence[Feature], lang: Language) -> list[str]:
    """One row for each mode that is drawn: what it looks like, how many vehicles or services and people."""
    rows = []
    for layer, style in MODES.items():
        drawn = [f["properties"] for f in features if f["properties"]["layer"] == layer]
        if not drawn:
            continue
        people = counted(lang, "maps.people", sum(facts["people"] for facts in drawn))
        runs = sum(len(facts.get("services", "1")) for facts in drawn)
        vehicles = layer not in {"ticket", "unserved"}
        count = f"{counted(lang, f'maps.panel.count.{layer}', runs)} · {people}" if vehicles else people
        swatch = panel.swatch(style, ring=layer == "ticket")
        rows.append(panel.row(layer, text(lang, f"maps.layer.{layer}"), count, lang, swatch))
    return rows


def _day_rows(switches: Switches, lang: Language) -> list[str]:
    return [
        panel.row(index, text(lang, "maps.panel.undated") if day == UNDATED else day_name(day, lang), "", lang)
        for index, day in enumerate(switches.days)
    ]


def day_name(day: int, lang: Language) -> str:
    """Return a day, counted from 1970-01-01, as readers of this language write it, without the year."""
    date = to_datetime(day * DAY)
    return text(lang, "maps.day", month=date.month, day=date.day)


def _vehicle_rows(journeys: Journeys, switches: Switches, lang: Language) -> list[str]:
    trips: dict[str, list[str]] = {}
    people: dict[str, int] = {}
    offers: dict[str, tuple[str, int]] = {}
    for trip in journeys.plan.trips:
        key = vehicle_key(trip)
        trips.setdefault(key, []).append(trip.trip_id)
        people[key] = people.get(key, 0) + trip.load
        offers[key] = trip.offer_id, trip.vehicle_no
    rows = []
    for index, key in enumerate(switches.vehicles):
        offer_id, number = offers[key]
        offer = journeys.case.offers[offer_id]
        name = " ".join(
            part
            for part in (offer.vehicle or offer.operator or offer_id, text(lang, "maps.vehicle_no", n=number))
            if part
        )
        count = f"{safe(' '.join(sorted(trips[key])))} · {counted(lang, 'maps.people', people[key])}"
        rows.append(panel.row(index, safe(name), count, lang))
    return rows


def _site_rows(features: Sequence[Feature], lang: Language) -> list[str]:
    rows = []
    for layer, style in SITES.items():
        number = sum(f["properties"]["layer"] == layer for f in features)
        if number:
            rows.append(panel.row(layer, text(lang, f"maps.layer.{layer}"), str(number), lang, panel.swatch(style)))
    return rows

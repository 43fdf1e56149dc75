"""What the roads demanded: closures in force, night bans, and vehicles smaller than the fleet has."""

from __future__ import annotations

from transport.locale import text
from transport.report.layout import listing, named, note, number, section
from transport.report.markup import Cell, Html, element
from transport.report.roads import SmallerVehicle, smaller_vehicles
from transport.report.source import Source
from transport.roads.closures import in_force


def road_section(source: Source) -> Html:
    """Closures and night bans as the case has them, then trip by trip the rule that asked for a smaller vehicle."""
    lang, case = source.lang, source.facts.case
    told = [text(lang, f"report.roads.{closure.effect}", name=closure.name) for closure in in_force(case)[0]]
    if case.roads.night_ban:
        told.append(text(lang, "report.roads.night_ban"))
    forced = smaller_vehicles(source.facts)
    if not told and not forced:
        return Html("")
    rows = [
        [
            Cell(found.trip_id),
            named(case.places[found.place_id].name, "wide"),
            number(found.seats),
            number(found.larger),
            Cell(
                text(lang, f"report.roads.{'by_road' if found.by_road else 'by_table'}", seats=f"{found.most_seats:g}")
            ),
        ]
        for found in forced
    ]
    parts = [element("ul", *(element("li", line) for line in told), class_="notes")] if told else []
    if rows:
        parts += [listing(lang, "roads", ("trip", "place", "sent", "larger", "rule"), rows), note(lang, "roads")]
    return section(lang, "roads", *parts)


def _rule(source: Source, found: SmallerVehicle) -> str:
    key = "by_road" if found.by_road else "by_table"
    return text(source.lang, f"report.roads.{key}", seats=f"{found.most_seats:g}")

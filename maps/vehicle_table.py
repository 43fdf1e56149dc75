"""A trip as a table for drivers and escorts: a heading a day, stops and rests in order, people aboard."""

from __future__ import annotations

from maps.popups import moment, safe
from maps.switches import day_name
from maps.tracks import halts
from transport.case import Case
from transport.clock import DAY, to_clock
from transport.locale import Language, text
from transport.plan import Rest, Stop, Trip

REST_SIGN, HALT_SIGN, BASE_SIGN = "P", "☾", "B"
"""What stands on the drawings where a vehicle rests, halts and starts."""
_COUNTS = ("board", "alight", "aboard")


def legend(trip: Trip, lang: Language) -> str:
    """Return what the signs on the drawings mean."""
    signs = [f'<b class="grey">{BASE_SIGN}</b>{text(lang, "maps.sheet.base")}']
    if any(isinstance(entry, Rest) for entry in trip.entries):
        signs += [
            f"<b>{sign}</b>{text(lang, f'maps.sheet.{key}')}"
            for sign, key in ((REST_SIGN, "rest"), (HALT_SIGN, "halt"))
        ]
    return f'<p class="legend">{"".join(signs)}</p>'


def trip_table(case: Case, trip: Trip, lang: Language) -> str:
    """Return everything that happens on the trip, a heading a day, with how many people are aboard after it."""
    halted = {start for start, _ in halts(trip, case)}
    base = case.places[case.offers[trip.offer_id].base].name
    day = trip.leaves_base // DAY
    leaves = text(lang, "maps.sheet.leaves", base=f"<bdi>{safe(base)}</bdi>")
    rows = [
        _day(day, lang),
        f'<tr class="base"><td></td><td class="time">{to_clock(trip.leaves_base)}</td>'
        f'<td colspan="4">{leaves}</td></tr>',
    ]
    aboard = number = 0
    for entry in trip.entries:
        if entry.arrive // DAY != day:
            day = entry.arrive // DAY
            rows.append(_day(day, lang))
        stay = _stay(entry, lang)
        if isinstance(entry, Rest):
            told = text(lang, f"maps.sheet.{'halt' if entry.arrive in halted else 'rest'}")
            told += f" {duration(entry.depart - entry.arrive, lang)}"
            rows.append(f'<tr class="rest"><td></td><td class="time">{stay}</td><td colspan="4">{told}</td></tr>')
            continue
        number += 1
        aboard += len(entry.board) - len(entry.alight)
        place = case.places[entry.place_id]
        county = f" <small>{safe(place.county)}</small>" if place.county else ""
        counts = (len(entry.board) or "", len(entry.alight) or "", aboard)
        rows.append(
            f'<tr><td><span class="no">{number}</span></td><td class="time">{stay}</td>'
            f"<td><bdi>{safe(place.name)}</bdi>{county}</td>"
            f"{''.join(f'<td class=n>{count}</td>' for count in counts)}</tr>"
        )
    head = "<th></th>" + "".join(
        f'<th class="{"n" if key in _COUNTS else "t"}">{text(lang, f"maps.column.{key}")}</th>'
        for key in ("time", "place", *_COUNTS)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _day(day: int, lang: Language) -> str:
    return f'<tr class="day"><td colspan="6">{day_name(day, lang)}</td></tr>'


def _stay(entry: Stop | Rest, lang: Language) -> str:
    """Arrival and departure below the heading of the day of arrival."""
    if entry.depart == entry.arrive:
        return to_clock(entry.arrive)
    same = entry.depart // DAY == entry.arrive // DAY
    return f"{to_clock(entry.arrive)}–{to_clock(entry.depart) if same else moment(entry.depart, lang)}"


def duration(minutes: int, lang: Language) -> str:
    """Return how long something takes, hours and minutes from two hours on."""
    if minutes < 120:
        return text(lang, "maps.sheet.minutes", minutes=minutes)
    return text(lang, "maps.sheet.hours", hours=minutes // 60, minutes=minutes % 60)

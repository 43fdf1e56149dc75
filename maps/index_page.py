"""The page that leads to all maps of a plan: what there is, for whom, and which vehicle goes when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from maps.offline import asset, script
from maps.popups import counted, moment, safe
from maps.vehicle_page import Vehicle, vehicle_name
from transport.case import Case
from transport.locale import Language, text
from transport.plan import Plan

POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"
EntryKind = Literal["overview", "playback", "difference", "cluster", "district", "vehicle"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that was written.

    Parameters
    ----------
    kind
        What it is.
    path
        Relative to the index.
    name
        As the user reads it, not escaped.
    people
        How many people it shows.
    vehicle
        The vehicle that it is about.
    """

    kind: EntryKind
    path: str
    name: str = ""
    people: int = 0
    vehicle: Vehicle | None = None


def index_html(case: Case, plan: Plan, entries: Sequence[Entry], lang: Language, mark: str) -> str:
    """Return the index of these pages."""
    title = safe(case.title or case.name)
    cards = "".join(_card(entry, lang) for entry in entries if entry.kind in {"overview", "playback", "difference"})
    people = counted(lang, "maps.people", len(plan.itineraries))
    lists = "".join(_list(kind, entries, lang) for kind in ("cluster", "district"))
    return (
        f'<!DOCTYPE html><html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{title} · {text(lang, 'maps.index.title')}</title><style>{asset('index/index.css')}</style></head>"
        f"<body><header><h1>{title}</h1><p>{text(lang, 'maps.index.title')} · {people} · "
        f"{text(lang, 'maps.mark', mark=safe(mark))}</p></header><main><div class='cards'>{cards}</div>{lists}"
        f"{_vehicles(case, [entry for entry in entries if entry.vehicle], lang)}</main>"
        f"<footer>{text(lang, 'maps.index.privacy')}</footer><script>{script('index/index.js')}</script></body></html>"
    )


def _link(path: str, inner: str) -> str:
    """Return a link to a page beside this one; the path holds what a file name holds, and nothing else."""
    return f'<a href="{safe(path)}">{inner}</a>'


def _card(entry: Entry, lang: Language) -> str:
    name, about = (text(lang, f"maps.index.{entry.kind}.{key}") for key in ("name", "about"))
    return _link(entry.path, f"<b>{name}</b><span>{about}</span>")


def _list(kind: str, entries: Sequence[Entry], lang: Language) -> str:
    rows = "".join(
        f"<li>{_link(entry.path, f'<bdi>{safe(entry.name)}</bdi>')} "
        f"<small>{counted(lang, 'maps.people', entry.people)}</small></li>"
        for entry in entries
        if entry.kind == kind
    )
    if not rows:
        return ""
    name, about = (text(lang, f"maps.index.{kind}.{key}") for key in ("name", "about"))
    return f"<section><h2>{name}</h2><p>{about}</p><ul>{rows}</ul></section>"


def _vehicles(case: Case, entries: Sequence[Entry], lang: Language) -> str:
    """Return the table of vehicles: a row a trip, so that a dispatcher finds it by time, place or number."""
    if not entries:
        return ""
    rows = []
    for entry in entries:
        vehicle = entry.vehicle
        assert vehicle is not None
        name = safe(vehicle_name(vehicle.offer, vehicle.number, lang))
        operator = f" <small><bdi>{safe(vehicle.offer.operator)}</bdi></small>" if vehicle.offer.operator else ""
        for trip in vehicle.trips:
            first, last = (case.places[stop.place_id].name for stop in (trip.stops[0], trip.stops[-1]))
            rows.append(
                f'<tr class="{trip.kind}"><td>{_link(entry.path, f"<bdi>{safe(trip.trip_id)}</bdi>")}</td>'
                f"<td><i></i>{text(lang, f'maps.layer.{trip.kind}')}</td><td>{_link(entry.path, name)}{operator}</td>"
                f'<td data-sort="{trip.stops[0].arrive}">{moment(trip.stops[0].arrive, lang)}</td>'
                f"<td><bdi>{safe(first)}</bdi> → <bdi>{safe(last)}</bdi></td>"
                f'<td data-sort="{trip.stops[-1].arrive}">{moment(trip.stops[-1].arrive, lang)}</td>'
                f'<td class="n" data-sort="{trip.load}">{trip.load}</td></tr>'
            )
    keys = ("trip_id", "kind", "vehicle", "first_stop", "way", "last_stop", "people")
    head = "".join(f'<th><button type="button">{text(lang, f"maps.column.{key}")}</button></th>' for key in keys)
    hint = text(lang, "maps.index.find")
    return (
        f"<section><h2>{text(lang, 'maps.index.vehicle.name')}</h2><p>{text(lang, 'maps.index.vehicle.about')}</p>"
        f'<input type="search" placeholder="{hint}" aria-label="{hint}"><div class="wide"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div></section>"
    )

"""What a click tells: facts of a feature as HTML in which no text of the user's can do anything but be read."""

from __future__ import annotations

import unicodedata
from typing import Any

from transport.clock import to_clock, to_datetime
from transport.locale import Language, text

_DANGEROUS = frozenset("&<>\"'`${}\\")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def safe(value: object) -> str:
    r"""Return a text that is only a text: in HTML, in attributes, and in JavaScript strings and template literals.

    Characters that mean something there (``& < > " ' ` $ { } \``) become entities; control characters, lone
    surrogates and marks that turn the writing direction are left out, line ends and tabs become spaces.
    """
    shown = (" " if char in "\t\n\r" else char for char in str(value))
    kept = (char for char in shown if unicodedata.category(char) not in _INVISIBLE)
    return "".join(f"&#{ord(char)};" if char in _DANGEROUS else char for char in kept)


def popup(properties: dict[str, Any], lang: Language) -> str:
    """Return the popup of a feature of :func:`maps.layers.build_layers`."""
    layer = properties["layer"]
    if layer in {"flight", "train"}:
        return _connection(properties, lang)
    if layer in {"ticket", "unserved"}:
        return _not_carried(properties, lang)
    return _trip(properties, lang) if "entries" in properties else _site(properties, lang)


def tip(properties: dict[str, Any], lang: Language) -> str:
    """Return the one line that is shown on hovering."""
    people = counted(lang, "maps.people", properties["people"])
    if "from_name" in properties:
        name = f"{_name(properties['from_name'])} → {_name(properties['to_name'])}"
    else:
        name = _name(properties.get("name", properties["id"]))
    return f"<b>{name}</b> · {_layer(properties, lang)} · {people}"


def counted(lang: Language, key: str, n: int) -> str:
    """Return a number with its noun, in the form that this language uses for one or for many."""
    return text(lang, f"{key}.{'one' if n == 1 else 'many'}", n=f"{n:,}")


def moment(minutes: int, lang: Language) -> str:
    """Return a moment as readers of this language write it, without the year."""
    day = to_datetime(minutes)
    return text(lang, "maps.moment", day=day.day, month=day.month, clock=to_clock(minutes))


def _name(value: object) -> str:
    """A name of the user's; isolated, so that right-to-left letters leave the rest of the line alone."""
    return f"<bdi>{safe(value)}</bdi>"


def _layer(properties: dict[str, Any], lang: Language) -> str:
    if "kind" in properties:
        return text(lang, f"maps.kind.{properties['kind']}")
    return text(lang, f"maps.layer.{properties['layer']}")


def between(arrive: int, depart: int, lang: Language) -> str:
    """A stay: one moment, or arrival and departure, the date written once where it is the same."""
    if depart == arrive:
        return moment(arrive, lang)
    same_day = to_datetime(arrive).date() == to_datetime(depart).date()
    return f"{moment(arrive, lang)}–{to_clock(depart) if same_day else moment(depart, lang)}"


def _page(layer: str, title: str, lines: list[str], table: str) -> str:
    body = "".join(f"<p>{line}</p>" for line in lines if line)
    return f'<section class="fg-pop fg-{layer}"><h4>{title}</h4>{body}{table}</section>'


def _table(header: list[str], rows: list[list[str]], lang: Language) -> str:
    if not rows:
        return ""
    head = "".join(f"<th>{text(lang, f'maps.column.{key}')}</th>" for key in header)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="fg-rows"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _count(people: int) -> str:
    return str(people) if people else ""


def _trip(facts: dict[str, Any], lang: Language) -> str:
    vehicle = " · ".join(_name(value) for value in (facts["vehicle"], facts["operator"]) if value)
    number = text(lang, "maps.vehicle_no", n=facts["vehicle_no"])
    km = f"{facts['km']:,.0f}"
    if facts["seats"] is None:
        load = text(lang, "maps.trip_part", people=facts["people"], km=km)
    else:
        load = text(lang, "maps.trip_load", people=facts["people"], seats=facts["seats"], km=km)
    leaves = text(lang, "maps.leaves_base", moment=moment(facts["leaves_base"], lang))
    rows = []
    for entry in facts["entries"]:
        stay = between(entry["arrive"], entry["depart"], lang)
        if entry["rest"]:
            rest = text(lang, "maps.rest", minutes=entry["depart"] - entry["arrive"])
            rows.append([stay, f"<i>{rest}</i>", "", ""])
        else:
            rows.append([stay, _name(entry["name"]), _count(entry["board"]), _count(entry["alight"])])
    title = f"{_name(facts['id'])} · {_layer(facts, lang)}"
    lines = [f"{vehicle} {number}" if vehicle else number, load, leaves]
    return _page(facts["layer"], title, lines, _table(["time", "place", "board", "alight"], rows, lang))


def _connection(facts: dict[str, Any], lang: Language) -> str:
    rows = [
        [
            " ".join(_name(value) for value in (service["id"], service["operator"]) if value),
            between(service["depart"], service["arrive"], lang),
            str(service["units"]),
            str(service["people"]),
        ]
        for service in facts["services"]
    ]
    title = f"{_name(facts['from_name'])} → {_name(facts['to_name'])}"
    lines = [f"{_layer(facts, lang)} · {counted(lang, 'maps.people', facts['people'])}"]
    return _page(facts["layer"], title, lines, _table(["service", "time", "units", "people"], rows, lang))


def _site(facts: dict[str, Any], lang: Language) -> str:
    rows = [
        [
            between(call["arrive"], call["depart"], lang),
            f'<i class="fg-dot fg-{call["layer"]}"></i>{_name(call["id"])}',
            _name(call["vehicle"]),
            _count(call["board"]),
            _count(call["alight"]),
        ]
        for call in facts["calls"]
    ]
    kind = text(lang, f"maps.kind.{facts['kind']}")
    where = " · ".join([kind, *([_name(facts["county"])] if facts["county"] else []), *_quality(facts, lang)])
    parts = ((key, facts[key]) for key in ("starting", "ending") if facts[key])
    people = " · ".join(text(lang, f"maps.{key}", n=number) for key, number in parts)
    passing = text(lang, "maps.passing", n=facts["people"]) if not people else ""
    table = _table(["time", "trip", "vehicle", "board", "alight"], rows, lang)
    return _page(facts["layer"], _name(facts["name"]), [where, people or passing], table)


def _quality(facts: dict[str, Any], lang: Language) -> list[str]:
    """Say where a place's coordinates come from, where its table does."""
    return [text(lang, f"maps.quality.{facts['quality']}")] if facts.get("quality") else []


def _not_carried(facts: dict[str, Any], lang: Language) -> str:
    rows = [[_name(row["name"]), str(row["people"])] for row in facts["bound_for"]]
    lines = [f"{_layer(facts, lang)} · {counted(lang, 'maps.people', facts['people'])}"]
    return _page(facts["layer"], _name(facts["name"]), lines, _table(["bound_for", "people"], rows, lang))

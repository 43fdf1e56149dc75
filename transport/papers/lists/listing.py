"""What a list is: columns that are known by their key, the rows that fill them, and the page that they make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from transport.papers.desk import Desk
from transport.papers.paper import COUNT, KM, MONEY, SHARE, Align, Band, Column, Page, Row, Table, Value

Rows = list[list[Value]]

_NUMBERS = {
    **dict.fromkeys(("cost", "price", "amount", "fixed_cost", "km_cost", "empty_km_cost", "day_cost"), MONEY),
    **dict.fromkeys(("unit_cost", "seat_cost"), MONEY),
    **dict.fromkeys(("km", "empty_km"), KM),
    "use": SHARE,
    **dict.fromkeys(("people", "seats", "units", "days", "board_count", "alight_count", "trips"), COUNT),
    **dict.fromkeys(("sms_units", "sms_parts", "escort_seats", "rated"), COUNT),
}
_CENTRED = {
    "number",
    "gender",
    "phone",
    "id_number",
    "order",
    "check",
    "trip",
    "vehicle_no",
    "organised",
    "gone",
    "leaves",
}
_WIDTHS = {
    **dict.fromkeys(("number", "gender", "people", "units", "check", "order", "days", "trips", "gone"), 7.0),
    **dict.fromkeys(("vehicle_no", "sms_units", "sms_parts", "organised", "board_count", "alight_count"), 8.0),
    **dict.fromkeys(("trip", "kind", "seats", "use", "km", "empty_km", "escort_seats", "rated", "luggage"), 9.5),
    **dict.fromkeys(("leaves_base", "starts", "ends", "depart", "arrive", "report_by", "date"), 17.5),
    **dict.fromkeys(("board_time", "alight_time", "hub_time"), 17.5),
    **dict.fromkeys(("first", "last", "board", "alight", "from_hub", "to_hub", "village", "place"), 16.0),
    **dict.fromkeys(("employer", "legs", "reason", "item", "trips_told"), 24.0),
    **dict.fromkeys(
        ("needs", "operator", "mode", "vehicle", "contact", "feeder", "onward", "coach", "drivers_told"), 18.0
    ),
    **dict.fromkeys(("cost", "price", "amount"), 13.0),
    **dict.fromkeys(("leaves", "starts_at", "ends_at", "plate"), 12.5),
    "route": 30.0,
    "date": 12.5,
    "proof": 27.0,
    "id_number": 20.0,
    "phone": 13.5,
    "detail": 46.0,
    "message": 78.0,
    "remark": 18.0,
}
_USUAL_WIDTH = 12.0


@dataclass(frozen=True, slots=True)
class Listing:
    """One list of the whole plan: its key in the texts, the keys of its columns, and what fills it."""

    key: str
    columns: tuple[str, ...]
    rows: Callable[[Desk], Rows]

    def page(self, desk: Desk) -> Page:
        """Return the list as a page that is sorted, filtered and printed across A4."""
        name = desk.text(f"lists.sheets.{self.key}")
        rows = [Row(tuple(row)) for row in self.rows(desk)]
        return Page(name, name, (Table(list_columns(desk, self.columns), rows, filters=True),), landscape=True)


def list_columns(desk: Desk, keys: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns with these keys."""
    return tuple(
        Column(desk.text(f"lists.columns.{key}"), _WIDTHS.get(key, _USUAL_WIDTH), _NUMBERS.get(key), _align(key))
        for key in keys
    )


def list_table(desk: Desk, keys: Sequence[str], rows: Sequence[Row | Band], *, roomy: bool = False) -> Table:
    """Return a table of these columns."""
    return Table(list_columns(desk, keys), rows, roomy=roomy)


def _align(key: str) -> Align:
    return "center" if key in _CENTRED else "left"

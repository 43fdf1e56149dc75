"""Which rows an override means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from transport.case import TRIP_KINDS
from transport.io.issue_log import nearest
from transport.scenario.keys import Condition
from transport.scenario.table import EditTable, Row

COUNTY = "county"
"""Of a worker: that of the origin, though the table has no such column."""
_CLOSED = frozenset({"choice", "choices", "flag", "number", "integer", "gender", "list"})
"""Kinds of cells whose values are no names: that no row has one is no slip of the pen."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows that meet every condition; otherwise what is wrong with the conditions.

    ``unknown_column``, ``unknown_value``: the first condition that names something the table does not have, with
    ``near`` names.
    """

    rows: tuple[Row, ...] = ()
    unknown_column: str | None = None
    unknown_value: Condition | None = None
    near: str = ""


class Selector:
    """Finds rows of the tables of one case."""

    def __init__(self, places: EditTable) -> None:
        self._places = places
        self._ids: dict[str, Row] = {}

    def select(self, table: EditTable, conditions: Sequence[Condition]) -> Selection:
        """Return the rows that meet all conditions, in the table's order."""
        rows: Iterable[Row] = table.rows
        for condition in conditions:
            county = self._is_county(table, condition.column)
            column = COUNTY if county else table.column(condition.column)
            if column is None:
                names = [*table.column_names(), *((COUNTY,) if table.name == "workers" else ())]
                return Selection(unknown_column=condition.column, near=nearest(condition.column, names))
            met = {text: self._meets(table, column, text, condition) for text in self._texts(table, column)}
            if not any(met.values()) and table.rows and self._is_slip(table, column, condition):
                return Selection(unknown_value=condition, near=nearest(condition.value, self._shown(table, column)))
            rows = [row for row in rows if met[self._text(table, row, column)]]
        return Selection(tuple(rows))

    def _is_county(self, table: EditTable, column: str) -> bool:
        return table.name == "workers" and table.column(column) is None and self._places.column(column) == COUNTY

    def _is_slip(self, table: EditTable, column: str, condition: Condition) -> bool:
        """Whether a value that no row has can only be a slip of the pen."""
        if condition.sign == "!=":
            return False
        if self._virtual(table, column) or table.spec(column).kind not in _CLOSED:
            return True
        return bool(condition.value) and table.meaning(column, condition.value) is None

    @staticmethod
    def _virtual(table: EditTable, column: str) -> bool:
        return table.name == "workers" and column == COUNTY and table.position(COUNTY) is None

    def _text(self, table: EditTable, row: Row, column: str) -> str:
        return table.text(row, "origin" if self._virtual(table, column) else column)

    def _texts(self, table: EditTable, column: str) -> set[str]:
        return {self._text(table, row, column) for row in table.rows}

    def _shown(self, table: EditTable, column: str) -> list[str]:
        """Return the values a user may have meant."""
        texts = self._texts(table, column)
        if self._virtual(table, column):
            return sorted({self._county(text) for text in texts})
        if table.spec(column).kind == "place":
            named = {name for text in texts for name in self._place_names(text)}
            return sorted(named | texts)
        return sorted(texts | set(table.spec(column).options))

    def _meets(self, table: EditTable, column: str, text: str, condition: Condition) -> bool:
        if self._virtual(table, column):
            here = self._county(text)
            found = condition.value in here if condition.sign == "~" else here == condition.value
        elif condition.sign == "~":
            found = self._contains(table, column, text, condition.value)
        else:
            found = self._equals(table, column, text, condition.value)
        return found != (condition.sign == "!=")

    def _equals(self, table: EditTable, column: str, text: str, wanted: str) -> bool:
        if text == wanted:
            return True
        here = table.meaning(column, text)
        there = table.meaning(column, wanted) if wanted else None
        if table.spec(column).kind in {"list", "choices"}:
            return set(self._elements(table, column, text)) == set(there or ("",))
        return here is not None and here == there

    def _contains(self, table: EditTable, column: str, text: str, wanted: str) -> bool:
        kind = table.spec(column).kind
        if kind == "choices":
            meant = table.meaning(column, wanted) or ()
            return bool(meant) and set(meant) <= set(self._elements(table, column, text))
        if kind == "list":
            return wanted in self._elements(table, column, text)
        if kind == "place":
            return wanted in text or any(wanted in name for name in self._place_names(text))
        return wanted in text

    @staticmethod
    def _elements(table: EditTable, column: str, text: str) -> tuple[str, ...]:
        elements: tuple[str, ...] = table.meaning(column, text) or ()
        return elements or (TRIP_KINDS if column == "roles" else ())

    def _county(self, written: str) -> str:
        row = self._place(written)
        return "" if row is None else self._places.text(row, COUNTY)

    def _place_names(self, written: str) -> list[str]:
        row = self._place(written)
        return [] if row is None else [self._places.text(row, "place_id"), self._places.text(row, "name")]

    def _place(self, written: str) -> Row | None:
        place_id = self._places.place_id(written)
        return None if place_id is None else self._by_id().get(place_id)

    def _by_id(self) -> dict[str, Row]:
        if len(self._ids) != len(self._places.rows):
            self._ids = self._places.ids()
        return self._ids

"""Finding a place by what people write: its id, its name or an alias; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from transport.io.cells import CellError
from transport.io.issue_log import nearest

_MOST_SUGGESTIONS = 100
"""Different unknown names that get suggestions; looking for near names is slow, and so many hint at a wrong table."""


class PlaceIndex:
    """The places of a case by id, and by name and alias.

    Parameters
    ----------
    rows
        ``(place_id, name, aliases)`` of every place; one without an id cannot be found.
    """

    def __init__(self, rows: Iterable[tuple[str | None, str, Sequence[str]]]) -> None:
        self._ids: dict[str, str] = {}
        self._named: dict[str, set[str]] = {}
        for place_id, name, aliases in rows:
            if not place_id:
                continue
            self._ids[place_id] = name
            for known in (name, *aliases):
                if known:
                    self._named.setdefault(known, set()).add(place_id)
        self._suggested = 0

    def find(self, written: str) -> str:
        """Return the id of the one place that is meant.

        Raises
        ------
        CellError
            ``unknown_place`` with the nearest names, or ``ambiguous_place`` with the ids.
        """
        if written in self._ids:
            return written
        found = self._named.get(written, set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise CellError("ambiguous_place", candidates=", ".join(self._label(place) for place in sorted(found)))
        raise CellError("unknown_place", candidates=self._suggestions(written))

    def _suggestions(self, written: str) -> str:
        if self._suggested >= _MOST_SUGGESTIONS:
            return ""
        self._suggested += 1
        inside = [name for name in self._named if len(name) > 1 and (name in written or written in name)][:3]
        return ", ".join(inside) or nearest(written, (*self._named, *self._ids))

    def _label(self, place_id: str) -> str:
        name = self._ids[place_id]
        return f"{place_id} {name}" if name else place_id

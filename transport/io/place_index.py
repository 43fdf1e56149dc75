"""Finding a place by what people write: its id, name, alias or address, an employer by its name; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from transport.io.cells import CellError
from transport.io.issue_log import nearest

if TYPE_CHECKING:
    from transport.gazetteer.address import Address
    from transport.gazetteer.firms import FirmBook
    from transport.gazetteer.match import AddressBook, Match

_MOST_COMPARED = 100_000
"""Comparisons made to suggest names for unknown ones; they are slow, and so many hint at a wrong table."""
_MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """What is known of a place for finding it; ``kind`` and ``county`` may be blank."""

    place_id: str
    name: str
    aliases: Sequence[str] = ()
    kind: str = ""
    county: str = ""


class PlaceIndex:
    """The places of a case by id, by name and alias, and by other ways of writing them."""

    def __init__(self, places: Iterable[KnownPlace]) -> None:
        self._places = {place.place_id: place for place in places if place.place_id}
        self._named: dict[str, set[str]] = {}
        for place in self._places.values():
            for known in (place.name, *place.aliases):
                if known:
                    self._named.setdefault(known, set()).add(place.place_id)
        self._suggested = 0

    @classmethod
    def of_columns(cls, values: Mapping[str, Sequence[Any]]) -> PlaceIndex:
        """Return the index of a places table, column by column."""
        columns = (values[name] for name in ("place_id", "name", "aliases", "kind", "county"))
        return cls(KnownPlace(*row) for row in zip(*columns, strict=True))

    def with_places(self, places: Iterable[KnownPlace]) -> PlaceIndex:
        """Return an index of these places as well."""
        return PlaceIndex([*self._places.values(), *places])

    def same_place(self, one: str, other: str) -> bool:
        """Whether two texts mean one place."""
        if one == other:
            return True
        try:
            return self.find(one) == self.find(other)
        except CellError:
            return False

    def find(self, written: str) -> str:
        """Return the id of the one place that is meant.

        Raises
        ------
        CellError
            ``unknown_place`` with the nearest names, or ``ambiguous_place`` with the ids.
        """
        found = self.by_name(written)
        if len(found) == 1:
            return found[0]
        if not found:
            found, near = self.by_address(written)
            if len(found) == 1:
                return found[0]
        if found:
            raise CellError("ambiguous_place", candidates=self.labels(found))
        raise CellError("unknown_place", candidates=self.suggestions(written, near))

    def by_name(self, written: str) -> tuple[str, ...]:
        """Return the ids of the places of this id, name or alias."""
        if written in self._places:
            return (written,)
        return tuple(sorted(self._named.get(written, ())))

    def by_address(self, written: str, context: tuple[str, ...] = ()) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the ids of places that an address or employer's name may mean, and of those it merely resembles.

        ``context``: codes of divisions that it stands under, which choose between homonyms.
        """
        match = self.match(written, context)
        if match.found:
            return match.found, ()
        firms, near = self._firms.find(written)
        return firms, tuple(dict.fromkeys([*match.near, *near]))

    def match(self, written: str, context: tuple[str, ...] = ()) -> Match:
        """Return what an address was found to mean among places other than factories."""
        return self._addresses.find(written, context)

    def employers_like(self, written: str) -> tuple[str, ...]:
        """Return the ids of employers whose names resemble this one."""
        return self._firms.find(written)[1]

    def under(self, address: Address) -> list[str]:
        """Return the ids of places in the division that an address ends with."""
        return self._addresses.nearest(address)

    def address_of(self, place_id: str) -> Address:
        """Return what is known of where a place lies."""
        return self._addresses.address_of(place_id)

    def kind_of(self, place_id: str) -> str:
        """Return the kind of a place; blank where it is not known."""
        return self._places[place_id].kind

    def name_of(self, place_id: str) -> str:
        """Return what the place is best called in a table: its name, or the id where that is not its own."""
        name = self._places[place_id].name
        return name if name and self._named.get(name) == {place_id} and name not in self._places else place_id

    def labels(self, place_ids: Sequence[str]) -> str:
        """Return places as candidates are shown: id, name and county of each."""
        shown = [self._label(place) for place in place_ids[:_MOST_CANDIDATES]]
        return ", ".join([*shown, "…"] if len(place_ids) > _MOST_CANDIDATES else shown)

    def suggestions(self, written: str, near: Sequence[str] = (), there: Sequence[str] = ()) -> str:
        """Return what may have been meant: places that resemble it, or whose names do, those ``there`` first."""
        if near:
            return self.labels(near)
        if there and (close := nearest(written, (self._places[place].name for place in there))):
            return close
        if self._suggested * max(len(self._named), 1) >= _MOST_COMPARED:
            return ""
        self._suggested += 1
        inside = [name for name in self._named if len(name) > 1 and (name in written or written in name)][:3]
        return ", ".join(inside) or nearest(written, (*self._named, *self._places))

    @cached_property
    def _addresses(self) -> AddressBook:
        from transport.gazetteer.match import AddressBook

        return AddressBook(self._rows(firms=False))

    @cached_property
    def _firms(self) -> FirmBook:
        from transport.gazetteer.firms import FirmBook

        return FirmBook(self._rows(firms=True))

    def _rows(self, firms: bool) -> list[tuple[str, str, Sequence[str]]]:
        return [
            (place.place_id, place.county, (place.name, *place.aliases))
            for place in self._places.values()
            if (place.kind == "factory") == firms
        ]

    def _label(self, place_id: str) -> str:
        place = self._places[place_id]
        county = f"({place.county})" if place.county and not place.name.startswith(place.county) else ""
        return " ".join(part for part in (place_id, f"{place.name}{county}") if part)

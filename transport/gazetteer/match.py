"""The place that an address means, among named places: one, several, or none; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from transport.gazetteer.address import Address, parse_address, plain_address
from transport.gazetteer.divisions import Divisions, shipped_divisions
from transport.gazetteer.short_names import village_core


@dataclass(frozen=True, slots=True)
class Match:
    """What an address was found to mean.

    Parameters
    ----------
    found
        Keys of the places that it may mean: one is the answer, several are candidates.
    near
        Keys of places that share its village's name but contradict its divisions; never the answer.
    address
        The address as it was read.
    """

    found: tuple[str, ...]
    near: tuple[str, ...]
    address: Address


class AddressBook:
    """Places found by any way of writing their address.

    Parameters
    ----------
    places
        ``(key, county, names)`` of every place; the county may be blank, names are those by which it is known.
    """

    def __init__(self, places: Iterable[tuple[str, str, Sequence[str]]], divisions: Divisions | None = None) -> None:
        self.divisions = divisions or shipped_divisions()
        self._plain: dict[str, list[str]] = {}
        self._villages: dict[str, list[tuple[str, Address]]] = {}
        self._of: dict[str, Address] = {}
        counties: dict[str, None] = {}
        for key, county, names in places:
            within = self.divisions.counties(county) if county else ()
            counties.update(dict.fromkeys(within))
            addresses = [parse_address(name, self.divisions, within) for name in names if name]
            for name in filter(None, names):
                self._add(self._plain, plain_address(name), key)
            fullest = max(addresses, key=_depth, default=Address())
            self._of[key] = fullest
            for address in addresses:
                entry = (key, _deepened(address, fullest))
                known = self._villages.setdefault(address.village, [])
                if address.village and entry not in known:
                    known.append(entry)
        self._counties = tuple(counties)

    @staticmethod
    def _add(table: dict[str, list[str]], name: str, key: str) -> None:
        keys = table.setdefault(name, [])
        if key not in keys:
            keys.append(key)

    def find(self, written: str, context: tuple[str, ...] = ()) -> Match:
        """Find the places that an address may mean.

        Parameters
        ----------
        context
            Codes of divisions that it stands under, such as the township that a sheet is of: they choose between
            homonyms, and rule nothing out where they fit none.
        """
        address = parse_address(written, self.divisions)
        if not address.above and self._counties:
            address = parse_address(written, self.divisions, self._counties)
        same = self._plain.get(plain_address(written), [])
        if len(same) == 1:
            return Match((same[0],), (), address)
        known = self._villages.get(address.village, []) if address.village else []
        fitting = _unique(key for key, other in known if address.agrees(other))
        fitting = _unique([*same, *fitting]) if same and not address.codes else fitting
        if not fitting and not address.above:  # what was taken for a township may be the beginning of a village's name
            known = self._villages.get(village_core(plain_address(written)), known)
            whole = Address(village=village_core(plain_address(written)))
            fitting = _unique(key for key, other in known if whole.village and whole.agrees(other))
        if len(fitting) > 1 and context:
            narrowed = _unique(key for key, other in known if key in fitting and _under(other, context))
            fitting = narrowed if len(narrowed) == 1 else fitting
        return Match(fitting, _unique(key for key, _ in known if key not in fitting), address)

    def address_of(self, key: str) -> Address:
        """Return the fullest address that a place's names and county give."""
        return self._of.get(key, Address())

    def nearest(self, address: Address) -> list[str]:
        """Return keys of places in the same township or county, for suggestions."""
        codes = address.codes
        return list(
            _unique(
                key
                for entries in self._villages.values()
                for key, other in entries
                if any(b.startswith(a) for a in codes if len(a) >= 6 for b in other.codes)
            )
        )


def _depth(address: Address) -> tuple[int, bool]:
    return min(map(len, address.codes), default=0), bool(address.township)


def _deepened(address: Address, fullest: Address) -> Address:
    """Return an alias's address with the township that the place's fullest name gives."""
    inside = all(any(code.startswith(container) for container in address.codes) for code in fullest.codes)
    if not fullest.codes or (address.codes and not inside):
        return address
    return replace(address, codes=fullest.codes, township=address.township or fullest.township)


def _under(address: Address, context: tuple[str, ...]) -> bool:
    """Whether an address lies in one of the divisions."""
    return any(code.startswith(container) for code in address.codes for container in context)


def _unique(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))


def official_villages(address: Address, divisions: Divisions) -> tuple[str, ...]:
    """Return the codes of the villages in the table that an address names, its township or county given."""
    if not address.village or not address.codes:
        return ()
    codes = divisions.villages.get(address.village, ())
    return tuple(code for code in codes if any(code.startswith(container) for container in address.codes))
